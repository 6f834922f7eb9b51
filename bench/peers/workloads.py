"""
The workloads of bench/Workloads in PyTorch. One line of JSON a run:

    python3 workloads.py w2-em --variant jit --repeats 1

Variants: w1: eager, columns, jit. w2, w3: eager, shared-t, jit. w4, w5, w6, sgemm: eager.
unet-heun, unet-network (UNET names a checkpoint): eager, channels-last, jit (traced and frozen), optimised (optimize_for_inference). Each run is warmed up first.
"""
import argparse
import json
import math
import os
import time

import torch

import network as networks
import process
import twins


def uniform_levels(n, variant, t):
    """The level of every sample, or one for all where the variant shares it."""
    return torch.full((n if variant == "eager" else 1,), process.level(t))


class Ring:
    """The exact epsilon of eight Gaussians of deviation 0.3 on a circle of radius 4."""

    def __init__(self):
        angle = torch.arange(8) * (2 * math.pi / 8)
        self.means = 4 * torch.stack([angle.cos(), angle.sin()], dim=1)

    def rows(self, x, scale: float, sigma: float):
        """x of shape [n, 2]: softmax over the rows of a matrix [n, 8]."""
        variance = scale * scale * 0.09 + sigma * sigma
        difference = x[:, None, :] - scale * self.means
        share = torch.softmax(difference.square().sum(2) * (-0.5 / variance), dim=1)
        return (share[:, :, None] * difference).sum(1) * (sigma / variance)

    def columns(self, x, scale: float, sigma: float):
        """x of shape [2, n]: samples along the last axis; sum r (x - m) = x - M^T r by a matrix product."""
        variance = scale * scale * 0.09 + sigma * sigma
        centres = scale * self.means
        square = (x[None] - centres[:, :, None]).square_().sum(1)
        share = torch.softmax(square.mul_(-0.5 / variance), dim=0)
        return torch.addmm(x, centres.t(), share, alpha=-1).mul_(sigma / variance)


class ScriptedRing(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("means", Ring().means)

    def forward(self, x, scale: float, sigma: float):
        variance = scale * scale * 0.09 + sigma * sigma
        centres = scale * self.means
        square = (x[None] - centres[:, :, None]).square().sum(1)
        share = torch.softmax(square * (-0.5 / variance), dim=0)
        return torch.addmm(x, centres.t(), share, alpha=-1.0) * (sigma / variance)


def w1(variant, steps=1000, n=20_000):
    ring = Ring()
    scripted = torch.jit.freeze(torch.jit.script(ScriptedRing().eval())) if variant == "jit" else None
    evaluate = {"eager": ring.rows, "columns": ring.columns, "jit": scripted}[variant]
    x = torch.randn((n, 2) if variant == "eager" else (2, n))
    noise = torch.empty_like(x)
    for t, keep, along, spread in process.euler_maruyama(steps):
        epsilon = evaluate(x, process.alpha(t), process.sigma(t))
        x.mul_(keep).add_(epsilon, alpha=along).add_(noise.normal_(), alpha=spread)
    return x


def em(network, variant, dimension, n, steps):
    x = torch.randn(n, dimension)
    noise = torch.empty_like(x)
    for t, keep, along, spread in process.euler_maruyama(steps):
        epsilon = network(x, uniform_levels(n, variant, t))
        x.mul_(keep).add_(epsilon, alpha=along).add_(noise.normal_(), alpha=spread)
    return x


def heun(network, variant, dimension, n, steps):
    x = torch.randn(n, dimension)
    for s, t, keep, along in process.heun(steps):
        first = network(x, uniform_levels(n, variant, s))
        x.mul_(keep)
        second = network(x.add(first, alpha=along), uniform_levels(n, variant, t))
        x.add_(first.add_(second), alpha=along / 2)
    return x


def evaluations(network, variant, dimension, n, count):
    """The network alone."""
    x = torch.randn(n, dimension)
    for i in range(count):
        y = network(x, uniform_levels(n, variant, 1 - i / count))
    return y


def sampling(dimension, width, depth, n, run, steps):
    def prepare(variant):
        network = networks.create(variant, dimension, width, depth)
        return lambda share=1.0: run(network, variant, dimension, n, max(5, int(steps * share)))

    return prepare


class OneClassInTurn(torch.nn.Module):
    """A U-Net that predicts v as a model of the noise of samples whose classes are 0, 1, … in turn."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x, level):
        labels = torch.arange(x.shape[0]) % self.network.classes
        alpha, sigma = torch.sigmoid(2 * level).sqrt()[:, None], torch.sigmoid(-2 * level).sqrt()[:, None]
        return sigma * x + alpha * self.network(x, level, labels)


def unet(run, steps, n=16):
    """The checkpoint that the variable UNET names."""
    def prepare(variant):
        network = OneClassInTurn(twins.load(os.environ["UNET"])).eval()
        network.network.features.float()
        if variant == "channels-last":
            network = network.to(memory_format=torch.channels_last)
        if variant in ("jit", "optimised"):
            network = torch.jit.trace(network, (torch.randn(n, 784), torch.zeros(1)))
            network = torch.jit.freeze(network) if variant == "jit" else torch.jit.optimize_for_inference(network)
        return lambda share=1.0: run(network, variant, 784, n, max(5, int(steps * share)))

    return prepare


def w4(variant, steps=200, batch=256):
    """Training of W3's network: epsilon-loss, Adam."""
    torch.manual_seed(1)
    network = networks.Mlp(64, 512, 4)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-4)
    data = torch.randn(4096, 64)

    def run(share=1.0):
        for _ in range(max(5, int(steps * share))):
            x0 = data[torch.randint(0, len(data), (batch,))]
            t = process.END + (1 - process.END) * torch.rand(batch)
            whole = t * (process.BETA0 + 0.5 * t * (process.BETA1 - process.BETA0))
            alpha, sigma = torch.exp(-0.5 * whole), torch.sqrt(-torch.expm1(-whole))
            epsilon = torch.randn_like(x0)
            predicted = network(alpha[:, None] * x0 + sigma[:, None] * epsilon, torch.log(alpha / sigma))
            loss = (predicted - epsilon).square().mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()

    return run


