"""
What two programs that take orders (bench/torch and device.py) say of themselves, side by side, as a table of Markdown on the standard output.

    python3 figures.py outputs            -- OURS -- PYTORCH   differences of the networks' outputs from the float64 ones in the files
    python3 figures.py launches WORKLOADS -- OURS -- PYTORCH   kernels and microseconds a step
    python3 figures.py memory WORKLOADS   -- OURS -- PYTORCH   bytes a run takes; one workload, since a process keeps what it once took
    python3 figures.py train RUNS         -- OURS -- PYTORCH   steps a second of training a U-Net

WORKLOADS is a list of NAME:SAMPLES:STEPS, RUNS of CHANNELS:BATCH:STEPS:float32 or :mixed, with :BLOCKS where a level has other than 2. Ends with 1 where an output differs by more than a float32 or a float64 does.
"""
import sys

import turns

LIMITS = {"float64": 1e-12, "float32": 5e-6}


def outputs(ours, peer):
    ours, peer = ours.ask("check"), peer.ask("check")
    yield from turns.outputs(ours, peer)
    beyond = [f"{name} in {kind}: {ours[name][kind]:.1e}" for name in ours for kind, limit in LIMITS.items() if not ours[name][kind] <= limit]
    if beyond:
        sys.exit(f"figures.py: beyond rounding: {', '.join(beyond)}")


def row(program, name, samples, steps):
    """Kernels, copies and microseconds a step."""
    counts = program.ask(f"launches {name} {samples} {steps} eager")
    seconds = min(program.ask(f"run {name} {samples} {steps} eager")["seconds"] for _ in range(3))
    if counts["kernels"] is None:
        print(f"{name}: {counts['why']}", file=sys.stderr)
    kernels = f"{counts['kernels']:.1f}" if counts["kernels"] is not None else f"{counts['operators']:.1f} (operators)" if "operators" in counts else "–"
    return [kernels, f"{counts['copies']:.1f}" if "copies" in counts else "–", f"{1e6 * seconds / int(steps):.0f}"]


def launches(ours, peer, workloads):
    yield "| workload | samples | kernels a step, ours | copies a step, ours | µs a step, ours | kernels a step, PyTorch eager | µs a step, PyTorch eager |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for workload in workloads.split():
        name, samples, steps = workload.split(":")
        cells = []
        for program in (ours, peer):
            try:
                cells += row(program, name, samples, steps)
            except turns.Refused as refusal:
                print(f"left out: {refusal}", file=sys.stderr)
                cells += ["–"] * 3
        del cells[4]
        yield f"| {name} | {samples} | {' | '.join(cells)} |"


def memory(ours, peer, workload):
    name, samples, steps = workload.split(":")
    taken = [program.ask(f"memory {name} {samples} {steps}")["bytes"] / 2**30 for program in (ours, peer)]
    yield "| workload | samples | GiB, ours | GiB, PyTorch eager |"
    yield "| --- | ---: | ---: | ---: |"
    yield f"| {name} | {samples} | {taken[0]:.2f} | {taken[1]:.2f} |"


def train(ours, peer, runs):
    yield "| U-Net of channels | blocks a level | parameters | batch | precision | steps/s, ours | steps/s, PyTorch eager |"
    yield "| ---: | ---: | ---: | ---: | --- | ---: | ---: |"
    for run in runs.split():
        channels, batch, steps, precision, *blocks = run.split(":")
        order = " ".join(["train", channels, batch, steps, precision, *blocks])
        a = ours.ask(order)
        theirs = "–"
        try:
            b = peer.ask(order)
            if a["parameters"] != b["parameters"]:
                sys.exit(f"figures.py: {a['parameters']} parameters and {b['parameters']}")
            theirs = f"{b['stepsPerSecond']:.2f}"
        except turns.Refused as refusal:
            print(f"left out: {refusal}", file=sys.stderr)
        yield f"| {channels} | {blocks[0] if blocks else 2} | {a['parameters']} | {batch} | {precision} | {a['stepsPerSecond']:.2f} | {theirs} |"


def main():
    (kind, *words), ours, peer = turns.programs(sys.argv[1:])
    for line in {"outputs": outputs, "launches": launches, "memory": memory, "train": train}[kind](ours, peer, *words):
        print(line, flush=True)
    ours.close()
    peer.close()


if __name__ == "__main__":
    main()
