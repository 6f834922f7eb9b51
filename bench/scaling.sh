#!/usr/bin/env bash
# Prints how time grows with samples, steps, width and threads, in Markdown: medians of REPEATS (5) runs after a warm-up.
#
#     bench/scaling.sh [REPEATS]
set -euo pipefail
cd "$(dirname "$0")"
repeats=${1:-5}
dotnet build -c Release Workloads --nologo -v quiet
mkdir -p results
results=results/scaling.jsonl
: > "$results"
run() { Workloads/bin/Release/net10.0/ScoreSde.Workloads "$1" "$2" "$repeats" >> "$results"; }
run samples-500,samples-1000,samples-2000,samples-4000,samples-8000 2
run steps-5,steps-10,steps-20,steps-40,steps-80 2
run width-64,width-128,width-256,width-512,width-1024 2
for threads in 1 2; do run w1,w3-network,w3-em,w4,w5 "$threads"; done
run w3-evaluations,w3-noise 2
"${PYTHON:-python3}" - "$results" <<'PY'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
time = {(r["workload"], r["threads"]): statistics.median(r["seconds"]) for r in rows}
def table(kind, unit, scale):
    print(f"\n| {kind} | seconds | {unit} |\n| ---: | ---: | ---: |")
    for (name, threads), seconds in time.items():
        if name.startswith(kind + "-") and name.split("-")[1].isdigit():
            n = int(name.split("-")[1])
            print(f"| {n} | {seconds:.3f} | {scale(n, seconds):.4g} |")
table("samples", "µs a sample", lambda n, s: 1e6 * s / n)
table("steps", "ms a step", lambda n, s: 1e3 * s / n)
table("width", "GFLOP/s", lambda n, s: 20 * 2000 * 2 * (2 * 64 * n + 4 * n * n) / s / 1e9)
print("\n| workload | 1 thread | 2 threads | gain |\n| --- | ---: | ---: | ---: |")
for name in ("w1", "w3-network", "w3-em", "w4", "w5"):
    print(f"| {name} | {time[name, 1]:.3f} | {time[name, 2]:.3f} | {time[name, 1] / time[name, 2]:.2f} |")
own = time["w3-em", 2] - time["w3-evaluations", 2] - time["w3-noise", 2]
print(f"\nW3, Euler–Maruyama: {100 * own / time['w3-em', 2]:.1f} % of the time is neither network nor noise.")
PY
