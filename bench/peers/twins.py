"""
The networks of docs/checkpoint-format.md as a PyTorch user writes them: parameters have the names and shapes of the files, which
load_state_dict(strict=True) proves. A network takes x [n, dimension], levels [n] or [1] and labels [n] or None.
"""
import json
import math

import torch
from torch import nn
from torch.nn import functional

import tensors


class Features(nn.Module):
    """Sines and cosines of the noise level, [levels] to [levels, count]."""

    def __init__(self, count: int):
        super().__init__()
        frequencies = torch.logspace(math.log2(0.125), math.log2(4), count // 2, base=2, dtype=torch.float64)
        self.register_buffer("frequencies", frequencies, persistent=False)

    def forward(self, level):
        angle = 10 * torch.tanh(level / 10)[:, None] * self.frequencies
        return torch.cat([angle.sin(), angle.cos()], dim=1)


class Layer(nn.Module):
    """One residual layer: the names of its tensors."""

    def __init__(self, width: int, features: int):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width, width))
        self.bias = nn.Parameter(torch.empty(width))
        self.time = nn.Linear(features, width, bias=False)

    def forward(self, h, f):
        return h + functional.linear(functional.silu(h), self.weight, self.bias) + self.time(f)


class Mlp(nn.Module):
    def __init__(self, dimension: int, width: int, depth: int, features: int):
        super().__init__()
        self.features = Features(features)
        self.input = nn.Linear(dimension, width)
        self.time = nn.Linear(features, width, bias=False)
        self.blocks = nn.ModuleList([Layer(width, features) for _ in range(depth)])
        self.output = nn.Linear(width, dimension)
        self.skip = nn.Linear(features, dimension, bias=False)

    def forward(self, x, level, labels=None):
        f = self.features(level)
        h = self.input(x) + self.time(f)
        for block in self.blocks:
            h = block(h, f)
        return self.output(functional.silu(h)) + self.skip(f) * x


class Block(nn.Module):
    def __init__(self, before: int, after: int, embedding: int, groups: int):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, before)
        self.conv1 = nn.Conv2d(before, after, 3, padding=1)
        self.time = nn.Linear(embedding, after)
        self.norm2 = nn.GroupNorm(groups, after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1)
        self.skip = nn.Conv2d(before, after, 1) if before != after else nn.Identity()

    def forward(self, x, e):
        h = self.conv1(functional.silu(self.norm1(x))) + self.time(e)[:, :, None, None]
        return self.skip(x) + self.conv2(functional.silu(self.norm2(h)))


class Attention(nn.Module):
    """One head over all pixels."""

    def __init__(self, channels: int, groups: int):
        super().__init__()
        self.norm = nn.GroupNorm(groups, channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.output = nn.Linear(channels, channels)

    def forward(self, x):
        n, c, height, width = x.shape
        q, k, v = self.qkv(self.norm(x).permute(0, 2, 3, 1).reshape(n, height * width, c)).chunk(3, dim=-1)
        if hasattr(functional, "scaled_dot_product_attention"):
            mixed = functional.scaled_dot_product_attention(q, k, v)
        else:
            mixed = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(c), dim=-1) @ v
        return x + self.output(mixed).reshape(n, height, width, c).permute(0, 3, 1, 2)


class Level(nn.Module):
    """The blocks of one size, their attention, and the convolution that changes the size."""

    def __init__(self, blocks, attention, sample):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)
        self.attention = nn.ModuleList(attention)
        if sample is not None:
            self.sample = sample


class Output(nn.Conv2d):
    """The last convolution, whose norm stands below it in the names."""

    def __init__(self, before: int, after: int, groups: int):
        super().__init__(before, after, 3, padding=1)
        self.norm = nn.GroupNorm(groups, before)

    def forward(self, x):
        return super().forward(functional.silu(self.norm(x)))


class UNet(nn.Module):
    def __init__(self, height, width, image_channels, channels, multipliers, blocks, attention, groups, features, classes):
        super().__init__()
        self.image = (height, width, image_channels)
        self.features = Features(features)
        e = 4 * channels
        self.time = nn.Sequential(nn.Linear(features, e), nn.SiLU(), nn.Linear(e, e))
        self.classes = classes
        if classes > 0:
            self.add_module("class", nn.Embedding(classes + 1, e))
        self.input = nn.Conv2d(image_channels, channels, 3, padding=1)
        kept, c, down, up = [channels], channels, [], []
        last = len(multipliers) - 1
        for l, multiplier in enumerate(multipliers):
            parts = []
            for _ in range(blocks):
                parts.append(Block(c, multiplier * channels, e, groups))
                c = multiplier * channels
                kept.append(c)
            attend = [Attention(c, groups) for _ in parts] if l in attention else []
            down.append(Level(parts, attend, nn.Conv2d(c, c, 3, stride=2, padding=1) if l < last else None))
            if l < last:
                kept.append(c)
        self.down = nn.ModuleList(down)
        self.middle = nn.ModuleList([Block(c, c, e, groups), Attention(c, groups), Block(c, c, e, groups)])
        for l in range(last, -1, -1):
            parts = []
            for _ in range(blocks + 1):
                parts.append(Block(c + kept.pop(), multipliers[l] * channels, e, groups))
                c = multipliers[l] * channels
            attend = [Attention(c, groups) for _ in parts] if l in attention else []
            up.insert(0, Level(parts, attend, nn.Conv2d(c, c, 3, padding=1) if l > 0 else None))
        self.up = nn.ModuleList(up)
        self.output = Output(c, image_channels, groups)

    def forward(self, x, level, labels=None):
        height, width, image_channels = self.image
        e = self.time(self.features(level))
        if self.classes > 0:
            table = getattr(self, "class")
            e = e + (table.weight[self.classes:] if labels is None else table(labels))
        e = functional.silu(e)
        h = self.input(x.reshape(-1, height, width, image_channels).permute(0, 3, 1, 2))
        kept = [h]
        for part in self.down:
            for i, block in enumerate(part.blocks):
                h = block(h, e)
                if len(part.attention) > 0:
                    h = part.attention[i](h)
                kept.append(h)
            if hasattr(part, "sample"):
                h = part.sample(h)
                kept.append(h)
        h = self.middle[2](self.middle[1](self.middle[0](h, e)), e)
        for part in reversed(self.up):
            for i, block in enumerate(part.blocks):
                h = block(torch.cat([h, kept.pop()], dim=1), e)
                if len(part.attention) > 0:
                    h = part.attention[i](h)
            if hasattr(part, "sample"):
                h = part.sample(functional.interpolate(h, scale_factor=2))
        return self.output(h).permute(0, 2, 3, 1).reshape(x.shape)


def load(path):
    """The network of a checkpoint, its averaged weights."""
    words = tensors.metadata(path)
    shape, data = json.loads(words["unet"]), json.loads(words["data"])
    network = UNet(*data["image"], shape["channels"], shape["multipliers"], shape["blocks"], shape["attentionLevels"], shape["groups"],
                   shape["timeFeatures"], data["classes"])
    names = network.state_dict().keys()
    network.load_state_dict({name: value for name, value in tensors.read(path).items() if name in names}, strict=True)
    return network.eval()


def draw(network, seed):
    """Weights without zeros, so that no term can hide: normal, of variance 1/(numbers that are summed) where there is a sum."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, value in network.named_parameters():
            z = torch.randn(value.shape, generator=generator)
            if value.dim() > 1:
                value.copy_(z / math.sqrt(value[0].numel()))
            else:
                value.copy_(0.1 * z + (1 if "norm" in name and name.endswith("weight") else 0))
    return network.eval()
