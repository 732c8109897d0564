"""Answers bench-convolution.ts: one line of JSON in, one out. Steps of PyTorch on the same numbers.

A question either describes a network ({"network", "size", "widths", "threads"}) or is {"step": true} or {"infer": true}:
the answer holds milliseconds of wall clock and of CPU, and the loss or a score.
"""
import torch
import torch.nn.functional as F
from torch import nn

from torch_steps import serve, uniform

CLASSES = 4


def same(x, kernel, stride, value=0.0):
    """Keras' padding of the last dimensions."""
    pads = []
    for size in reversed(x.shape[2:]):
        total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value) if any(pads) else x


class Convolution(nn.Module):
    """Without bias, and with weights in Keras' order: numbers from `start` on."""

    def __init__(self, start, dimensions, channels, filters, kernel, stride=1):
        super().__init__()
        self.kernel, self.stride = kernel, stride
        self.convolve = F.conv1d if dimensions == 1 else F.conv2d
        shape = [kernel] * dimensions + [channels, filters]
        fan = channels * kernel**dimensions
        self.weight = nn.Parameter(uniform(start, shape, fan**-0.5).movedim((-1, -2), (0, 1)).contiguous())

    def forward(self, x):
        # A pass of its own for the padding only where PyTorch has none.
        if self.stride == 1 and self.kernel % 2 == 1:
            return self.convolve(x, self.weight, padding=self.kernel // 2)
        return self.convolve(same(x, self.kernel, self.stride), self.weight, stride=self.stride)


class Pool(nn.Module):
    def __init__(self, dimensions, size):
        super().__init__()
        self.pool, self.size = (F.max_pool1d if dimensions == 1 else F.max_pool2d), size

    def forward(self, x):
        return self.pool(same(x, self.size, self.size, -torch.inf), self.size)


class Branches(nn.ModuleList):
    def forward(self, x):
        return torch.cat([branch(x) for branch in self], 1)


class MeanOverTime(nn.Module):
    """(batch, channels, frames, bands) to (batch, bands * channels)."""

    def forward(self, x):
        return x.mean(2).movedim(1, 2).flatten(1)


class Network:
    def __init__(self, q):
        torch.set_num_threads(q["threads"])
        one = q["network"] == "waveform"
        dimensions = 1 if one else 2
        norm = nn.BatchNorm1d if one else nn.BatchNorm2d
        start, layers, channels = 0, [], 1

        def convolution(*args):
            nonlocal start
            made = Convolution(start, dimensions, *args)
            start += made.weight.numel()
            return made

        if one:
            layers.append(Branches(convolution(1, q["filters"], kernel, 4) for kernel in q["kernelSizes"]))
            channels = q["filters"] * len(q["kernelSizes"])
            layers += [nn.MaxPool1d(4), norm(channels), nn.ReLU()]
        else:
            layers.append(norm(1, affine=False))
        for width in q["widths"]:
            layers += [convolution(channels, width, 3), Pool(dimensions, 4 if one else 2), norm(width), nn.ReLU()]
            channels = width
        layers += [nn.AdaptiveAvgPool1d(1), nn.Flatten()] if one else [MeanOverTime()]
        features = channels
        if not one:
            bands = q["size"][2]
            for _ in q["widths"]:
                bands = -(-bands // 2)
            features *= bands
        self.head = nn.Linear(features, CLASSES)
        self.head.weight.data.copy_(uniform(start, (features, CLASSES), features**-0.5).T)
        nn.init.zeros_(self.head.bias)
        self.model = nn.Sequential(*layers, self.head)
        self.x = uniform(0, q["size"], 1.0)[:, None]
        if not one:
            # The faster of PyTorch's two layouts for these networks.
            self.model = self.model.to(memory_format=torch.channels_last)
            self.x = self.x.to(memory_format=torch.channels_last)
        self.y = torch.arange(len(self.x)) % CLASSES
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-4)

    def step(self):
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.model(self.x), self.y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def infer(self):
        self.model.eval()
        with torch.no_grad():
            score = float(self.model(self.x[:1])[0].softmax(0)[0])
        self.model.train()
        return score


serve(Network, "network")
