"""
Runs bench/cuda, whose whole runs are one kernel, and beside each of its workloads PyTorch's device.py, and writes what was measured.

    python3 fused.py OUT ROUNDS VARIANTS SECONDS -- CUDABENCH -- PYTORCH

Writes OUT.json and OUT.md, anew after each workload: medians of both, the ratio of the medians (PyTorch's seconds over ours) and its bounds, the
quickest of one side over the slowest of the other. After SECONDS PyTorch is asked no more. Ends with CudaBench's status.
"""
import json
import statistics
import subprocess
import sys
import time

import turns

COLUMNS = ["workload", "products", "ours, s", "its kernel, s", "from the CPU's doubles", "PyTorch", "its s", "ratio", "bounds"]


def row(result, variant, seconds):
    cells = [result["workload"], result["precision"], f"{result['median']:.4g}", f"{result['kernel']:.4g}", f"{result['difference']:.1e}"]
    if not seconds:
        return [*cells, "–", "–", "–", "–"]
    ratio = statistics.median(seconds) / result["median"]
    bounds = f"{min(seconds) / result['max']:.2f}–{max(seconds) / result['min']:.2f}"
    return [*cells, variant, f"{statistics.median(seconds):.4g}", f"{ratio:.2f}", bounds]


def write(out, results, peers):
    with open(f"{out}.json", "w") as file:
        json.dump({"ours": results, "pytorch": peers}, file, indent=1)
    rows = [row(result, variant, seconds) for result in results for variant, seconds in peers.get(result["workload"], {"": []}).items()]
    lines = [f"| {' | '.join(cells)} |" for cells in [COLUMNS, ["---"] * len(COLUMNS), *rows]]
    with open(f"{out}.md", "w") as file:
        file.write("\n".join(lines) + "\n")
    return "\n".join(lines)


def ask(peer, rounds, variants, workload):
    name, samples, steps = workload.split(":")
    answers = {}
    for variant in variants:
        try:
            answers[variant] = [peer.ask(f"run {name} {samples} {steps} {variant}")["seconds"] for _ in range(rounds)]
        except turns.Refused as refusal:
            print(f"left out: {refusal}", file=sys.stderr)
    return answers


def main():
    words = sys.argv[1:]
    first = words.index("--")
    second = words.index("--", first + 1)
    out, rounds, variants, seconds = words[:first]
    end = time.monotonic() + float(seconds)
    peer = turns.Program(words[second + 1:])
    kernel = subprocess.Popen(words[first + 1:second], stdout=subprocess.PIPE, text=True)
    results, peers = [], {}
    for line in kernel.stdout:
        if not line.startswith("{"):
            continue
        results.append(json.loads(line))
        write(out, results, peers)
    # PyTorch when the other is done, so that neither waits for the card.
    status = kernel.wait()
    for workload in dict.fromkeys(result["workload"] for result in results):
        if time.monotonic() > end:
            print(f"left out: PyTorch beside {workload}, since the time is over", file=sys.stderr)
            continue
        # Of the mixture, which is no network, there is one variant.
        chosen = variants.split() if workload.startswith("mlp") else ["eager"]
        peers[workload] = ask(peer, int(rounds), chosen, workload)
        write(out, results, peers)
    peer.close()
    print(write(out, results, peers))
    sys.exit(status)


if __name__ == "__main__":
    main()
