"""Asks librosa what test/features/rhythm must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt soundfile
    npx quadrant corpus make etudes --clips 60 --seconds 6
    .venv/bin/python test/golden/make-rhythm.py data/etudes/60-clips-6-s-seed-1/audio

Takes the inputs of features.npz, three seconds of an étude of each quadrant, and thirty seconds that the tests make by the
same rule. Writes rhythm.npz (études as "<case>/y"; "<case>/<librosa's name>", of tempograms some frames only) and
rhythm.json.
"""
import json
import pathlib
import sys
import warnings

import librosa
import numpy as np
import soundfile

HERE = pathlib.Path(__file__).parent
SR = 22050
SEED = 4
COLUMNS = 6
ETUDES = {"etude_q1": "etude-0002", "etude_q2": "etude-0001", "etude_q3": "etude-0004", "etude_q4": "etude-0003"}
ONSETS = {
    "lag": {"lag": 3},
    "max_size": {"max_size": 4},
    "detrend": {"detrend": True},
    "not_centred": {"center": False, "lag": 2},
    "median": {"aggregate": "median"},
    "mel": {"n_mels": 40, "fmin": 100, "fmax": 8000, "hop_length": 256, "n_fft": 1024},
}
TEMPOGRAMS = {
    "short": {"win_length": 100},
    "odd": {"win_length": 75},
    "hamming": {"win_length": 64, "window": "hamming"},
    "norm_2": {"win_length": 64, "norm": 2},
    "no_norm": {"win_length": 64, "norm": None},
    "not_centred": {"win_length": 64, "center": False},
}
TEMPI = {
    "start": {"start_bpm": 60},
    "narrow": {"start_bpm": 90, "std_bpm": 0.1},
    "short": {"ac_size": 2},
    "slow": {"max_tempo": 100},
    "unlimited": {"max_tempo": None, "start_bpm": 2000},
}


def long_input():
    """Noise that fades twice a second, louder every other time: 120 beats a minute."""
    noise = np.random.RandomState(SEED).random_sample(30 * SR) - 0.5
    i = np.arange(30 * SR)
    fade = np.maximum(0, 1 - (i % 11025) / 4000)
    accent = np.where((i // 11025) % 2 == 0, 0.8, 0.4)
    return (noise * fade * accent).astype(np.float32)


def columns(frames):
    return np.unique(np.linspace(0, frames - 1, COLUMNS).astype(int))


def rhythm(y):
    extract = librosa.feature
    fourier = extract.fourier_tempogram(y=y, sr=SR)
    some = columns(len(extract.tempo(y=y, sr=SR, aggregate=None)))
    return {
        "onset_strength": librosa.onset.onset_strength(y=y, sr=SR),
        "columns": some,
        "tempogram": extract.tempogram(y=y, sr=SR)[:, some],
        "fourier_tempogram_re": fourier.real[:, some],
        "fourier_tempogram_im": fourier.imag[:, some],
        "tempogram_ratio": extract.tempogram_ratio(y=y, sr=SR)[:, some],
        "tempo_of_frames": extract.tempo(y=y, sr=SR, aggregate=None),
    }


def main(etudes):
    warnings.simplefilter("ignore")
    inputs = np.load(HERE / "features.npz")
    signals = {name[:-2]: inputs[name] for name in inputs.files if name.endswith("/y")}
    arrays = {}
    for name, file in ETUDES.items():
        y, sr = soundfile.read(pathlib.Path(etudes) / f"{file}.wav", dtype="float32", stop=3 * SR)
        assert sr == SR
        signals[name] = arrays[f"{name}/y"] = y
    signals["tenth_of_a_second"] = arrays["tenth_of_a_second/y"] = signals["etude_q3"][: SR // 10]
    signals["long"] = long_input()
    tempi = {}
    for name, y in signals.items():
        tempi[name] = float(librosa.feature.tempo(y=y, sr=SR)[0])
        for feature, values in rhythm(y).items():
            arrays[f"{name}/{feature}"] = values
    y = signals["etude_q2"]
    for name, parameters in ONSETS.items():
        given = {**parameters, **({"aggregate": np.median} if "aggregate" in parameters else {})}
        arrays[f"onset/{name}"] = librosa.onset.onset_strength(y=y, sr=SR, **given)
    for name, parameters in TEMPOGRAMS.items():
        tempogram = librosa.feature.tempogram(y=y, sr=SR, **parameters)
        some = arrays[f"tempogram/{name}/columns"] = columns(tempogram.shape[1])
        arrays[f"tempogram/{name}"] = tempogram[:, some]
        fourier = librosa.feature.fourier_tempogram(
            y=y, sr=SR, **{key: value for key, value in parameters.items() if key != "norm"}
        )
        some = arrays[f"fourier/{name}/columns"] = columns(fourier.shape[1])
        arrays[f"fourier/{name}/re"], arrays[f"fourier/{name}/im"] = fourier.real[:, some], fourier.imag[:, some]
    other_tempi = {name: float(librosa.feature.tempo(y=y, sr=SR, **given)[0]) for name, given in TEMPI.items()}
    given = {"bpm": np.full(130, 100.0), "factors": np.array([0.5, 1, 7]), "fill_value": -1, "win_length": 100}
    arrays["ratio_of_bpm"] = librosa.feature.tempogram_ratio(y=y, sr=SR, **given)
    np.savez_compressed(HERE / "rhythm.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    about = {
        "versions": {"librosa": librosa.__version__, "numpy": np.__version__},
        "seed": SEED,
        "sr": SR,
        "etudes": "of the corpus that comes along: 60 clips, 6 s, seed 1",
        "tempi": tempi,
        "onsets": ONSETS,
        "tempograms": TEMPOGRAMS,
        "otherTempi": {name: {"parameters": TEMPI[name], "bpm": bpm} for name, bpm in other_tempi.items()},
    }
    (HERE / "rhythm.json").write_text(json.dumps(about, indent=1) + "\n")


main(sys.argv[1])
