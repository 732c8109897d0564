"""Convolutions, adaptive pooling, band-passes and PCEN of PyTorch, with their gradients, on random numbers.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-networks.txt
    .venv/bin/python test/golden/make-convolution.py

Writes convolution.npz: for each case what went in, what came out, and the gradients of the sum of the output times
"<case>/toward". Layouts are Keras': channels last, kernels (..., channels, filters). Sinc and Gabor filters and PCEN are
written down here from their papers, in float64; test/networks/convolution/pytorch.test.ts does the same with quadrant.
"""
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
SEED = 0
RATE = 16_000
CONV1D = {
    "conv1d": {"size": (2, 37, 3), "filters": 5, "kernel": 4},
    "conv1d-strided": {"size": (2, 41, 1), "filters": 6, "kernel": 9, "stride": 4},
    "conv1d-dilated": {"size": (2, 30, 4), "filters": 3, "kernel": 3, "dilation": 4},
}
CONV2D = {
    "conv2d": {"size": (2, 9, 11, 2), "filters": 7, "kernel": (3, 2)},
    "conv2d-strided": {"size": (1, 12, 10, 3), "filters": 4, "kernel": (3, 3), "stride": (2, 3)},
}
ADAPTIVE = {"adaptive-fewer": (23, 7), "adaptive-more": (5, 8), "adaptive-one": (17, 1)}


def keep(arrays, case, output, **leaves):
    """Notes what went in and came out, and the gradients toward random numbers."""
    toward = torch.randn(output.shape, dtype=output.dtype)
    (output * toward).sum().backward()
    arrays[f"{case}/toward"] = toward
    arrays[f"{case}/output"] = output
    for name, leaf in leaves.items():
        arrays[f"{case}/{name}"] = leaf
        arrays[f"{case}/{name}-gradient"] = leaf.grad


def leaf(*shape):
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def convolutions(arrays):
    for cases, convolve in [(CONV1D, F.conv1d), (CONV2D, F.conv2d)]:
        for case, options in cases.items():
            options = dict(options)
            x, filters, kernel = leaf(*options.pop("size")), options.pop("filters"), options.pop("kernel")
            kernel = kernel if isinstance(kernel, tuple) else (kernel,)
            weights, bias = leaf(*kernel, x.shape[-1], filters), leaf(filters)
            y = convolve(x.movedim(-1, 1), weights.movedim((-1, -2), (0, 1)), bias, **options).movedim(1, -1)
            keep(arrays, case, y, x=x, weights=weights, bias=bias)


def adaptive(arrays):
    for case, (steps, wanted) in ADAPTIVE.items():
        x = leaf(2, steps, 3)
        keep(arrays, case, F.adaptive_avg_pool1d(x.movedim(-1, 1), wanted).movedim(1, -1), x=x)


def sinc(arrays, size=31, least=50.0):
    # The last one is held at half the sample rate.
    low = torch.tensor([0.0, 300.0, -900.0, 7000.0], dtype=torch.float64, requires_grad=True)
    band = torch.tensor([100.0, -250.0, 1500.0, 2500.0], dtype=torch.float64, requires_grad=True)
    lower = least + low.abs()
    upper = torch.clamp(lower + least + band.abs(), least, RATE / 2)
    t = torch.arange(size, dtype=torch.float64) - (size - 1) / 2
    passes = [2 * edge[None] / RATE * torch.sinc(2 * t[:, None] * edge[None] / RATE) for edge in (lower, upper)]
    window = torch.hamming_window(size, periodic=False, dtype=torch.float64)[:, None]
    keep(arrays, "sinc", (passes[1] - passes[0]) * window * RATE / (2 * (upper - lower)), low=low, band=band)


def gabor(arrays, size=41):
    centre = torch.tensor([0.1, 0.7, 2.5, 3.5], dtype=torch.float64, requires_grad=True)
    width = torch.tensor([1.0, 5.0, 9.0, 40.0], dtype=torch.float64, requires_grad=True)
    unit = math.sqrt(2 * math.log(2)) / math.pi
    held, spread = centre.clamp(0, math.pi), width.clamp(4 * unit, size * unit)
    t = (torch.arange(size, dtype=torch.float64) - size // 2)[:, None]
    gaussian = torch.exp(-(t**2) / (2 * spread**2)) / (math.sqrt(2 * math.pi) * spread)
    keep(arrays, "gabor", gaussian[:, None, :] * torch.stack([torch.cos(held * t), torch.sin(held * t)], 1), centre=centre, width=width)


def pcen(arrays, epsilon=1e-6):
    x = torch.rand(2, 9, 3, dtype=torch.float64).requires_grad_()
    names = {"alpha": [0.9, 0.5, 1.2], "delta": [2.0, 0.5, 1.0], "root": [2.0, 0.8, 3.0], "smooth": [0.04, 0.5, 0.9]}
    weights = {name: torch.tensor(values, dtype=torch.float64, requires_grad=True) for name, values in names.items()}
    alpha, delta = weights["alpha"].clamp(max=1), weights["delta"]
    power, smooth = 1 / weights["root"].clamp(min=1), weights["smooth"].clamp(0, 1)
    averages = [x[:, 0]]
    for frame in range(1, x.shape[1]):
        averages.append((1 - smooth) * averages[-1] + smooth * x[:, frame])
    gained = x / (epsilon + torch.stack(averages, 1)) ** alpha
    keep(arrays, "pcen", (gained + delta) ** power - delta**power, x=x, **weights)


def main():
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    arrays = {}
    for make in (convolutions, adaptive, sinc, gabor, pcen):
        make(arrays)
    arrays = {name: value.detach().numpy().astype(np.float32) for name, value in arrays.items()}
    np.savez_compressed(HERE / "convolution.npz", **arrays)
    record = {"torch": torch.__version__, "seed": SEED, "sampleRate": RATE, "conv1d": CONV1D, "conv2d": CONV2D, "adaptive": ADAPTIVE}
    (HERE / "convolution.json").write_text(json.dumps(record, indent=1) + "\n")


main()
