"""Answers bench-convolution.ts: one line of JSON in, one out. Steps of PyTorch on the same networks and numbers.

A question either holds the layers of a network as Keras describes them, with the weights they begin with ({"layers", "size",
"melBands", "threads"}), or is {"step": true} or {"infer": true}: the answer holds milliseconds of wall clock and of CPU,
and the loss or a score. Sequences are (batch, channels, steps) here, as PyTorch's layers want them.
"""
import math
from base64 import b64decode

import torch
import torch.nn.functional as F
from torch import nn

from torch_steps import serve, uniform

CLASSES = 4


def same(x, kernel, stride):
    """Keras' padding of the last dimensions, which is a pass of its own where PyTorch has none."""
    pads = []
    for size in reversed(x.shape[2:]):
        total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads) if any(pads) else x


def slide(x, weight, stride, **options):
    convolve = F.conv1d if x.dim() == 3 else F.conv2d
    kernel = weight.shape[-1]
    if stride == 1 and kernel % 2 == 1:
        return convolve(x, weight, padding=kernel // 2, **options)
    return convolve(same(x, kernel, stride), weight, stride=stride, **options)


class Convolution(nn.Module):
    def __init__(self, config, kernel):
        super().__init__()
        self.stride = config["strides"][0]
        self.weight = nn.Parameter(kernel.movedim((-1, -2), (0, 1)).contiguous())

    def forward(self, x):
        return slide(x, self.weight, self.stride)


class Pool(nn.Module):
    def __init__(self, config, pool, **options):
        super().__init__()
        self.pool, self.size, self.same, self.options = pool, config["poolSize"], config["padding"] == "same", options

    def forward(self, x):
        if not self.same:
            return self.pool(x, self.size)
        padding = [(-side % size) // 2 for side, size in zip(x.shape[2:], self.size)]
        return self.pool(x, self.size, padding=padding, ceil_mode=True, **self.options)


def normalisation(config, gamma, beta, *moving):
    made = (nn.BatchNorm2d if config["pictures"] else nn.BatchNorm1d)(len(gamma), affine=config["trainable"])
    if config["trainable"]:
        made.weight, made.bias = nn.Parameter(gamma), nn.Parameter(beta)
    return made


class Branches(nn.ModuleList):
    def forward(self, x):
        return torch.cat([branch(x) for branch in self], 1)


class Sinc(nn.Module):
    def __init__(self, config, low, band):
        super().__init__()
        self.low, self.band = nn.Parameter(low), nn.Parameter(band)
        self.least, self.width, self.most = config["minLowHz"], config["minBandHz"], config["sampleRate"] / 2
        self.stride, size = config["strides"], config["kernelSize"]
        self.turns = 2 * math.pi * (torch.arange(size // 2) - size // 2) / config["sampleRate"]
        self.window = torch.hamming_window(size, periodic=False)

    def forward(self, x):
        low = (self.least + self.low.abs())[:, None]
        high = (low + self.width + self.band.abs()[:, None]).clamp(self.least, self.most)
        left = (torch.sin(high * self.turns) - torch.sin(low * self.turns)) / (self.turns * (high - low))
        bands = torch.cat([left, torch.ones_like(low), left.flip(1)], 1) * self.window
        return slide(x, bands[:, None], self.stride)


class GaborEnergy(nn.Module):
    def __init__(self, config, centre, width, low_pass):
        super().__init__()
        self.centre, self.width, self.low_pass = (nn.Parameter(values) for values in (centre, width, low_pass))
        self.stride, size = config["strides"], config["kernelSize"]
        self.hop = config["hopLength"] // self.stride
        self.times = torch.arange(size) - size // 2
        half = math.sqrt(2 * math.log(2))
        self.limits = 4 * half / math.pi, size * half / math.pi
        self.pool = config["poolSize"] // self.stride // 2

    def forward(self, x):
        width = self.width.clamp(*self.limits)[:, None]
        turns = self.centre.clamp(0, math.pi)[:, None] * self.times
        sizes = torch.exp(-(self.times**2) / (2 * width**2)) / (math.sqrt(2 * math.pi) * width)
        waves = slide(x, torch.cat([sizes * torch.cos(turns), sizes * torch.sin(turns)])[:, None], self.stride)
        real, imaginary = waves.chunk(2, 1)
        size = 2 * self.pool + 1
        places = (torch.arange(size) - self.pool) / self.pool
        windows = torch.exp(-((places / self.low_pass.clamp(2 / size, 0.5)[:, None]) ** 2) / 2)
        return slide(real**2 + imaginary**2, windows[:, None], self.hop, groups=len(windows))


class Pcen(nn.Module):
    def __init__(self, config, *weights):
        super().__init__()
        self.alpha, self.delta, self.root, self.smooth = (nn.Parameter(values[:, None]) for values in weights)
        self.epsilon = config["epsilon"]

    def forward(self, x):
        smooth, delta = self.smooth.clamp(1e-3, 1)[:, 0], self.delta.clamp(min=1e-3)
        averages = [x[:, :, 0]]
        for energy in x.unbind(2)[1:]:
            averages.append(torch.lerp(averages[-1], energy, smooth))
        gains = (self.epsilon + torch.stack(averages, 2)) ** -self.alpha.clamp(0, 1)
        power = 1 / self.root.clamp(min=1)
        return (x * gains + delta) ** power - delta**power


class TrainableStft(nn.Module):
    def __init__(self, config, transform):
        super().__init__()
        self.transform = nn.Parameter(transform.movedim((-1, -2), (0, 1)).contiguous())
        self.hop, self.offset = config["hopLength"], config["offset"]
        self.mel = torch.zeros(config["nMels"], len(self.transform) // 2)
        for row, band in zip(self.mel, config["melBands"]):
            row[band["first"] : band["first"] + len(band["weights"])] = torch.tensor(band["weights"])

    def forward(self, x):
        real, imaginary = slide(x, self.transform, self.hop).chunk(2, 1)
        return torch.log(self.mel @ (real**2 + imaginary**2) + self.offset)


class Gru(nn.Module):
    """Gates are in another order, and the state is reset behind its product: alike where weights of that product are 0."""

    def __init__(self, config, kernel, recurrent, bias):
        super().__init__()
        units = config["units"]
        self.gru = nn.GRU(len(kernel), units, batch_first=True)
        order = torch.arange(3 * units).view(3, units)[[1, 0, 2]].flatten()
        with torch.no_grad():
            self.gru.weight_ih_l0.copy_(kernel.T[order])
            self.gru.weight_hh_l0.copy_(recurrent.T[order])
            self.gru.bias_ih_l0.copy_(bias[order])
            self.gru.bias_hh_l0.zero_()
        self.gru.bias_hh_l0.requires_grad_(False)

    def forward(self, x):
        return self.gru(x.transpose(1, 2))[1][0]


class Apply(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def dense(config, kernel, bias):
    """Of probabilities the loss takes the logarithm: the softmax is left to it."""
    made = nn.Linear(*kernel.shape)
    made.weight, made.bias = nn.Parameter(kernel.T.contiguous()), nn.Parameter(bias)
    return made


LAYERS = {
    "Conv1D": Convolution,
    "Conv2D": Convolution,
    "MaxPooling1D": lambda config: Pool(config, F.max_pool1d),
    "MaxPooling2D": lambda config: Pool(config, F.max_pool2d),
    "AveragePooling1D": lambda config: Pool(config, F.avg_pool1d, count_include_pad=False),
    "AdaptiveAveragePooling1D": lambda config: nn.AdaptiveAvgPool1d(config["outputSize"]),
    "GlobalAveragePooling1D": lambda config: Apply(lambda x: x.mean(2)),
    "BatchNormalization": normalisation,
    "ReLU": lambda config: nn.ReLU(),
    "SincConvolution1D": Sinc,
    "GaborEnergy1D": GaborEnergy,
    "PCEN": Pcen,
    "TrainableSTFT": TrainableStft,
    "GRU": Gru,
    "AsPicture": lambda config: Apply(lambda x: x.transpose(1, 2)[:, None]),
    "AsSequence": lambda config: Apply(lambda x: x.permute(0, 3, 1, 2).flatten(1, 2)),
    "Flatten": lambda config: Apply(lambda x: x.transpose(1, 2).flatten(1)),
    "Dropout": lambda config: nn.Dropout(config["rate"]),
    "Dense": dense,
}


def layers_of(q):
    """One after the other, but for the branches that a concatenation joins."""
    made, pictures = [], False
    for layer in q["layers"]:
        kind = layer["kind"]
        if kind == "InputLayer":
            continue
        if kind == "Concatenate":
            made = [Branches(made)]
            continue
        pictures = (pictures or kind == "AsPicture") and kind != "AsSequence"
        config = {**layer["config"], "pictures": pictures, "melBands": q["melBands"]}
        weights = [
            torch.frombuffer(bytearray(b64decode(weight["values"])), dtype=torch.float32).reshape(weight["shape"])
            for weight in layer["weights"]
        ]
        made.append(LAYERS[kind](config, *weights))
    return made


class Network:
    def __init__(self, q):
        torch.set_num_threads(q["threads"])
        # PyTorch does not drop denormal numbers by itself; where gradients fade they would cost it much.
        torch.set_flush_denormal(True)
        # The faster of PyTorch's two layouts for these networks.
        self.model = nn.Sequential(*layers_of(q)).to(memory_format=torch.channels_last)
        self.x = uniform(0, q["size"], 1.0).transpose(1, 2).contiguous()
        self.y = torch.arange(len(self.x)) % CLASSES
        self.optimizer = torch.optim.AdamW(
            [parameter for parameter in self.model.parameters() if parameter.requires_grad], lr=1e-4
        )

    def step(self):
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.model(self.x), self.y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def infer(self):
        self.model.eval()
        with torch.inference_mode():
            score = float(self.model(self.x[:1])[0].softmax(0)[0])
        self.model.train()
        return score


serve(Network, "layers")
