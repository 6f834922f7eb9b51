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
# In turns, since the processor's clock drifts.
for pass in $(seq "$repeats"); do
  for threads in 1 2; do
    Workloads/bin/Release/net10.0/ScoreSde.Workloads w1,w3-network,w3-em,w4,w5 "$threads" 1 >> "$results"
    if "$python" -c 'import torch' 2>/dev/null; then
      env "${tuned[@]}" "$python" peers/workloads.py sgemm --threads "$threads" --profile tuned >> "$results"
    fi
  done
  Workloads/bin/Release/net10.0/ScoreSde.Workloads w3-parts 2 1 >> "$results"
done
"$python" - "$results" <<'PY'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
runs = {}
for r in rows:
    runs.setdefault((r["workload"], r["threads"]), []).extend(r["seconds"])
time = {key: statistics.median(seconds) for key, seconds in runs.items()}
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
parts = [r for r in rows if r["workload"] == "w3-parts"]
print("\nW3, Euler–Maruyama, 2 threads: " + ", ".join(
    f"{name} {100 * statistics.median(r[key] for r in parts):.2f} % ({100 * min(r[key] for r in parts):.2f}–{100 * max(r[key] for r in parts):.2f})"
    for name, key in (("network", "network"), ("noise", "noise"), ("all else", "rest"))) + ".")
PY