def w5(_):
    x = torch.empty(50_000_000)
    return lambda share=1.0: x.normal_()


def w6(_):
    x, y, z = (torch.ones(50_000_000) for _ in range(3))
    return lambda share=1.0: x.mul_(0.9).add_(y, alpha=0.05).add_(z, alpha=0.05)


def sgemm(_):
    a, b = torch.randn(2048, 2048), torch.randn(2048, 2048)
    c = torch.empty_like(a)
    return lambda share=1.0: [torch.mm(a, b, out=c) for _ in range(max(1, int(10 * share)))]


WORKLOADS = {
    "w1": lambda variant: lambda share=1.0: w1(variant, max(5, int(1000 * share))),
    "w2-em": sampling(2, 128, 3, 10_000, em, 500),
    "w2-heun": sampling(2, 128, 3, 10_000, heun, 25),
    "w2-network": sampling(2, 128, 3, 10_000, evaluations, 200),
    "w3-em": sampling(64, 512, 4, 2_000, em, 200),
    "w3-heun": sampling(64, 512, 4, 2_000, heun, 25),
    "w3-network": sampling(64, 512, 4, 2_000, evaluations, 50),
    "unet-heun": unet(heun, 5),
    "unet-network": unet(evaluations, 5),
    "w4": w4,
    "w5": w5,
    "w6": w6,
    "sgemm": sgemm,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workloads", help="names with commas between")
    parser.add_argument("--variant", default="eager")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--profile", default="as-installed")
    words = parser.parse_args()
    torch.set_num_threads(words.threads)
    for name in words.workloads.split(","):
        context = torch.enable_grad() if name == "w4" else torch.inference_mode()
        with context:
            run = WORKLOADS[name](words.variant)
            run(0.05)
            seconds, processor = [], []
            for _ in range(words.repeats):
                start, before = time.perf_counter(), time.process_time()
                run()
                seconds.append(time.perf_counter() - start)
                processor.append(time.process_time() - before)
        print(json.dumps({
            "program": "pytorch", "profile": words.profile, "workload": name, "variant": words.variant,
            "threads": words.threads, "seconds": seconds, "processor": processor,
        }), flush=True)


if __name__ == "__main__":
    main()
