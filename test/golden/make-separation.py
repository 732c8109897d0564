"""Asks librosa what test/features/separation must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-separation.py

Takes the inputs of features.npz, the études of rhythm.npz, and thirty seconds that the tests make by the same rule. Writes
separation.npz ("<case>/harmonic" and "<case>/percussive", every STEP-th sample; small magnitudes "S" and what hpss makes of
them) and separation.json.
"""
import json
import pathlib
import warnings

import librosa
import numpy as np
import scipy
import scipy.ndimage

HERE = pathlib.Path(__file__).parent
SR = 22050
SEED = 5
# A prime, so that samples of every place in a frame are looked at.
STEP = 13
LONG_STEP = 211
HPSS = {
    "defaults": {},
    "masks": {"mask": True},
    "margins": {"margin": [1.5, 4.0]},
    "masks_margins": {"margin": 3.0, "mask": True},
    "power_1": {"power": 1.0},
    "power_3": {"power": 3.0},
    "hard": {"power": float("inf"), "mask": True},
    "sizes": {"kernel_size": [7, 12]},
    "one": {"kernel_size": 1},
    "larger_than_all": {"kernel_size": [91, 90]},
}
EFFECTS = {
    "small": {"n_fft": 512, "hop_length": 100, "kernel_size": 17, "margin": 2.0},
    "not_centred": {"n_fft": 512, "center": False},
    "short_window": {"n_fft": 1024, "win_length": 600, "power": 1.0},
}


def long_input():
    """As in make-rhythm.py, over a square wave of 220.5 Hz."""
    noise = np.random.RandomState(SEED).random_sample(30 * SR) - 0.5
    i = np.arange(30 * SR)
    fade = np.maximum(0, 1 - (i % 11025) / 4000)
    square = np.where((i // 50) % 2 == 0, 0.1, -0.1)
    return (noise * fade + square).astype(np.float32)


def main():
    warnings.simplefilter("ignore")
    inputs, etudes = np.load(HERE / "features.npz"), np.load(HERE / "rhythm.npz")
    signals = {name[:-2]: file[name] for file in (inputs, etudes) for name in file.files if name.endswith("/y")}
    signals["long"] = long_input()
    arrays, cases = {}, {}
    for name, y in signals.items():
        step = cases[name] = LONG_STEP if name == "long" else STEP
        arrays[f"{name}/harmonic"] = librosa.effects.harmonic(y)[::step]
        arrays[f"{name}/percussive"] = librosa.effects.percussive(y)[::step]
    for name, parameters in EFFECTS.items():
        given = {"kernel_size": 31, "margin": 1.0, "power": 2.0, **parameters}
        arrays[f"effects/{name}"] = librosa.effects.harmonic(signals["etude_q2"], **given)[::STEP]
    state = np.random.RandomState(SEED)
    S = (state.random_sample((45, 40)) ** 4).astype(np.float32)
    # Silence in both directions, so that there are cells to be split.
    S[:, 5:25] = S[20:40] = 0
    arrays["S"] = S
    for name, parameters in HPSS.items():
        arrays[f"hpss/{name}/harmonic"], arrays[f"hpss/{name}/percussive"] = librosa.decompose.hpss(S, **parameters)
    for size in (2, 5, 8, 31):
        arrays[f"median_{size}"] = scipy.ndimage.median_filter(S[:4], size=(1, size), mode="reflect")
    np.savez_compressed(HERE / "separation.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    versions = {"librosa": librosa.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    about = {"versions": versions, "seed": SEED, "sr": SR, "cases": cases, "hpss": HPSS, "effects": EFFECTS, "step": STEP}
    text = json.dumps(about, indent=1).replace("Infinity", '"Infinity"')
    (HERE / "separation.json").write_text(text + "\n")


main()
