"""
Writes the files by which networks on TorchSharp are compared with PyTorch's: weights of a seed in float32, and for some inputs the
outputs in float64.

    python3 examples.py FOLDER      mlp2, mlp64 and unet of bench/torch
    python3 examples.py --test FILE the small U-Net of tests/Score.Torch.Tests
"""
import sys

import torch

import tensors
import twins

UNET = dict(height=28, width=28, image_channels=1, channels=64, multipliers=[1, 2, 2], blocks=2, attention=[2], groups=8, features=32, classes=10)
SMALL = dict(height=8, width=4, image_channels=2, channels=4, multipliers=[1, 2], blocks=1, attention=[1], groups=2, features=6, classes=3)
NETWORKS = {
    "mlp2": lambda: twins.Mlp(2, 128, 3, 64),
    "mlp64": lambda: twins.Mlp(64, 512, 4, 64),
    "unet": lambda: twins.UNet(**UNET),
}


def write(path, network, dimension, classes, rows):
    twins.draw(network, 1)
    weights = {name: value.detach().clone() for name, value in network.named_parameters()}
    generator = torch.Generator().manual_seed(2)
    x = torch.randn(rows, dimension, generator=generator, dtype=torch.float64)
    levels = torch.linspace(-5, 5, rows, dtype=torch.float64)
    labels = torch.arange(rows) % (classes + 1)
    with torch.no_grad():
        output = network.double()(x, levels, labels if classes > 0 else None)
    example = {"example.x": x, "example.levels": levels, "example.labels": labels, "example.output": output}
    tensors.write(path, {**weights, **example})


def main():
    if sys.argv[1] == "--test":
        write(sys.argv[2], twins.UNet(**SMALL), 64, 3, 5)
        return
    write(f"{sys.argv[1]}/mlp2.safetensors", NETWORKS["mlp2"](), 2, 0, 16)
    write(f"{sys.argv[1]}/mlp64.safetensors", NETWORKS["mlp64"](), 64, 0, 16)
    write(f"{sys.argv[1]}/unet.safetensors", NETWORKS["unet"](), 28 * 28, 10, 6)


if __name__ == "__main__":
    main()
