"""Makes the small networks from outside that tests/Score.Onnx.Tests reads, each with a convention of its own and the description beside it.

    python3 outside.py FOLDER [NAME …]

Needs PyTorch 1.13 or later. The ring is the data set mixture8 in quarters of its units, the digits are those of the program in units of -1 to 1.
"""
import gzip
import json
import math
import os
import sys

import numpy
import torch
from torch import nn
from torch.nn.functional import one_hot, silu

HERE = os.path.dirname(os.path.abspath(__file__))
LINEAR = (0.1, 20.0)


def ring(rows):
    angle = 2 * math.pi * torch.randint(8, (rows,)) / 8
    return torch.stack([angle.cos(), angle.sin()], 1) + 0.075 * torch.randn(rows, 2), None


def digits():
    with gzip.open(os.path.join(HERE, "../../src/Score/Data/digits.csv.gz"), "rt") as file:
        table = torch.tensor([[float(word) for word in line.split(",")] for line in file if line[0].isdigit()])
    pixels, labels = (table[:, :64] - 8) / 8, table[:, 64].long()

    def draw(rows):
        chosen = torch.randint(len(pixels), (rows,))
        return pixels[chosen], labels[chosen]

    return draw


def vp(t):
    """alpha and sigma of beta(t) = 0.1 + 19.9 t."""
    integral = LINEAR[0] * t + 0.5 * (LINEAR[1] - LINEAR[0]) * t * t
    return torch.exp(-integral / 2), torch.sqrt(-torch.expm1(-integral))


def ddpm():
    return torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64), 0)


class Perceptron(nn.Module):
    """x, a number that tells the noise, and a class where there are any."""

    def __init__(self, dimension, width, tell, classes=0):
        super().__init__()
        self.tell, self.classes = tell, classes
        self.enter = nn.Linear(dimension + 16 + (classes + 1 if classes else 0), width)
        self.inner = nn.ModuleList([nn.Linear(width, width) for _ in range(2)])
        self.leave = nn.Linear(width, dimension)

    def forward(self, x, t, y=None):
        c = self.tell(t.to(x.dtype)).reshape(-1, 1) * torch.tensor([0.25 * 1.7 ** k for k in range(8)], dtype=x.dtype)
        parts = [x, c.sin(), c.cos()] + ([one_hot(y, self.classes + 1).to(x.dtype)] if self.classes else [])
        h = self.enter(torch.cat(parts, 1))
        for layer in self.inner:
            h = h + layer(silu(h))
        return self.leave(silu(h))


class Convolutions(nn.Module):
    """Pictures [1, 8, 8] and t."""

    def __init__(self, channels=16):
        super().__init__()
        self.enter = nn.Conv2d(1, channels, 3, padding=1)
        self.time = nn.Linear(16, channels)
        self.inner = nn.ModuleList([nn.Conv2d(channels, channels, 3, padding=1) for _ in range(4)])
        self.norms = nn.ModuleList([nn.GroupNorm(4, channels) for _ in range(4)])
        self.mix = nn.Linear(64, 64)
        self.leave = nn.Conv2d(channels, 1, 3, padding=1)

    def forward(self, x, t):
        c = t.reshape(-1, 1) * torch.tensor([0.5 * 1.8 ** k for k in range(8)])
        h = self.enter(x) + self.time(torch.cat([c.sin(), c.cos()], 1))[:, :, None, None]
        for i, (layer, norm) in enumerate(zip(self.inner, self.norms)):
            h = h + layer(silu(norm(h)))
            if i == 1:
                h = h + self.mix(silu(h).flatten(2)).reshape(-1, 16, 8, 8)
        return self.leave(silu(h))


class Exact(nn.Module):
    """The noise in a mixture of two Gaussians, in closed form; told lambda = ln(alpha/sigma) of a variance-preserving process."""

    def __init__(self):
        super().__init__()
        self.register_buffer("means", torch.tensor([[1.0, 0.5], [-1.5, 0.25]], dtype=torch.float64))
        self.register_buffer("variances", torch.tensor([0.09, 0.25], dtype=torch.float64))
        self.register_buffer("weights", torch.tensor([0.4, 0.6], dtype=torch.float64))

    def forward(self, x, level):
        signal = torch.sigmoid(2 * level).reshape(-1, 1)
        noise = torch.sigmoid(-2 * level).reshape(-1, 1)
        spread = signal * self.variances + noise
        away = x[:, None, :] - signal.sqrt()[:, :, None] * self.means
        # One exponent in two: softmax of double is not in every runtime.
        log = self.weights.log() - spread.log() - (away * away).sum(2) / (2 * spread)
        weight = torch.exp(log - log.max(1, keepdim=True)[0])
        weight = weight / weight.sum(1, keepdim=True)
        return noise.sqrt() * (weight[:, :, None] * away / spread[:, :, None]).sum(1)


class Detached(Exact):
    """The same, out of libtorch's graph of derivatives."""

    def forward(self, x, level):
        with torch.no_grad():
            signal = torch.sigmoid(2 * level).reshape(-1, 1)
            return x * (1 - signal).sqrt()


