#!/usr/bin/env bash
# Prints how time grows with samples, steps, width and threads, in Markdown: medians of REPEATS (5) runs after a warm-up.
#
#     bench/scaling.sh [REPEATS]
#
# Where python3 (or PYTHON) has PyTorch, the tuned product of matrices (peers/tuned.sh) stands beside the gain of a second thread.
set -euo pipefail
cd "$(dirname "$0")"
repeats=${1:-5}
python=${PYTHON:-python3}
source peers/tuned.sh
dotnet build -c Release Workloads --nologo -v quiet
mkdir -p results
results=results/scaling.jsonl
: > "$results"
run() { Workloads/bin/Release/net10.0/ScoreSde.Workloads "$1" "$2" "$repeats" >> "$results"; }
run samples-500,samples-1000,samples-2000,samples-4000,samples-8000 2
run steps-5,steps-10,steps-20,steps-40,steps-80 2
run width-64,width-128,width-256,width-512,width-1024 2
for threads in 1 2; do run w1,w3-network,w3-em,w4,w5 "$threads"; done
if "$python" -c 'import torch' 2>/dev/null; then
  for threads in 1 2; do
    env "${tuned[@]}" "$python" peers/workloads.py sgemm --threads "$threads" --repeats "$repeats" --profile tuned >> "$results"
  done
fi
for pass in 1 2 3; do Workloads/bin/Release/net10.0/ScoreSde.Workloads w3-parts 2 1 >> "$results"; done
"$python" - "$results" <<'PY'
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
for name in ("w1", "w3-network", "w3-em", "w4", "w5", "sgemm"):
    if (name, 1) in time:
        print(f"| {name} | {time[name, 1]:.3f} | {time[name, 2]:.3f} | {time[name, 1] / time[name, 2]:.2f} |")
for row in rows:
    if row["workload"] == "w3-parts":
        print(f"\nW3, Euler–Maruyama, 2 threads: network {100 * row['network']:.2f} %, noise {100 * row['noise']:.2f} %, all else {100 * row['rest']:.2f} %.")
PY
