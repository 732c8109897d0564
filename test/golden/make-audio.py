"""Asks librosa what test/audio must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements.txt
    .venv/bin/python test/golden/make-audio.py

Writes small sound files into test/golden/audio, and audio.npz and audio.json beside itself. audio.npz holds, all float32:
"<file>/native" and, for some, "<file>/22050", what librosa.load gives; "<file>/channels", of shape (channels, samples),
the beginning of what it gives with mono=False, and "channels/22050", all of it at 22,050 Hz; and, for each pair of rates,
"<orig>-<target>", what librosa.resample makes of "<orig>", whose first half is noise and whose second is music.
"""
import json
import pathlib

import librosa
import numpy as np
import soundfile
import soxr

HERE = pathlib.Path(__file__).parent
FILES = HERE / "audio"
SEED = 3

# Name, sample rate, channels, seconds, soundfile's format and subtype.
SOUNDS = [
    ("u8.wav", 22050, 1, 0.05, "WAV", "PCM_U8"),
    ("s16-stereo.wav", 44100, 2, 0.05, "WAV", "PCM_16"),
    ("s24-extensible.wav", 48000, 2, 0.03, "WAVEX", "PCM_24"),
    ("s32.wav", 8000, 1, 0.05, "WAV", "PCM_32"),
    ("f32-six-channels.wav", 11025, 6, 0.03, "WAV", "FLOAT"),
    ("f64.wav", 32000, 1, 0.03, "WAV", "DOUBLE"),
    ("stereo.mp3", 44100, 2, 0.2, "MP3", "MPEG_LAYER_III"),
    ("mono.mp3", 22050, 1, 0.2, "MP3", "MPEG_LAYER_III"),
    ("low.mp3", 8000, 1, 0.25, "MP3", "MPEG_LAYER_III"),
    ("at-48000.mp3", 48000, 2, 0.1, "MP3", "MPEG_LAYER_III"),
    ("s16-stereo.flac", 44100, 2, 0.06, "FLAC", "PCM_16"),
    ("s8.flac", 16000, 1, 0.1, "FLAC", "PCM_S8"),
    ("s24.flac", 48000, 1, 0.06, "FLAC", "PCM_24"),
    ("stereo.ogg", 44100, 2, 0.15, "OGG", "VORBIS"),
    ("mono.ogg", 16000, 1, 0.2, "OGG", "VORBIS"),
]

RESAMPLED = ["stereo.mp3", "low.mp3", "s24.flac", "s16-stereo.wav"]

BEGINNING = 700

# Filters are the longer the lower the target.
LONG = {22050: 2000}

PAIRS = [(rate, 22050) for rate in (8000, 11025, 16000, 24000, 32000, 44100, 48000, 96000)]
PAIRS += [(88200, 22050), (22050, 44100), (44100, 16000), (22255, 22050)]
PAIRS += [(22050, target) for target in (16000, 11025, 8000, 5512)]


def music(rate, count, state):
    t = np.arange(count) / rate
    partials = [f for f in (220, 277.2, 329.6, 440, 659.3, 880, 1760, 3520, 7040) if f < 0.4 * rate]
    tones = sum(np.sin(2 * np.pi * f * t + k) * np.exp(-3 * (t * (2 + k) % 1)) / (1 + k) for k, f in enumerate(partials))
    return 0.25 * tones + 0.01 * state.randn(count)


def main():
    FILES.mkdir(exist_ok=True)
    state = np.random.RandomState(SEED)
    arrays = {}
    for name, rate, channels, seconds, kind, subtype in SOUNDS:
        count = int(seconds * rate) + 1
        y = np.stack([music(rate, count, state) for _ in range(channels)], axis=1)
        # Full scale, so that a wrong divisor shows.
        y *= 0.99 / np.abs(y).max()
        soundfile.write(FILES / name, y, rate, format=kind, subtype=subtype)
        arrays[f"{name}/native"], _ = librosa.load(FILES / name, sr=None)
        if channels > 1:
            arrays[f"{name}/channels"] = librosa.load(FILES / name, sr=None, mono=False)[0][:, :BEGINNING]
        if name in RESAMPLED:
            arrays[f"{name}/22050"], _ = librosa.load(FILES / name)
    arrays["channels/22050"], _ = librosa.load(FILES / "stereo.mp3", mono=False)
    arrays["excerpt"], _ = librosa.load(FILES / "stereo.mp3", sr=None, offset=0.1234, duration=0.0567)
    for orig in sorted({orig for orig, _ in PAIRS}):
        count = LONG.get(orig, 300 + orig // 250)
        y = np.concatenate([state.uniform(-1, 1, count), music(orig, count, state)])
        arrays[f"{orig}"] = y.astype(np.float32)
    for orig, target in PAIRS:
        arrays[f"{orig}-{target}"] = librosa.resample(arrays[f"{orig}"], orig_sr=orig, target_sr=target)
    np.savez_compressed(HERE / "audio.npz", **{name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()})
    versions = {
        "librosa": librosa.__version__,
        "numpy": np.__version__,
        "soundfile": soundfile.__version__,
        "libsndfile": soundfile.__libsndfile_version__,
        "soxr": soxr.__version__,
        "libsoxr": soxr.__libsoxr_version__,
    }
    files = [{"name": name, "sr": rate} for name, rate, *_ in SOUNDS]
    about = {"versions": versions, "seed": SEED, "files": files, "pairs": PAIRS, "excerpt": [0.1234, 0.0567]}
    (HERE / "audio.json").write_text(json.dumps(about, indent=1) + "\n")


main()
