"""Asks librosa for every feature of four short études, one of each quadrant.

    npx quadrant corpus make etudes --clips 4 --seconds 12 --root data/agreement
    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-agreement.py data/agreement

Writes agreement.npz: "<quadrant>/y", three seconds out of the middle (float32), and "<quadrant>/<feature>"; the tempograms,
which are large, of the first quadrant only. The notebook 02-features and test/features/extraction compare with it.
"""
import json
import pathlib
import sys
import warnings

import librosa
import numpy as np
import scipy

HERE = pathlib.Path(__file__).parent
SR = 22050
START, SECONDS = 4.0, 3.0


def features(y, with_tempograms):
    extract = librosa.feature
    found = {
        "chroma_stft": extract.chroma_stft(y=y, sr=SR),
        "chroma_cqt": extract.chroma_cqt(y=y, sr=SR),
        "chroma_vqt": extract.chroma_vqt(y=y, sr=SR, intervals="ji5"),
        "melspectrogram": extract.melspectrogram(y=y, sr=SR),
        "mfcc": extract.mfcc(y=y, sr=SR),
        "rms": extract.rms(y=y),
        "spectral_centroid": extract.spectral_centroid(y=y, sr=SR),
        "spectral_bandwidth": extract.spectral_bandwidth(y=y, sr=SR),
        "spectral_contrast": extract.spectral_contrast(y=y, sr=SR),
        "spectral_flatness": extract.spectral_flatness(y=y),
        "spectral_rolloff": extract.spectral_rolloff(y=y, sr=SR),
        "tonnetz": extract.tonnetz(y=y, sr=SR),
        "zero_crossing_rate": extract.zero_crossing_rate(y=y),
        "tempo": np.full((1, 1 + len(y) // 512), extract.tempo(y=y, sr=SR)[0]),
        "chroma_cens": extract.chroma_cens(y=y, sr=SR),
        "tempogram_ratio": extract.tempogram_ratio(y=y, sr=SR),
    }
    if with_tempograms:
        found["tempogram"] = extract.tempogram(y=y, sr=SR)
        found["fourier_tempogram"] = np.abs(extract.fourier_tempogram(y=y, sr=SR))
    return found


def main():
    warnings.simplefilter("ignore")
    root = pathlib.Path(sys.argv[1])
    clips = json.loads((root / "manifest.json").read_text())["clips"]
    arrays, cases = {}, {}
    for clip in clips:
        quadrant = clip["quadrant"]
        if quadrant in cases:
            continue
        y, _ = librosa.load(root / clip["audio"], sr=SR, offset=START, duration=SECONDS)
        cases[quadrant] = clip["id"]
        arrays[f"{quadrant}/y"] = y[None, :]
        for name, values in features(y, len(cases) == 1).items():
            arrays[f"{quadrant}/{name}"] = values
    np.savez_compressed(HERE / "agreement.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    versions = {"librosa": librosa.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    about = {"versions": versions, "sr": SR, "start": START, "seconds": SECONDS, "cases": cases}
    (HERE / "agreement.json").write_text(json.dumps(about, indent=1) + "\n")


main()
