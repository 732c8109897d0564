"""Asks Keras what its recurrent layers predict.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-networks.txt
    KERAS_BACKEND=torch .venv/bin/python test/golden/make-keras.py

Writes keras.npz: "x" (batch, steps, features), the same with frames of 0 at the end of some samples as "padded", and for
each layer its weights "<layer>/0", "<layer>/1" ... in Keras' order, and what it predicts for both, behind a Masking layer:
"<layer>/x" and "<layer>/padded". test/networks/keras.test.ts gives the weights to the layers of quadrant.
"""
import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import json
import pathlib

import keras
import numpy as np

HERE = pathlib.Path(__file__).parent
BATCH, STEPS, FEATURES, UNITS, SEED = 5, 14, 6, 9, 3


def layers():
    yield "simpleRNN", keras.layers.SimpleRNN(UNITS)
    yield "simpleRNN-relu", keras.layers.SimpleRNN(UNITS, activation="relu", return_sequences=True)
    yield "lstm", keras.layers.LSTM(UNITS, return_sequences=True)
    yield "lstm-backwards", keras.layers.LSTM(UNITS, go_backwards=True, return_sequences=True)
    yield "gru", keras.layers.GRU(UNITS, reset_after=False)
    yield "gru-reset-after", keras.layers.GRU(UNITS, return_sequences=True)
    yield "bidirectional-lstm", keras.layers.Bidirectional(keras.layers.LSTM(UNITS))
    yield "bidirectional-gru", keras.layers.Bidirectional(keras.layers.GRU(UNITS, reset_after=False, return_sequences=True))


def main():
    rng = np.random.default_rng(SEED)
    x = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(np.float32)
    padded = x.copy()
    padded[0, 9:] = 0
    padded[2, 1:] = 0
    arrays = {"x": x, "padded": padded}
    for name, layer in layers():
        model = keras.Sequential([keras.Input((STEPS, FEATURES)), keras.layers.Masking(), layer])
        layer.set_weights([rng.normal(scale=0.4, size=weight.shape).astype(np.float32) for weight in layer.get_weights()])
        for i, weight in enumerate(layer.get_weights()):
            arrays[f"{name}/{i}"] = weight
        for given in ("x", "padded"):
            arrays[f"{name}/{given}"] = np.asarray(model.predict(arrays[given], verbose=0))
    np.savez_compressed(HERE / "keras.npz", **arrays)
    record = {"keras": keras.__version__, "backend": keras.backend.backend(), "seed": SEED, "units": UNITS}
    (HERE / "keras.json").write_text(json.dumps(record, indent=1) + "\n")


main()
