"""Asks librosa what test/features must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-features.py

Writes features.npz (inputs as "<case>/y", features as "<case>/<librosa's name>", all float32) and features.json beside it.
"""
import json
import pathlib
import warnings

import librosa
import numpy as np
import scipy
import scipy.stats

HERE = pathlib.Path(__file__).parent
SR = 22050
SEED = 1


def inputs():
    state = np.random.RandomState(SEED)
    t = np.arange(SR) / SR
    clicks = np.zeros(SR)
    clicks[::2205] = 0.9
    # Without noise the spectrum of a click is flat, and its peaks, which tune the chroma, are rounding errors.
    clicks += 0.001 * state.randn(SR)
    chord = sum(np.sin(2 * np.pi * f * t) for f in (261.63, 329.63, 392.0)) / 4
    detuned = sum(np.sin(2 * np.pi * f * 2 ** (0.3 / 12) * t) for f in (220.0, 277.18, 329.63)) / 4
    noise = 0.3 * state.randn(SR)
    return {
        "chirp": 0.5 * np.sin(2 * np.pi * (100 * t + 4000 * t**2)) * np.linspace(0.1, 1, SR),
        "clicks": clicks,
        "chord": chord + 0.001 * state.randn(SR),
        "detuned": detuned + 0.001 * state.randn(SR),
        "noise": noise,
        "noise_then_silence": np.where(t < 0.5, noise, 0),
        "silence": np.zeros(SR // 4),
        "one_sample": np.array([0.5]),
        "samples_2047": 0.1 * state.randn(2047),
        "offset": 0.4 + 0.05 * state.randn(SR // 2),
        "clipped": np.clip(1.7 * np.sin(2 * np.pi * 443 * t[: SR // 2]), -1, 1),
    }


def features(y, parameters):
    extract = librosa.feature
    spectral = {"y": y, "sr": SR, **parameters}
    framed = {"y": y, **{{"n_fft": "frame_length"}.get(name, name): value for name, value in parameters.items()}}
    return {
        "chroma_stft": extract.chroma_stft(**spectral),
        "melspectrogram": extract.melspectrogram(**spectral),
        "mfcc": extract.mfcc(**spectral),
        "rms": extract.rms(**framed),
        "spectral_centroid": extract.spectral_centroid(**spectral),
        "spectral_bandwidth": extract.spectral_bandwidth(**spectral),
        "spectral_contrast": extract.spectral_contrast(**spectral),
        "spectral_flatness": extract.spectral_flatness(y=y, **parameters),
        "spectral_rolloff": extract.spectral_rolloff(**spectral),
        "zero_crossing_rate": extract.zero_crossing_rate(**framed),
    }


def statistics(values):
    rows = [values.mean(1), values.std(1), values.min(1), values.max(1), np.median(values, 1)]
    return np.stack([*rows, scipy.stats.skew(values, axis=1), scipy.stats.kurtosis(values, axis=1)], axis=1)


def main():
    warnings.simplefilter("ignore")
    arrays, tunings = {}, {}
    signals = {name: y.astype(np.float32) for name, y in inputs().items()}
    for name, y in signals.items():
        arrays[f"{name}/y"] = y
        S = np.abs(librosa.stft(y)) ** 2
        tunings[name] = float(librosa.estimate_tuning(S=S, sr=SR))
        for feature, values in features(y, {}).items():
            arrays[f"{name}/{feature}"] = values
    other = {"n_fft": 1024, "hop_length": 300}
    for feature, values in features(signals["chirp"], other).items():
        arrays[f"chirp_other/{feature}"] = values
    arrays["stft_chord"] = np.abs(librosa.stft(signals["chord"][:4096]))
    arrays["mel_filters"] = librosa.filters.mel(sr=SR, n_fft=512, n_mels=40)
    arrays["statistics"] = statistics(arrays["chord/mfcc"].astype(np.float64))
    np.savez_compressed(HERE / "features.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    versions = {"librosa": librosa.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    about = {"versions": versions, "seed": SEED, "sr": SR, "cases": list(signals), "chirp_other": other, "tunings": tunings}
    (HERE / "features.json").write_text(json.dumps(about, indent=1) + "\n")


main()
