"""Asks librosa what test/augmentation must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-augmentation.py

Writes augmentation.npz (inputs whole, outputs as every STEPth sample) and augmentation.json beside it.
"""
import json
import pathlib

import librosa
import numpy as np

HERE = pathlib.Path(__file__).parent
SR = 22050
SEED = 3
STEP = 5
RATES = [0.8, 1.0, 1.25, 2.0]
STEPS = [2.0, -3.5, 12.0]


def inputs():
    state = np.random.RandomState(SEED)
    t = np.arange(SR // 2) / SR
    chord = sum(np.sin(2 * np.pi * f * t) for f in (261.63, 329.63, 392.0)) / 4
    struck = chord * np.exp(-8 * (t % 0.125))
    return {
        "struck_chord": (struck + 0.001 * state.randn(t.size)).astype(np.float32),
        "chirp": (0.5 * np.sin(2 * np.pi * (200 * t + 3000 * t**2))).astype(np.float32),
        "noise": (0.2 * state.randn(t.size)).astype(np.float32),
    }


arrays = {}
for name, y in inputs().items():
    arrays[f"{name}/y"] = y
    for rate in RATES:
        arrays[f"{name}/stretch/{rate}"] = librosa.effects.time_stretch(y, rate=rate)[::STEP]
    for steps in STEPS:
        arrays[f"{name}/shift/{steps}"] = librosa.effects.pitch_shift(y, sr=SR, n_steps=steps)[::STEP]
state = np.random.RandomState(SEED)
arrays["randn"] = (0.05 * state.randn(20)).astype(np.float32)
np.savez_compressed(HERE / "augmentation.npz", **{k: v.astype(np.float32) for k, v in arrays.items()})
facts = {
    "librosa": librosa.__version__,
    "numpy": np.__version__,
    "sr": SR,
    "seed": SEED,
    "step": STEP,
    "rates": RATES,
    "steps": STEPS,
}
(HERE / "augmentation.json").write_text(json.dumps(facts, indent=1) + "\n")
