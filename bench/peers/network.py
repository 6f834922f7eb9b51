"""The residual MLP of src/Score/Networks as a PyTorch user writes it, in two forms that give the same numbers."""
import math

import torch
from torch import nn
from torch.nn import functional


class Features(nn.Module):
    """Sines and cosines of the noise level, [levels] to [levels, count]."""

    def __init__(self, count: int):
        super().__init__()
        self.register_buffer("frequencies", torch.logspace(math.log10(0.125), math.log10(4), count // 2))

    def forward(self, level):
        angle = 10 * torch.tanh(level / 10)[:, None] * self.frequencies
        return torch.cat([angle.sin(), angle.cos()], dim=1)


class Mlp(nn.Module):
    """
    h = W x + b + T f; h = h + W silu(h) + b + T f for each residual layer; y = W silu(h) + b + (G f) x.

    With a level for each sample (`level` of shape [n]) this is the network as it is usually written. With one level for the whole batch
    (shape [1]) T f is one row, which broadcasting adds: the time of the batch folded into the bias ("shared-t").
    """

    def __init__(self, dimension: int, width: int, depth: int, features: int = 64):
        super().__init__()
        self.features = Features(features)
        self.start = nn.Linear(dimension, width)
        self.start_time = nn.Linear(features, width, bias=False)
        self.layers = nn.ModuleList([nn.Linear(width, width) for _ in range(depth)])
        self.times = nn.ModuleList([nn.Linear(features, width, bias=False) for _ in range(depth)])
        self.end = nn.Linear(width, dimension)
        self.skip = nn.Linear(features, dimension, bias=False)

    def forward(self, x, level):
        f = self.features(level)
        h = self.start(x) + self.start_time(f)
        for layer, time in zip(self.layers, self.times):
            h = h + layer(functional.silu(h)) + time(f)
        return self.end(functional.silu(h)) + self.skip(f) * x


class FoldedMlp(Mlp):
    """The same for one level, its share added to the bias before the product, which saves a pass over the hidden state."""

    def forward(self, x, level):
        f = self.features(level)
        h = functional.linear(x, self.start.weight, (self.start.bias + self.start_time(f))[0])
        for layer, time in zip(self.layers, self.times):
            h = h + functional.linear(functional.silu(h), layer.weight, (layer.bias + time(f))[0])
        return self.end(functional.silu(h)) + self.skip(f) * x


def create(kind: str, dimension: int, width: int, depth: int):
    """A network and the number of levels that it wants for n samples."""
    torch.manual_seed(1)
    network = (Mlp if kind == "eager" else FoldedMlp)(dimension, width, depth).eval()
    if kind == "jit":
        network = torch.jit.freeze(torch.jit.script(network))
    return network
