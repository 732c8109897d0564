"""Asks librosa what test/features/pitch must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-pitch.py

Takes the inputs of features.npz, the études of rhythm.npz, a tenth of a second of one, and thirty seconds that the tests
make by the same rule.
Writes pitch.npz ("<case>/<librosa's name>", every so many frames; "<case>/level_*": the largest magnitude of each of
those frames) and pitch.json.
"""
import json
import pathlib
import warnings

import librosa
import numpy as np

HERE = pathlib.Path(__file__).parent
SR = 22050
FEATURES = ["chirp", "clicks", "chord", "detuned", "noise", "noise_then_silence", "offset", "clipped", "silence", "one_sample", "samples_2047"]
ETUDES = ["etude_q1", "etude_q2", "etude_q3", "etude_q4"]
TRANSFORMS = {
    "cqt": {},
    "cqt_36": {"n_bins": 252, "bins_per_octave": 36, "tuning": 0.2},
    "cqt_long_filters": {"filter_scale": 2, "n_bins": 60, "norm": 2},
    "cqt_unscaled": {"scale": False, "n_bins": 30, "hop_length": 256},
    "cqt_odd_hop": {"hop_length": 441, "n_bins": 72, "fmin": 65.0},
    "cqt_dense": {"sparsity": 0, "n_bins": 48, "norm": np.inf},
    "vqt": {},
    "vqt_ji5": {"intervals": "ji5", "gamma": 0},
    "vqt_pythagorean": {"intervals": "pythagorean", "gamma": 10, "bins_per_octave": 17, "n_bins": 68},
    "vqt_ratios": {"intervals": [1, 1.125, 1.25, 1.5, 1.75], "n_bins": 28},
}
INTERVALS = {"ji3": [12, 19], "ji5": [12, 24, 36], "ji7": [12, 22], "pythagorean": [12, 17]}


def thirty_seconds():
    """A new note every second, a semitone higher, with a fifth above; loud from the first sample to the last."""
    i = np.arange(30 * SR)
    hz = 110 * 2.0 ** ((i // SR) / 12)
    return 0.3 * np.sin(2 * np.pi * hz * (i % SR) / SR) + 0.2 * np.sin(2 * np.pi * 1.5 * hz * (i % SR) / SR)


def chromas(y, every):
    extract = librosa.feature
    cqt = np.abs(librosa.cqt(y, sr=SR, n_bins=252, bins_per_octave=36, tuning=None))
    vqt = np.abs(librosa.vqt(y, sr=SR, intervals="ji5", gamma=0))
    found = {
        "chroma_cqt": extract.chroma_cqt(y=y, sr=SR),
        "chroma_vqt": extract.chroma_vqt(y=y, sr=SR, intervals="ji5"),
        "chroma_cens": extract.chroma_cens(y=y, sr=SR),
        "tonnetz": extract.tonnetz(y=y, sr=SR),
        "level_cqt": cqt.max(0, keepdims=True),
        "level_vqt": vqt.max(0, keepdims=True),
    }
    return {name: values[:, ::every] for name, values in found.items()}


def main():
    warnings.simplefilter("ignore")
    held = {**np.load(HERE / "features.npz"), **np.load(HERE / "rhythm.npz")}
    signals = {name: held[f"{name}/y"] for name in FEATURES + ETUDES}
    arrays, tunings = {}, {}
    signals["tenth_of_a_second"] = arrays["tenth_of_a_second/y"] = signals["etude_q3"][: SR // 10]
    for name, y in signals.items():
        tunings[name] = float(librosa.estimate_tuning(y=y, sr=SR, bins_per_octave=36))
        for feature, values in chromas(y, 1).items():
            arrays[f"{name}/{feature}"] = values
    for feature, values in chromas(thirty_seconds().astype(np.float32), 16).items():
        arrays[f"thirty_seconds/{feature}"] = values
    y = signals["etude_q1"]
    for name, parameters in TRANSFORMS.items():
        transform = librosa.cqt if name.startswith("cqt") else librosa.vqt
        result = transform(y, sr=SR, **parameters)[:, ::4]
        arrays[f"transform/{name}/re"], arrays[f"transform/{name}/im"] = result.real, result.imag
    pitches, magnitudes = librosa.piptrack(y=signals["chord"], sr=SR, fmin=100, fmax=2000, threshold=0.05)
    arrays["piptrack/pitches"], arrays["piptrack/magnitudes"] = pitches[:200, ::8], magnitudes[:200, ::8]
    C = np.abs(librosa.cqt(y, sr=SR, n_bins=48, bins_per_octave=24, fmin=100.0))
    arrays["folded/C"] = C
    arrays["folded/chroma"] = librosa.feature.chroma_cqt(C=C, bins_per_octave=24, n_chroma=12, fmin=100.0, norm=2, threshold=0.01)
    arrays["folded/cens"] = librosa.feature.chroma_cens(C=C, bins_per_octave=24, fmin=100.0, win_len_smooth=10, norm=1)
    arrays["folded/tonnetz"] = librosa.feature.tonnetz(chroma=arrays["folded/chroma"])
    intervals = {
        f"{name} {count}": [float(x) for x in librosa.interval_frequencies(count, fmin=1, intervals=name, bins_per_octave=count)]
        for name, counts in INTERVALS.items()
        for count in counts
    }
    np.savez_compressed(HERE / "pitch.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    versions = {"librosa": librosa.__version__, "numpy": np.__version__}
    about = {"versions": versions, "sr": SR, "cases": list(signals), "tunings": tunings, "intervals": intervals}
    (HERE / "pitch.json").write_text(json.dumps(about, indent=1) + "\n")


main()
