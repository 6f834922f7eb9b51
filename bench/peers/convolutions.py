"""
What a card makes of the convolutions of the U-Net, pictures channels-last in TF32, and of other ways to the same numbers: what decision 0045 leaves open.

    python3 convolutions.py PICTURES [cpu]
"""
import sys
import time

import torch
from torch.nn import functional

COUNT = int(sys.argv[1])
DEVICE = torch.device(sys.argv[2] if len(sys.argv) > 2 else "cuda")

# Channels in, channels out, pixels of a side, of the kernel, stride.
SHAPES = [(64, 64, 28, 3, 1), (128, 64, 28, 3, 1), (192, 64, 28, 3, 1), (128, 128, 28, 3, 1), (64, 64, 28, 3, 2), (128, 64, 28, 1, 1), (64, 128, 14, 3, 1), (128, 128, 14, 3, 1),
          (256, 128, 14, 3, 1), (128, 128, 14, 3, 2), (128, 128, 14, 1, 1), (128, 128, 7, 3, 1), (256, 128, 7, 3, 1)]


def drawn(*shape):
    return torch.randn(*shape, device=DEVICE).to(memory_format=torch.channels_last)


def microseconds(work, times=20):
    for _ in range(3):
        work()
    wait()
    start = time.perf_counter()
    for _ in range(times):
        work()
    wait()
    return 1e6 * (time.perf_counter() - start) / times


def wait():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def convolutions():
    print("| from | to | pixels | kernel | stride | µs | µs, tried by cuDNN first | TFLOP/s |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for before, after, side, size, stride in SHAPES:
        x, weight = drawn(COUNT, before, side, side), drawn(after, before, size, size)
        taken = []
        for torch.backends.cudnn.benchmark in (False, True):
            taken.append(microseconds(lambda: functional.conv2d(x, weight, stride=stride, padding=size // 2)))
        torch.backends.cudnn.benchmark = False
        rate = 2e-6 * COUNT * (side // stride) ** 2 * before * after * size**2 / taken[0]
        print(f"| {before} | {after} | {side} | {size} | {stride} | {taken[0]:.1f} | {taken[1]:.1f} | {rate:.0f} |", flush=True)


def ways():
    print("\n| what | µs |\n| --- | ---: |")
    for channels, side in ((128, 14), (128, 7)):
        x, small, large = drawn(COUNT, channels, side, side), drawn(channels, channels, 3, 3), drawn(channels, channels, 4, 4)
        doubled = microseconds(lambda: functional.interpolate(x, scale_factor=2))
        both = microseconds(lambda: functional.conv2d(functional.interpolate(x, scale_factor=2), small, padding=1))
        transposed = microseconds(lambda: functional.conv_transpose2d(x, large, stride=2, padding=1))
        print(f"| doubling {channels} channels of {side} × {side} | {doubled:.1f} |\n| the same and the 3 × 3 convolution | {both:.1f} |")
        print(f"| the same as a transposed convolution of 4 × 4 | {transposed:.1f} |", flush=True)
    x, beside = drawn(COUNT, 128, 28, 28), drawn(COUNT, 64, 28, 28)
    weight = drawn(64, 192, 1, 1)
    first, second = weight[:, :128].contiguous(memory_format=torch.channels_last), weight[:, 128:].contiguous(memory_format=torch.channels_last)
    joined = torch.cat([x, beside], 1)
    print(f"| joining 128 and 64 channels of 28 × 28 | {microseconds(lambda: torch.cat([x, beside], 1)):.1f} |")
    print(f"| 1 × 1 convolution of the joined | {microseconds(lambda: functional.conv2d(joined, weight)):.1f} |")
    print(f"| 1 × 1 convolutions of both | {microseconds(lambda: (functional.conv2d(x, first), functional.conv2d(beside, second))):.1f} |")
    rows, joint = drawn(COUNT, 1, 49, 128), torch.randn(384, 128, device=DEVICE)
    queries, keys, values = functional.linear(rows, joint).chunk(3, -1)
    print(f"| attention of 49 pixels, its first product | {microseconds(lambda: functional.linear(rows, joint)):.1f} |")
    if hasattr(functional, "scaled_dot_product_attention"):
        print(f"| attention of 49 pixels, the mixing | {microseconds(lambda: functional.scaled_dot_product_attention(queries, keys, values)):.1f} |")


if __name__ == "__main__":
    with torch.no_grad():
        convolutions()
        ways()
