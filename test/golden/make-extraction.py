"""Asks librosa, numpy and scipy what test/features/extraction must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-extraction.py

Writes extraction.npz and extraction.json beside it: deltas of a random matrix, and the study's 83 columns of random
features, each statistic computed as the study's notebook 01 computes it.
"""
import json
import pathlib

import librosa
import numpy as np
import scipy
from scipy.stats import kurtosis, skew

HERE = pathlib.Path(__file__).parent
SEED = 3
FRAMES = 40
ROWS = {
    "chroma_stft": 12, "chroma_cqt": 12, "chroma_vqt": 12, "melspectrogram": 8, "mfcc": 5, "rms": 1,
    "spectral_centroid": 1, "spectral_bandwidth": 1, "spectral_contrast": 7, "spectral_flatness": 1,
    "spectral_rolloff": 1, "tonnetz": 6, "zero_crossing_rate": 1,
}
SHAPE = ["mean", "std", "min", "max", "skew", "kurtosis"]
COLUMNS = {
    **{name: ["mean", "std", "sum", "skew", "kurtosis"] for name in ("chroma_stft", "chroma_cqt", "chroma_vqt")},
    "melspectrogram": ["mean", "std", "min", "max", "sum", "skew", "kurtosis"],
    "mfcc": [*SHAPE, "median"],
    **{name: SHAPE for name in ("rms", "spectral_centroid", "spectral_bandwidth")},
    **{
        name: [*SHAPE, "range"]
        for name in ("spectral_contrast", "spectral_flatness", "spectral_rolloff", "tonnetz", "zero_crossing_rate")
    },
}


def statistic(x, name):
    if name == "sum":
        return np.atleast_1d(x.sum())
    if name == "range":
        return x.max(axis=1) - x.min(axis=1)
    if name in ("skew", "kurtosis"):
        return {"skew": skew, "kurtosis": kurtosis}[name](x, axis=1)
    return getattr(np, name)(x, axis=1)


def main():
    state = np.random.RandomState(SEED)
    matrix = np.cumsum(state.randn(3, FRAMES), axis=1).astype(np.float32)
    arrays = {
        "matrix": matrix,
        "delta": librosa.feature.delta(matrix),
        "delta_order_2": librosa.feature.delta(matrix, order=2),
        "delta_width_5": librosa.feature.delta(matrix, width=5),
        "delta_whole": librosa.feature.delta(matrix[:, :9]),
        "tempo": np.full((1, FRAMES), 117.45, np.float32),
    }
    columns, values = ["tempo"], [arrays["tempo"][0, :1]]
    for name, rows in ROWS.items():
        x = (state.gamma(2, size=(rows, FRAMES)) * (1 + np.arange(rows))[:, None]).astype(np.float32)
        arrays[name] = x
        for column in COLUMNS[name]:
            columns.append(f"{name}_{column}")
            values.append(statistic(x.astype(np.float64), column))
    arrays["study_statistics"] = np.concatenate(values)[None, :]
    np.savez_compressed(HERE / "extraction.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    versions = {"librosa": librosa.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    about = {"versions": versions, "seed": SEED, "columns": columns}
    (HERE / "extraction.json").write_text(json.dumps(about, indent=1) + "\n")


main()
