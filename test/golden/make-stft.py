"""Asks librosa what test/features/spectrum/stft.test.ts must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-stft.py

Writes stft.npz (input "y"; per case "<case>/re", "<case>/im", frame after frame, and "<case>/back") and stft.json.
"""
import json
import pathlib

import librosa
import numpy as np

HERE = pathlib.Path(__file__).parent
SEED = 3
CASES = {
    "defaults": {},
    "small": {"n_fft": 256},
    "short_window": {"n_fft": 512, "win_length": 301, "hop_length": 100},
    "not_centred": {"n_fft": 256, "center": False},
    "hamming": {"n_fft": 256, "window": "hamming", "hop_length": 64},
    "ones": {"n_fft": 128, "window": "ones", "hop_length": 50},
}


def main():
    y = (0.3 * np.random.RandomState(SEED).randn(3000)).astype(np.float32)
    arrays = {"y": y}
    for name, parameters in CASES.items():
        D = librosa.stft(y, **parameters)
        back = {key: value for key, value in parameters.items() if key != "n_fft"}
        arrays[f"{name}/re"], arrays[f"{name}/im"] = D.real.T, D.imag.T
        arrays[f"{name}/back"] = librosa.istft(D, **back)
        # What nothing was made from: an inverse has to weigh its overlapping frames, not only to undo the transform.
        arrays[f"{name}/masked"] = librosa.istft(np.abs(D).astype(np.complex64), length=2500, **back)
    np.savez_compressed(HERE / "stft.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    about = {"versions": {"librosa": librosa.__version__, "numpy": np.__version__}, "seed": SEED, "cases": CASES}
    (HERE / "stft.json").write_text(json.dumps(about, indent=1) + "\n")


main()
