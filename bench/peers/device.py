"""
The PyTorch side of bench/torch: the same networks from the same files, the same solvers and batches, on one device.

    python3 device.py cpu|cuda FOLDER THREADS

Reads orders from the standard input and answers each with a line of JSON:

    about | check | peaks | run NAME SAMPLES STEPS VARIANT | launches NAME SAMPLES STEPS VARIANT
    memory NAME SAMPLES STEPS | train CHANNELS BATCH STEPS float32|mixed [BLOCKS]

Variants: eager, a level for every sample, as samplers usually call a network; shared, one level for the whole batch, pictures channels-last;
compile, the latter under torch.compile; graphs, compiled with mode="reduce-overhead" (CUDA graphs).
"""
import json
import platform
import resource
import sys
import time
import traceback

import torch

import examples
import process
import tensors
import twins
import workloads


class Bench:
    def __init__(self, device, folder):
        self.device, self.folder, self.workloads = torch.device(device), folder, {}
        self.networks = {}

    def file(self, name):
        return tensors.read(f"{self.folder}/{name}.safetensors")

    def load(self, name, dtype):
        network = examples.NETWORKS[name]().to(dtype)
        weights = {key: value for key, value in self.file(name).items() if not key.startswith("example.")}
        network.load_state_dict(weights, strict=True)
        return network.to(self.device).eval()

    def difference(self, name, dtype):
        """The greatest difference from the outputs in double that stand in the file."""
        file = self.file(name)
        labels = file["example.labels"].to(self.device) if name == "unet" else None
        x, levels = (file[f"example.{key}"].to(self.device, dtype) for key in ("x", "levels"))
        output = self.load(name, dtype)(x, levels, labels).double().cpu()
        expected = file["example.output"]
        return float(((output - expected).abs() / (1 + expected.abs())).max())

    def check(self):
        """Convolutions in full precision; under "tf32" as PyTorch does them on a card unless told otherwise."""
        result = {}
        for name in examples.NETWORKS:
            before, torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.allow_tf32, False
            result[name] = {"float64": self.difference(name, torch.float64), "float32": self.difference(name, torch.float32)}
            torch.backends.cudnn.allow_tf32 = True
            result[name]["tf32"] = self.difference(name, torch.float32)
            torch.backends.cudnn.allow_tf32 = before
        return result

    def about(self):
        card = torch.cuda.get_device_name() if self.device.type == "cuda" else platform.processor() or platform.machine()
        return {"torch": torch.__version__, "device": card, "threads": torch.get_num_threads(),
                "compile": hasattr(torch, "compile"), "flops": {name: self.flops(name) for name in examples.NETWORKS}}

    def flops(self, name):
        """Multiplications and additions of one evaluation of one sample in matrices and convolutions, without the embedding."""
        network, total = examples.NETWORKS[name]().eval(), 0

        def convolution(module, inputs, output):
            nonlocal total
            total += 2 * output[0].numel() * module.weight[0].numel()

        def linear(module, inputs, output):
            nonlocal total
            total += 2 * output[0].numel() * module.in_features

        def attention(module, inputs, output):
            nonlocal total
            total += 4 * inputs[0].shape[1] * inputs[0][0, 0].numel() ** 2

        for key, module in network.named_modules():
            if isinstance(module, torch.nn.Conv2d):
                module.register_forward_hook(convolution)
            elif isinstance(module, torch.nn.Linear) and "time" not in key and key != "skip":
                module.register_forward_hook(linear)
            elif type(module).__name__ == "Attention":
                module.register_forward_hook(attention)
            elif type(module).__name__ == "Layer":
                total += 2 * module.weight.numel()
        x = self.file(name)["example.x"][:1].float()
        network.float()(x, torch.zeros(1), torch.zeros(1, dtype=torch.int64) if name == "unet" else None)
        return total

    def peaks(self):
        n = 2048 if self.device.type == "cpu" else 8192
        a, b = (torch.randn(n, n, device=self.device) for _ in range(2))
        source = torch.ones(1 << 26, device=self.device)
        target = torch.empty_like(source)
        rates = {"float32": 2 * n**3 / self.best(lambda: torch.mm(a, b)), "copy": 8 * source.numel() / self.best(lambda: target.copy_(source))}
        if self.device.type == "cuda":
            torch.backends.cuda.matmul.allow_tf32 = True
            rates["tf32"] = 2 * n**3 / self.best(lambda: torch.mm(a, b))
            torch.backends.cuda.matmul.allow_tf32 = False
        return rates

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def best(self, work):
        seconds = []
        for _ in range(6):
            self.wait()
            start = time.perf_counter()
            work()
            self.wait()
            seconds.append(time.perf_counter() - start)
        return min(seconds[1:])

    def run(self, name, samples, steps, variant):
        key = name, samples, variant
        if key not in self.workloads:
            self.workloads[key] = self.workload(name, variant)
            for _ in range(2):
                self.workloads[key](samples, min(steps, 5))
        self.wait()
        busy, start = time.process_time(), time.perf_counter()
        evaluations = self.workloads[key](samples, steps)
        self.wait()
        return {"seconds": time.perf_counter() - start, "processor": time.process_time() - busy, "evaluations": evaluations}

    def launches(self, name, samples, steps, variant):
        """Kernels a step by PyTorch's own profiler; those inside a CUDA graph are counted too."""
        work = self.workload(name, variant)
        for _ in range(2):
            work(samples, min(steps, 5))
        if self.device.type != "cuda":
            return {"kernels": None, "why": "no card"}
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
            work(samples, steps)
            self.wait()
        there = [event.name for event in profile.events() if event.device_type == torch.autograd.DeviceType.CUDA]
        copies = sum(name.startswith(("Memcpy", "Memset")) for name in there)
        return {"kernels": (len(there) - copies) / steps, "copies": copies / steps}

    def memory(self, name, samples, steps):
        """Bytes that a run takes of the device, PyTorch's pool included; the first order of its process."""
        if self.device.type != "cuda":
            self.workload(name, "eager")(samples, steps)
            return {"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
        torch.zeros(1, device=self.device)
        before = torch.cuda.mem_get_info()[0]
        self.workload(name, "eager")(samples, steps)
        self.wait()
        return {"bytes": before - torch.cuda.mem_get_info()[0], "tensors": torch.cuda.max_memory_allocated()}

    def train(self, channels, batch, steps, precision, blocks=2):
        """Steps a second of what ours does: loss of epsilon, AdamW, the gradient clipped, weights averaged, labels left out, one question to the device."""
        shape = {**examples.UNET, "channels": channels, "features": 32, "blocks": blocks}
        network = twins.draw(twins.UNet(**shape), 1).float().to(self.device).train()
        average = [value.detach().clone() for value in network.parameters()]
        extra = {"fused": True} if self.device.type == "cuda" else {}
        optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0, **extra)
        data = torch.sin(torch.arange(2048 * 784, device=self.device) * 0.37).reshape(2048, 784)
        classes = torch.arange(2048, device=self.device) % 10
        start = 0
        with torch.enable_grad():
            for step in range(5 + steps):
                rows = torch.randint(0, 2048, (batch,), device=self.device)
                t = process.END + (1 - process.END) * torch.rand(batch, device=self.device)
                whole = t * (process.BETA0 + 0.5 * t * (process.BETA1 - process.BETA0))
                alpha, sigma = torch.exp(-0.5 * whole), torch.sqrt(-torch.expm1(-whole))
                labels = torch.where(torch.rand(batch, device=self.device) < 0.1, 10, classes[rows])
                epsilon = torch.randn(batch, 784, device=self.device)
                with torch.autocast(self.device.type, torch.bfloat16, enabled=precision == "mixed"):
                    predicted = network(alpha[:, None] * data[rows] + sigma[:, None] * epsilon, torch.log(alpha / sigma), labels)
                loss = (predicted.float() - epsilon).square().mean()
                optimiser.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                with torch.no_grad():
                    torch._foreach_lerp_(average, list(network.parameters()), 1e-3) if hasattr(torch, "_foreach_lerp_") else None
                loss = loss.item()
                if step == 4:
                    start = time.perf_counter()
        return {"stepsPerSecond": steps / (time.perf_counter() - start), "parameters": sum(value.numel() for value in average), "loss": loss}

    def network(self, kind, variant):
        """Shared by the workloads, so that it is compiled once."""
        if (kind, variant) not in self.networks:
            network = self.load(kind, torch.float32).float()
            if kind == "unet" and variant != "eager":
                network = network.to(memory_format=torch.channels_last)
            if variant in ("compile", "graphs"):
                network = torch.compile(network, mode="reduce-overhead" if variant == "graphs" else "default")
            self.networks[kind, variant] = network
        return self.networks[kind, variant]

    def ring(self):
        """The exact epsilon of w1's mixture."""
        law = workloads.Ring()
        law.means = law.means.to(self.device)
        return lambda x, t: law.rows(x, process.alpha(t), process.sigma(t))

    def workload(self, name, variant):
        kind, solver = name.split("-", 1)
        network = None if kind == "mixture8" else self.network(kind, variant)
        run = {"em": self.em, "heun": self.heun, "dpmpp-2m": self.dpmpp_2m}[solver]
        dimension = {"mixture8": 2, "mlp2": 2, "mlp64": 64, "unet": 28 * 28}[kind]

        def work(samples, steps):
            labels = torch.arange(samples, device=self.device) % 10 if kind == "unet" else None
            rows = samples if variant == "eager" else 1

            def evaluate(x, t):
                if variant == "graphs":
                    torch.compiler.cudagraph_mark_step_begin()
                    return network(x, torch.full((rows,), process.level(t), device=self.device), labels).clone()
                return network(x, torch.full((rows,), process.level(t), device=self.device), labels)

            x, evaluations = run(evaluate if network is not None else self.ring(), torch.randn(samples, dimension, device=self.device), steps)
            if not torch.isfinite(x).all():
                raise ArithmeticError(f"{name}: not finite")
            x.cpu()
            return evaluations

        return work

    def em(self, evaluate, x, steps):
        noise = torch.empty_like(x)
        for t, keep, along, spread in process.euler_maruyama(steps):
            epsilon = evaluate(x, t)
            x.mul_(keep).add_(epsilon, alpha=along).add_(noise.normal_(), alpha=spread)
        return x, steps

    def heun(self, evaluate, x, steps):
        for s, t, keep, along in process.heun(steps):
            first = evaluate(x, s)
            x.mul_(keep)
            second = evaluate(x.add(first, alpha=along), t)
            x.add_(first.add_(second), alpha=along / 2)
        return x, 2 * steps

    def dpmpp_2m(self, evaluate, x, steps):
        before = None
        for t, alpha, sigma, keep, now, earlier in process.dpmpp_2m(steps):
            data = x.sub(evaluate(x, t), alpha=sigma).div_(alpha)
            x.mul_(keep).add_(data, alpha=now)
            if earlier != 0:
                x.add_(before, alpha=earlier)
            before = data
        return x, steps


def main():
    torch.set_num_threads(int(sys.argv[3]))
    bench = Bench(sys.argv[1], sys.argv[2])
    with torch.no_grad():
        for line in sys.stdin:
            words = line.split()
            try:
                answer = getattr(bench, words[0])(*(int(word) if word.isdigit() else word for word in words[1:]))
            except Exception as failure:
                # Said, so that what else was asked for still comes.
                traceback.print_exc()
                answer = {"error": f"{type(failure).__name__}: {failure}".split("\n")[0]}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