class Small(nn.Module):
    """Untrained, with an input of every kind: pictures [2, 4, 4], an index, a class, a prompt [2, 5]; half of its output are variances."""

    def __init__(self):
        super().__init__()
        self.enter = nn.Conv2d(2, 6, 3, padding=1)
        self.time = nn.Embedding(20, 6)
        self.kind = nn.Embedding(4, 6)
        self.prompt = nn.Linear(5, 6)
        self.leave = nn.Conv2d(6, 4, 3, padding=1)

    def forward(self, x, t, y, p):
        h = self.enter(x) + (self.time(t) + self.kind(y) + self.prompt(p).mean(1))[:, :, None, None]
        return self.leave(silu(h))


class Prompted(nn.Module):
    """Told a prompt [3] and nothing else."""

    def __init__(self):
        super().__init__()
        self.prompt = nn.Linear(3, 2)

    def forward(self, x, p):
        return x + self.prompt(p)


class Features(nn.Module):
    """Eight numbers that grow with the distance from lines through the ring."""

    def __init__(self):
        super().__init__()
        self.lines = nn.Linear(2, 8)

    def forward(self, x):
        return torch.tanh(self.lines(x))


def train(network, loss, steps, rate=2e-3):
    adam = torch.optim.Adam(network.parameters(), rate)
    mean = {name: value.clone() for name, value in network.state_dict().items()}
    for step in range(steps):
        for group in adam.param_groups:
            group["lr"] = rate * (1 - step / steps)
        value = loss()
        adam.zero_grad()
        value.backward()
        adam.step()
        for name, weight in network.state_dict().items():
            mean[name].lerp_(weight, 0.01)
    network.load_state_dict(mean)
    return network.eval()


def save(folder, name, network, inputs, names, description, scripted=False):
    path = os.path.join(folder, name + ".onnx")
    torch.onnx.export(network, inputs, path, opset_version=17, input_names=names, output_names=["out"],
                      dynamic_axes={key: {0: "batch"} for key in names + ["out"]})
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump(description, file, indent=2)
        file.write("\n")
    print(name, os.path.getsize(path), "bytes")


OF_RING = {"data": "mixture8", "dataScale": 4.0}
OF_DIGITS = {"data": "digits", "dataShift": 8.0, "dataScale": 8.0}


def noise_by_index(folder):
    bars = ddpm().float()
    network = Perceptron(2, 48, lambda i: i / 100)

    def loss():
        x, _ = ring(512)
        i, z = torch.randint(1000, (512,)), torch.randn(512, 2)
        a = bars[i, None]
        return (network(a.sqrt() * x + (1 - a).sqrt() * z, i) - z).square().mean()

    train(network, loss, 4000)
    save(folder, "noise-by-index", network, (torch.randn(3, 2), torch.randint(1000, (3,))), ["sample", "timestep"],
         {"schedule": "ddpm", "output": "noise", "time": "index", **OF_RING})


def velocity_by_time(folder):
    network = Perceptron(2, 48, lambda t: 10 * t)

    def loss():
        x, _ = ring(512)
        t, z = 1e-3 + 0.999 * torch.rand(512, 1), torch.randn(512, 2)
        a, s = vp(t)
        return (network(a * x + s * z, t[:, 0]) - (a * z - s * x)).square().mean()

    train(network, loss, 4000)
    save(folder, "velocity-by-time", network, (torch.randn(3, 2), torch.rand(3)), ["x", "t"],
         {"schedule": "linear:0.1,20", "output": "velocity", "time": "t", **OF_RING})


def data_by_sigma(folder):
    network = Perceptron(2, 48, lambda s: s.log())

    def loss():
        x, _ = ring(512)
        s, z = torch.exp(math.log(0.01) + math.log(2000) * torch.rand(512, 1)), torch.randn(512, 2)
        return (network((x + s * z) / (1 + s * s).sqrt(), s[:, 0]) - x).square().mean()

    train(network, loss, 4000)
    save(folder, "data-by-sigma", network, (torch.randn(3, 2), torch.rand(3)), ["x", "sigma"],
         {"process": "ve", "schedule": "geometric:0.01,20", "output": "data", "input": "unit", "time": "sigma", **OF_RING})


def edm(folder):
    network = Perceptron(2, 48, lambda c: 4 * c)

    def loss():
        x, _ = ring(512)
        s, z = torch.exp(-1.2 + 1.6 * torch.randn(512, 1)), torch.randn(512, 2)
        d = 0.5
        w = (s * s + d * d).sqrt()
        noisy = x + s * z
        return (network(noisy / w, s[:, 0].log() / 4) - (x - d * d / (w * w) * noisy) * w / (s * d)).square().mean()

    train(network, loss, 4000)
    save(folder, "edm", network, (torch.randn(3, 2), torch.rand(3)), ["x", "noise_labels"],
         {"schedule": "geometric:0.01,20", "output": "edm", "sigmaData": 0.5, "time": "ln-sigma/4", **OF_RING})


