"""Asks scipy and numpy what equaliser, reverb and mix-up of quadrant must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-effects.py

Filters are designed in another way than quadrant does: scipy.signal.bilinear of the analogue filters. Writes effects.json.
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import signal

HERE = pathlib.Path(__file__).parent
SR = 22050
SEED = 7
STEP = 25
BANDS = [
    {"kind": "peaking", "frequency": 1000.0, "decibels": 6.0, "q": 1.4},
    {"kind": "peaking", "frequency": 9000.0, "decibels": -9.0, "q": 0.5},
    {"kind": "lowShelf", "frequency": 250.0, "decibels": -6.0, "q": 0.7},
    {"kind": "lowShelf", "frequency": 5000.0, "decibels": 4.0, "q": 1.0},
    {"kind": "highShelf", "frequency": 4000.0, "decibels": 5.0, "q": 0.7},
    {"kind": "highShelf", "frequency": 300.0, "decibels": -3.0, "q": 0.4},
]
ROOM = {"decaySeconds": 0.4, "mix": 0.35}
ALPHA = 0.4


def analogue(kind, decibels, q):
    """Numerator and denominator in s, for a frequency of 1 radian a second."""
    A = 10 ** (decibels / 40)
    if kind == "peaking":
        return [1, A / q, 1], [1, 1 / (A * q), 1]
    root = np.sqrt(A) / q
    if kind == "lowShelf":
        return A * np.array([1, root, A]), [A, root, 1]
    return A * np.array([A, root, 1]), [1, root, A]


def design(kind, frequency, decibels, q):
    # Prewarped: tan(pi f / sr) is where the bilinear transform puts 1 radian a second.
    return signal.bilinear(*analogue(kind, decibels, q), fs=1 / (2 * np.tan(np.pi * frequency / SR)))


y = (0.3 * np.random.RandomState(SEED).randn(12000)).astype(np.float32)
filters = [design(**band) for band in BANDS]
chained = y.astype(np.float64)
for b, a in filters:
    chained = signal.lfilter(b, a, chained)

length = round(ROOM["decaySeconds"] * SR)
response = np.random.RandomState(SEED).randn(length) * 10 ** (-3 * np.arange(length) / length)
response /= np.linalg.norm(response)
wet = signal.fftconvolve(y.astype(np.float64), response)[: y.size]
roomy = (1 - ROOM["mix"]) * y + ROOM["mix"] * wet

state = np.random.RandomState(SEED)
draws = []
for _ in range(6):
    first, second = int(state.randint(0, 5)), int(state.randint(0, 5))
    share = state.beta(ALPHA, ALPHA)
    draws.append({"first": first, "second": second, "share": share, "first_named": bool(state.random_sample() < share)})

facts = {
    "scipy": scipy.__version__,
    "numpy": np.__version__,
    "sr": SR,
    "seed": SEED,
    "step": STEP,
    "samples": y.size,
    "scale": 0.3,
    "bands": BANDS,
    "coefficients": [{"b": b.tolist(), "a": a.tolist()} for b, a in filters],
    "equalised": chained[::STEP].tolist(),
    "room": ROOM,
    "roomy": roomy[::STEP].tolist(),
    "alpha": ALPHA,
    "rows": 5,
    "mixed": draws,
}
(HERE / "effects.json").write_text(json.dumps(facts, indent=1) + "\n")
