"""Runs notebooks on the quadrant kernel with nbclient, and prints what came out as JSON.

Usage: run_with_nbclient.py (finish | allow-errors | interrupt) NOTEBOOK OUTPUT
"""

import json
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

task, source, target = sys.argv[1:4]
notebook = nbformat.read(source, as_version=4)
options = {"kernel_name": "quadrant", "timeout": 60}
if task == "allow-errors":
    options["allow_errors"] = True
if task == "interrupt":
    # nbclient then interrupts a cell that takes too long, and goes on with the next.
    options.update(timeout=3, interrupt_on_timeout=True, allow_errors=True)

error = None
try:
    NotebookClient(notebook, **options).execute()
except (CellExecutionError, CellTimeoutError) as thrown:
    error = {"type": type(thrown).__name__, "text": str(thrown)}

nbformat.validate(notebook)
nbformat.write(notebook, target)
print(json.dumps({"error": error}))
