"""What the benchmarks of PyTorch share: the numbers of torch-steps.ts, a clock, and lines of JSON in and out."""
import json
import resource
import sys
import time

import numpy as np
import torch


def uniform(start, shape, scale):
    """Numbers that JavaScript makes too, bit for bit: torch-steps.ts has the same."""
    size = int(np.prod(shape))
    i = np.arange(start, start + size, dtype=np.uint64)
    i = (i * np.uint64(2654435761)) % np.uint64(2**32)
    i = ((i ^ (i >> np.uint64(15))) * np.uint64(2246822519)) % np.uint64(2**32)
    return torch.from_numpy(((i / 2**31 - 1) * scale).astype(np.float32).reshape(shape))


def timed(work):
    def cpu():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    before, start = cpu(), time.perf_counter()
    value = work()
    return {"wall": 1e3 * (time.perf_counter() - start), "cpu": 1e3 * (cpu() - before), "value": value}


def serve(network_of, asks):
    """Makes a network of each question that has `asks`; else times its step or inference."""
    network = None
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        if asks in question:
            network = network_of(question)
            answer = {"torch": torch.__version__}
        else:
            answer = timed(network.step if "step" in question else network.infer)
        print(json.dumps(answer), flush=True)