def flow(folder):
    network = Perceptron(2, 48, lambda t: 10 * t)

    def loss():
        x, _ = ring(512)
        u, z = torch.rand(512, 1), torch.randn(512, 2)
        return (network((1 - u) * x + u * z, 1 - u[:, 0]) - (x - z)).square().mean()

    train(network, loss, 4000)
    save(folder, "flow", network, (torch.randn(3, 2), torch.rand(3)), ["x", "t"],
         {"output": "flow-reversed", "time": "flow-reversed", **OF_RING})


def digits_by_class(folder):
    draw = digits()
    network = Perceptron(64, 64, lambda t: 10 * t, classes=10)

    def loss():
        x, y = draw(256)
        t, z = 1e-3 + 0.999 * torch.rand(256, 1), torch.randn(256, 64)
        y = torch.where(torch.rand(256) < 0.1, torch.full_like(y, 10), y)
        a, s = vp(t)
        return (network(a * x + s * z, t[:, 0], y) - (a * z - s * x)).square().mean()

    train(network, loss, 4000)
    save(folder, "digits-by-class", network, (torch.randn(3, 64), torch.rand(3), torch.randint(10, (3,))), ["x", "t", "y"],
         {"schedule": "linear:0.1,20", "output": "velocity", "time": "t", "shape": [64], "classes": 10, "noClass": 10, **OF_DIGITS})


def digits_by_convolution(folder):
    draw = digits()
    network = Convolutions()

    def loss():
        x, _ = draw(128)
        x = x.reshape(-1, 1, 8, 8)
        t, z = 1e-3 + 0.999 * torch.rand(128, 1, 1, 1), torch.randn(128, 1, 8, 8)
        a, s = vp(t)
        return (network(a * x + s * z, 10 * t[:, 0, 0, 0]) - z).square().mean()

    train(network, loss, 2500)
    save(folder, "digits-by-convolution", network, (torch.randn(3, 1, 8, 8), torch.rand(3)), ["x", "t"],
         {"schedule": "linear:0.1,20", "output": "noise", "time": "t", "timeScale": 10.0, **OF_DIGITS})


def exact(folder):
    network = Exact().eval()
    inputs = (torch.randn(3, 2, dtype=torch.float64), torch.zeros(3, dtype=torch.float64))
    description = {"schedule": "linear:0.1,20", "output": "noise", "time": "lambda", "shape": [2], "names": {"time": "level"}, "minimumTime": 0.0}
    save(folder, "exact", network, inputs, ["x", "level"], description)
    torch.jit.script(network).save(os.path.join(folder, "exact.pt"))
    torch.jit.script(Detached().eval()).save(os.path.join(folder, "exact-detached.pt"))
    save(folder, "exact-single", Exact().float().eval(), tuple(value.float() for value in inputs), ["x", "level"], description)


def small(folder):
    network = Small().eval()
    inputs = (torch.randn(3, 2, 4, 4), torch.randint(20, (3,)), torch.randint(4, (3,)), torch.randn(3, 2, 5))
    save(folder, "small", network, inputs, ["x", "t", "y", "p"],
         {"schedule": "ddpm:0.001,0.5,20", "output": "velocity", "time": "index", "shape": [2, 4, 4], "learnedVariances": True, "classes": 3, "noClass": 3,
          "fixed": {"p": "small-prompt.npy"}, "fixedUnconditional": {"p": "small-empty.npy"}})
    torch.jit.trace(network, inputs).save(os.path.join(folder, "small.pt"))
    numpy.save(os.path.join(folder, "small-prompt.npy"), torch.randn(2, 5).numpy())
    numpy.save(os.path.join(folder, "small-empty.npy"), torch.zeros(1, 2, 5).numpy())


def prompted(folder):
    save(folder, "prompted", Prompted().eval(), (torch.randn(3, 2), torch.randn(3, 3)), ["x", "p"],
         {"schedule": "linear:0.1,20", "output": "noise", "time": "none", "fixed": {"p": "prompt.npy"}, "fixedUnconditional": {"p": "empty.npy"}})
    numpy.save(os.path.join(folder, "prompt.npy"), numpy.array([1, 2, 3], dtype=numpy.float32))
    numpy.save(os.path.join(folder, "empty.npy"), numpy.zeros(3, dtype=numpy.float32))


def features(folder):
    torch.onnx.export(Features().eval(), torch.randn(3, 2), os.path.join(folder, "features.onnx"), opset_version=17, input_names=["x"],
                      output_names=["out"], dynamic_axes={"x": {0: "batch"}, "out": {0: "batch"}})


ALL = {"noise-by-index": noise_by_index, "velocity-by-time": velocity_by_time, "data-by-sigma": data_by_sigma, "edm": edm, "flow": flow,
       "digits-by-class": digits_by_class, "digits-by-convolution": digits_by_convolution, "exact": exact, "small": small, "prompted": prompted, "features": features}

if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for chosen in sys.argv[2:] or ALL:
        torch.manual_seed(7)
        ALL[chosen](sys.argv[1])
