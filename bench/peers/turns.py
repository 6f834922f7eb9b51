"""
Lets two programs that take orders (bench/torch and device.py) run the same workloads in turns, and writes what was measured.

    python3 turns.py OUT ROUNDS VARIANTS WORKLOADS [SECONDS] -- OURS -- PYTORCH

WORKLOADS is a list of NAME:SAMPLES:STEPS, with :VARIANT,VARIANT after those that are not run beside all. Writes OUT.json and OUT.md, anew after each
workload: medians of the rounds, ratios of neighbouring runs (PyTorch's seconds over ours) with their spread, and each program's share of its own best
product. The variant plain is ours without kernels of our own, in PyTorch's place. After SECONDS nothing new is begun; what is left out is named.
"""
import datetime
import json
import statistics
import subprocess
import sys
import time


class Refused(Exception):
    """A program could not do what it was asked for."""


class Program:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, order):
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"turns.py: no answer to '{order}' from {self.process.args[0]}")
        answer = json.loads(answer)
        if "error" in answer:
            raise Refused(f"{order}: {answer['error']}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(ours, peer, rounds, variants, workloads, end):
    """Yields a row for each variant and workload."""
    for variant in variants:
        for workload in workloads:
            name, samples, steps, *chosen = workload.split(":")
            if chosen and variant not in chosen[0].split(","):
                continue
            if time.monotonic() > end:
                print(f"left out: {workload}, {variant}, since the time is over", file=sys.stderr)
                continue
            sides = [(ours, "own"), (ours, "plain")] if variant == "plain" else [(ours, variant), (peer, variant)]
            pairs, processor = [], []
            for _ in range(rounds):
                try:
                    a, b = (program.ask(f"run {name} {samples} {steps} {word}") for program, word in sides)
                except Refused as refusal:
                    print(f"left out: {refusal}", file=sys.stderr)
                    break
                if a["evaluations"] != b["evaluations"]:
                    sys.exit(f"turns.py: {name}: {a['evaluations']} evaluations and {b['evaluations']}")
                pairs.append((a["seconds"], b["seconds"]))
                processor.append((a["processor"], b["processor"]))
            if len(pairs) < rounds:
                continue
            print(f"{name}, {variant}: {statistics.median(b / a for a, b in pairs):.2f}, "
                  f"by processor time {statistics.median(b / a for a, b in processor):.2f}", file=sys.stderr)
            yield {"workload": name, "samples": int(samples), "steps": int(steps), "evaluations": a["evaluations"], "variant": variant,
                   "ours": [a for a, _ in pairs], "pytorch": [b for _, b in pairs],
                   "oursProcessor": [a for a, _ in processor], "pytorchProcessor": [b for _, b in processor]}


def outputs(ours, pytorch):
    yield "| greatest difference from PyTorch's float64 on the CPU | ours, float64 | PyTorch, float64 | ours, float32 | PyTorch, float32 | ours, TF32 | PyTorch, TF32 |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name in pytorch:
        figures = (f"{side[name][kind]:.1e}" for kind in ("float64", "float32", "tf32") for side in (ours, pytorch))
        yield f"| {name} | {' | '.join(figures)} |"


def table(result):
    about, flops = result["about"], result["about"]["flops"]
    peaks = {side: result[side]["peaks"] for side in ("ours", "pytorch")}
    yield f"{result['date']}, {about['device']}, {about['threads']} threads, PyTorch {about['torch']}, {result['rounds']} rounds."
    yield ""
    yield "| best of this run | ours | PyTorch |"
    yield "| --- | ---: | ---: |"
    for key, label, unit in (("float32", "product, float32, GFLOP/s", 1e9), ("tf32", "product, TF32, GFLOP/s", 1e9), ("copy", "copy, GB/s read and written", 1e9)):
        if key in peaks["pytorch"]:
            yield f"| {label} | {peaks['ours'][key] / unit:.4g} | {peaks['pytorch'][key] / unit:.4g} |"
    yield ""
    yield from outputs(result["ours"]["check"], result["pytorch"]["check"])
    yield ""
    yield "| workload | samples | evaluations | PyTorch | its samples/s | its share of its product | ours | our evaluations/s | our share of ours | ratio | spread |"
    yield "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for row in result["rows"]:
        a, b = statistics.median(row["ours"]), statistics.median(row["pytorch"])
        ratios = [y / x for x, y in zip(row["ours"], row["pytorch"])]
        work = row["samples"] * row["evaluations"]
        rate = work * flops[row["workload"].split("-")[0]]
        yield (f"| {row['workload']} | {row['samples']} | {row['evaluations']} | {row['variant']} "
               f"| {row['samples'] / b:.4g} | {100 * rate / b / peaks['pytorch']['float32']:.0f} % "
               f"| {row['samples'] / a:.4g} | {work / a:.4g} | {100 * rate / a / peaks['ours']['float32']:.0f} % "
               f"| {statistics.median(ratios):.2f} | {min(ratios):.2f}–{max(ratios):.2f} |")


def write(out, result):
    with open(f"{out}.json", "w") as file:
        json.dump(result, file, indent=1)
    text = "\n".join(table(result)) + "\n"
    with open(f"{out}.md", "w") as file:
        file.write(text)
    return text


def programs(words):
    """What stands before the first --, and the two programs whose commands stand after it."""
    first = words.index("--")
    second = words.index("--", first + 1)
    return words[:first], Program(words[first + 1:second]), Program(words[second + 1:])


def main():
    words, ours, peer = programs(sys.argv[1:])
    out, rounds, variants, workloads = words[:4]
    end = time.monotonic() + float(words[4]) if len(words) > 4 else float("inf")
    about = peer.ask("about")
    chosen = variants.split()
    if not about["compile"]:
        left = [variant for variant in chosen if variant in ("compile", "graphs")]
        chosen = [variant for variant in chosen if variant not in left]
        if left:
            print(f"left out: {', '.join(left)}, since PyTorch {about['torch']} has no torch.compile", file=sys.stderr)
    result = {"date": datetime.date.today().isoformat(), "rounds": int(rounds), "about": about}
    for side, program in (("ours", ours), ("pytorch", peer)):
        result[side] = {"check": program.ask("check"), "peaks": program.ask("peaks")}
    result["rows"] = []
    for row in measure(ours, peer, int(rounds), chosen, workloads.split(), end):
        result["rows"] = sorted([*result["rows"], row], key=lambda row: workloads.split().index(
            next(word for word in workloads.split() if word.startswith(f"{row['workload']}:{row['samples']}:{row['steps']}"))))
        write(out, result)
    print(write(out, result))
    ours.close()
    peer.close()


if __name__ == "__main__":
    main()
