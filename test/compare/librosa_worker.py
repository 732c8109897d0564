"""Answers one question a line: reads JSON from standard input, extracts with librosa, writes JSON to standard output.

    {"audio": path, "out": path.npz or null, "features": [names], "duration": seconds or null, "repeat": n}

{"encode": path.wav, "out": path.mp3} makes a stereo MP3 of 44.1 kHz, what people have, and gives {}. The first form
gives the CPU seconds of loading and of each feature (the least of n runs), or {"error": message}. The features go into
`out`, named as librosa names them, and the samples as "samples".
"""
import json
import platform
import sys
import time
import warnings

import librosa
import numpy as np
import scipy
import soundfile
import soxr

SR = 22050


def repeated(value, frames):
    return np.full((1, frames), value)


FEATURES = {
    "chroma_stft": lambda y: librosa.feature.chroma_stft(y=y, sr=SR),
    "chroma_cqt": lambda y: librosa.feature.chroma_cqt(y=y, sr=SR),
    "chroma_vqt": lambda y: librosa.feature.chroma_vqt(y=y, sr=SR, intervals="ji5"),
    "melspectrogram": lambda y: librosa.feature.melspectrogram(y=y, sr=SR),
    "mfcc": lambda y: librosa.feature.mfcc(y=y, sr=SR),
    "rms": lambda y: librosa.feature.rms(y=y),
    "spectral_centroid": lambda y: librosa.feature.spectral_centroid(y=y, sr=SR),
    "spectral_bandwidth": lambda y: librosa.feature.spectral_bandwidth(y=y, sr=SR),
    "spectral_contrast": lambda y: librosa.feature.spectral_contrast(y=y, sr=SR),
    "spectral_flatness": lambda y: librosa.feature.spectral_flatness(y=y),
    "spectral_rolloff": lambda y: librosa.feature.spectral_rolloff(y=y, sr=SR),
    "tonnetz": lambda y: librosa.feature.tonnetz(y=y, sr=SR),
    "zero_crossing_rate": lambda y: librosa.feature.zero_crossing_rate(y=y),
    "tempo": lambda y: repeated(librosa.feature.tempo(y=y, sr=SR)[0], 1 + len(y) // 512),
    "chroma_cens": lambda y: librosa.feature.chroma_cens(y=y, sr=SR),
    "tempogram": lambda y: librosa.feature.tempogram(y=y, sr=SR),
    "fourier_tempogram": lambda y: np.abs(librosa.feature.fourier_tempogram(y=y, sr=SR)),
    "tempogram_ratio": lambda y: librosa.feature.tempogram_ratio(y=y, sr=SR),
}


def timed(work, repeat):
    least = float("inf")
    for _ in range(repeat):
        started = time.process_time()
        result = work()
        least = min(least, time.process_time() - started)
    return result, least


def encode(question):
    y, sr = soundfile.read(question["encode"])
    y = soxr.resample(y, sr, 44100)
    soundfile.write(question["out"], np.stack([y, y], axis=1), 44100, format="MP3")
    return {}


def answer(question):
    if "encode" in question:
        return encode(question)
    repeat = question.get("repeat", 1)
    load = lambda: librosa.load(question["audio"], sr=SR, duration=question.get("duration"))
    (y, _), seconds = timed(load, repeat)
    cpu, arrays = {"load": seconds}, {"samples": y[None, :]}
    for name in question["features"]:
        arrays[name], cpu[name] = timed(lambda: FEATURES[name](y), repeat)
    if question.get("out"):
        np.savez(question["out"], **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    return {"cpu": cpu, "samples": len(y)}


def main():
    warnings.simplefilter("ignore")
    versions = {"python": platform.python_version(), "librosa": librosa.__version__, "numpy": np.__version__}
    versions |= {"scipy": scipy.__version__, "soundfile": soundfile.__version__, "soxr": soxr.__version__}
    print(json.dumps({"versions": versions}), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
