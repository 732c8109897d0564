"""Asks librosa what test/features/spectral/parameters.test.ts must reproduce: parameters, music, and 30 seconds.

    npx quadrant corpus etudes --clips 60 --seconds 6 --seed 1      (or a run of the main job, which renders them)
    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-spectral.py data/etudes/60-clips-6-s-seed-1

Writes spectral.npz (a second of an étude of each quadrant as "etude_<Q>/y"; features as "<case>/<librosa's name>") and
spectral.json. Of the 30-second input only every 97th frame is kept; the test makes the same samples from the seed.
"""
import json
import pathlib
import sys
import warnings

import librosa
import numpy as np
import scipy
import scipy.io.wavfile

HERE = pathlib.Path(__file__).parent
SR = 22050
SEED = 5
EVERY = 97


def etudes(folder):
    """A second from the middle of the first clip of each quadrant, as 16-bit steps, so that it packs well."""
    found = {}
    for path in sorted(folder.rglob("*.wav")):
        quadrant = quadrant_of(folder, path)
        if quadrant is None or quadrant in found:
            continue
        rate, y = scipy.io.wavfile.read(path)
        y = y.astype(np.float64) / (32768 if y.dtype == np.int16 else 1)
        y = librosa.resample(y if y.ndim == 1 else y.mean(1), orig_sr=rate, target_sr=SR)
        found[quadrant] = (np.round(y[2 * SR : 3 * SR] * 32767) / 32768).astype(np.float32)
    return found


def quadrant_of(folder, path):
    manifest = json.loads((folder / "manifest.json").read_text())
    for clip in manifest["clips"]:
        if pathlib.Path(clip["audio"]).name == path.name:
            return clip["quadrant"]
    return None


def half_minute():
    u = np.random.RandomState(SEED).random_sample(30 * SR)
    i = np.arange(30 * SR)
    return ((u - 0.5) * (0.01 + (i % SR) / SR) + 0.3 * np.sin(2 * np.pi * 440 * i / SR)).astype(np.float32)


def features(y):
    extract = librosa.feature
    return {
        "chroma_stft": extract.chroma_stft(y=y, sr=SR),
        "melspectrogram": extract.melspectrogram(y=y, sr=SR),
        "mfcc": extract.mfcc(y=y, sr=SR),
        "rms": extract.rms(y=y),
        "spectral_centroid": extract.spectral_centroid(y=y, sr=SR),
        "spectral_bandwidth": extract.spectral_bandwidth(y=y, sr=SR),
        "spectral_contrast": extract.spectral_contrast(y=y, sr=SR),
        "spectral_flatness": extract.spectral_flatness(y=y),
        "spectral_rolloff": extract.spectral_rolloff(y=y, sr=SR),
        "zero_crossing_rate": extract.zero_crossing_rate(y),
    }


def variants(y):
    """Every parameter that the TypeScript functions take, away from its default."""
    extract = librosa.feature
    S = np.abs(librosa.stft(y))
    freq = np.linspace(0, 1, S.shape[0]) ** 2 * 5000
    return {
        "stft_window": np.abs(librosa.stft(y, win_length=1200, window="blackman")),
        "mel_htk": extract.melspectrogram(S=S**2, sr=SR, n_mels=40, fmin=50, fmax=8000, htk=True, norm=None),
        "mel_norm_1": extract.melspectrogram(S=S**2, sr=SR, n_mels=40, norm=1),
        "mel_norm_inf": extract.melspectrogram(S=S**2, sr=SR, n_mels=40, norm=np.inf),
        "mel_power_1": extract.melspectrogram(y=y, sr=SR, power=1.0),
        "mel_power_1_5": extract.melspectrogram(y=y, sr=SR, power=1.5),
        "mfcc_1": extract.mfcc(y=y, sr=SR, dct_type=1, n_mfcc=13),
        "mfcc_3": extract.mfcc(y=y, sr=SR, dct_type=3, n_mfcc=13),
        "mfcc_1_plain": extract.mfcc(y=y, sr=SR, dct_type=1, norm=None, n_mfcc=13),
        "mfcc_2_plain": extract.mfcc(y=y, sr=SR, norm=None, n_mfcc=13),
        "mfcc_3_plain": extract.mfcc(y=y, sr=SR, dct_type=3, norm=None, n_mfcc=13),
        "mfcc_lifter": extract.mfcc(y=y, sr=SR, lifter=22, n_mels=64, htk=True, mel_norm=None),
        "rms_other": extract.rms(y=y, frame_length=1000, hop_length=300, center=False),
        "rms_spectrum": extract.rms(S=S),
        "zcr_threshold": extract.zero_crossing_rate(y, frame_length=700, hop_length=333, threshold=0.02),
        "zcr_zero": extract.zero_crossing_rate(y, threshold=0.02, zero_pos=False, center=False),
        "centroid_freq": extract.spectral_centroid(S=S, freq=freq),
        "bandwidth_p": extract.spectral_bandwidth(S=S, sr=SR, p=3),
        "bandwidth_sum": extract.spectral_bandwidth(S=S, sr=SR, norm=False),
        "bandwidth_freq": extract.spectral_bandwidth(S=S, freq=freq),
        "contrast_other": extract.spectral_contrast(S=S, sr=SR, fmin=100, n_bands=5, quantile=0.1),
        "contrast_linear": extract.spectral_contrast(S=S, sr=SR, linear=True),
        "flatness_other": extract.spectral_flatness(S=S, amin=1e-4, power=1.0),
        "rolloff_low": extract.spectral_rolloff(S=S, sr=SR, roll_percent=0.1),
        "rolloff_freq": extract.spectral_rolloff(S=S, freq=freq, roll_percent=0.95),
        "decibels": librosa.power_to_db(S**2, ref=np.max, amin=1e-6, top_db=50),
        "amplitude": librosa.amplitude_to_db(S, ref=2.0, amin=1e-3, top_db=None),
        "power_again": librosa.db_to_power(librosa.power_to_db(S**2), ref=3.0),
        "amplitude_again": librosa.db_to_amplitude(librosa.amplitude_to_db(S), ref=3.0),
    }


def main():
    warnings.simplefilter("ignore")
    arrays = {}
    music = etudes(pathlib.Path(sys.argv[1]))
    for quadrant, y in sorted(music.items()):
        arrays[f"etude_{quadrant}/y"] = y
        for name, values in features(y).items():
            arrays[f"etude_{quadrant}/{name}"] = values
    for name, values in variants(music["Q1"][: SR // 2]).items():
        arrays[f"parameters/{name}"] = values[..., ::7] if values.shape[0] > 200 else values
    tenth = music["Q3"][: SR // 10]
    for name, values in features(tenth).items():
        arrays[f"tenth_of_a_second/{name}"] = values
    for name, values in features(half_minute()).items():
        arrays[f"half_minute/{name}"] = values[:, ::EVERY]
    np.savez_compressed(HERE / "spectral.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    versions = {"librosa": librosa.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    about = {"versions": versions, "seed": SEED, "sr": SR, "every": EVERY, "quadrants": sorted(music)}
    (HERE / "spectral.json").write_text(json.dumps(about, indent=1) + "\n")


main()
