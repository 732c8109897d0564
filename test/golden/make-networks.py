"""Trains small recurrent networks with PyTorch, from known weights on known batches.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-networks.txt
    .venv/bin/python test/golden/make-networks.py

Writes networks.npz: "x" (batches, batch, steps, features), "y" (batches, batch), and for each network its initial weights
"<network>/<name>" and the loss of each step "<network>/loss". The last state (of both directions) goes to a linear layer
and softmax cross-entropy; AdamW with clipping, see networks.json. test/networks/pytorch.test.ts does the same steps.

Simple cells and LSTMs of PyTorch have two biases that do the same; the second is held at 0 here, since Keras has one.
"""
import json
import pathlib

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
BATCHES, BATCH, STEPS, FEATURES, UNITS, CLASSES = 5, 12, 30, 6, 11, 3
# At a rate of 1e-2 the RNN amplifies rounding: PyTorch's own float32 and float64 part by 1e-4. At 3e-3, by 3e-7.
UPDATES, LEARNING_RATE, MAX_NORM, SEED = 50, 3e-3, 0.5, 0
NETWORKS = {
    "RNN": (torch.nn.RNN, {}),
    "RNN-relu": (torch.nn.RNN, {"nonlinearity": "relu"}),
    "BiRNN": (torch.nn.RNN, {"bidirectional": True}),
    "LSTM": (torch.nn.LSTM, {}),
    "BiLSTM": (torch.nn.LSTM, {"bidirectional": True}),
    "GRU": (torch.nn.GRU, {}),
}


def train(kind, options, x, y, arrays, name):
    torch.manual_seed(SEED)
    layer = kind(FEATURES, UNITS, batch_first=True, **options)
    head = torch.nn.Linear(UNITS * (2 if layer.bidirectional else 1), CLASSES)
    for parameter_name, parameter in layer.named_parameters():
        if parameter_name.startswith("bias_hh") and kind is not torch.nn.GRU:
            torch.nn.init.zeros_(parameter)
            parameter.requires_grad = False
        arrays[f"{name}/{parameter_name}"] = parameter.detach().numpy().copy()
    arrays[f"{name}/head.weight"] = head.weight.detach().numpy().copy()
    arrays[f"{name}/head.bias"] = head.bias.detach().numpy().copy()
    parameters = [p for p in [*layer.parameters(), *head.parameters()] if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=LEARNING_RATE)
    losses, norms = [], []
    for update in range(UPDATES):
        batch = update % BATCHES
        optimizer.zero_grad()
        _, state = layer(x[batch])
        state = state[0] if isinstance(state, tuple) else state
        loss = torch.nn.functional.cross_entropy(head(torch.cat(list(state), dim=1)), y[batch])
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, MAX_NORM)))
        optimizer.step()
        losses.append(loss.item())
    arrays[f"{name}/loss"] = np.array(losses, np.float64)
    arrays[f"{name}/norm"] = np.array(norms, np.float64)
    print(name, losses[0], losses[-1], "clipped", sum(n > MAX_NORM for n in norms))


def main():
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(SEED)
    y = torch.randint(0, CLASSES, (BATCHES, BATCH), generator=generator)
    x = torch.randn(BATCHES, BATCH, STEPS, FEATURES, generator=generator) + 0.3 * (y[:, :, None, None] - 1)
    arrays = {"x": x.numpy(), "y": y.numpy().astype(np.int32)}
    for name, (kind, options) in NETWORKS.items():
        train(kind, options, x, y, arrays, name)
    np.savez_compressed(HERE / "networks.npz", **arrays)
    record = {
        "torch": torch.__version__, "seed": SEED, "updates": UPDATES, "learningRate": LEARNING_RATE, "maxNorm": MAX_NORM,
        "units": UNITS, "networks": list(NETWORKS),
    }
    (HERE / "networks.json").write_text(json.dumps(record, indent=1) + "\n")


main()
