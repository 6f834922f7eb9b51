#!/usr/bin/env bash
# Compares what the program says a run will need with what the system saw it take.
#   tests/stress/memory.sh [PROGRAM [VERB]]
# The plan is read from the refusal under a small limit of the runtime; the peak is VmHWM. Fails where a peak is above the plan or below a third of it.
set -u
only=${2:-}
program=${1:-src/Cli/bin/Release/net10.0/scoresde.dll}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
# What a network is read from must fit.
limit=0x2000000

bytes() { awk '{ f = 1; if ($2 == "MB") f = 1e6; if ($2 == "GB") f = 1e9; printf "%.0f", $1 * f }'; }

check() {
  if [ -n "$only" ] && [ "$only" != "$1" ]; then return; fi
  local planned peak child
  planned=$(DOTNET_GCHeapHardLimit=$limit dotnet "$program" "$@" 2>&1 | sed -n 's/.*needs about \([0-9.E+]* [MG]B\) of memory.*/\1/p' | bytes)
  dotnet "$program" "$@" >"$folder/out" 2>&1 &
  child=$!
  peak=0
  while kill -0 $child 2>/dev/null; do
    now=$(sed -n 's/VmHWM:[[:space:]]*\([0-9]*\).*/\1/p' /proc/$child/status 2>/dev/null)
    [ "${now:-0}" -gt "$peak" ] && peak=$now
    sleep 0.02
  done
  wait $child || { echo "failed: $*"; cat "$folder/out"; failed=1; }
  awk -v p="$planned" -v m="$((peak * 1024))" -v w="$*" 'BEGIN {
    ratio = p / m; verdict = ratio >= 1 && ratio <= 3 ? "ok" : "OUT"; printf "%-4s planned %6.0f MB, peak %6.0f MB, ratio %.2f: %s\n", verdict, p / 1e6, m / 1e6, ratio, w; exit verdict != "ok" }' || failed=1
}

check sample --model mixture8 --solver euler --steps 2 --count 60000000 --out "$folder/x.npy"
check sample --model mixture8 --solver euler --steps 2 --count 30000000 --dtype double --out "$folder/x.npy"
check sample --model digits --solver euler --steps 1 --count 1000000 --out "$folder/x.npy"
check sample --model gaussian --solver heun --steps 4 --count 3000000 --trajectory 1,0.5,0.2,0 --out "$folder/x.npy"
check compare --model gaussian --solvers euler --nfe 2 --count 3000000
check compare --model gaussian --solvers em --nfe 2 --count 1500000 --dtype double
check forward --model mixture8 --count 20000000
check forward --model mixture8 --count 3000000 --out "$folder/x.npy"
check grid --model digits --solver heun --steps 20
dotnet "$program" train --data moons --width 2000 --depth 3 --steps 1 --batch 16 --threads 1 --overwrite --out "$folder/wide" >/dev/null 2>&1
check sample --model mixture8 --solver euler --steps 100 --count 1500 --trajectory all --animate "$folder/x.gif"
check sample --model mixture8 --solver heun --nfe 50 --count 1000000 --animate "$folder/x.gif"
check sample --model fashion --nfe 2 --count 2000 --out "$folder/x.npy"
limit=0xBEBC200
check sample --model "$folder/wide" --nfe 4 --count 64 --out "$folder/x.npy"
check sample --model "$folder/wide" --nfe 4 --count 64 --dtype double --out "$folder/x.npy"
check compare --model "$folder/wide" --solvers ddim --nfe 2 --count 200
check export --model "$folder/wide" --out "$folder/wide.onnx"
limit=0x2000000
check variances --model digits --steps 5,10,50,1000
check verify
check likelihood --model gaussian --steps 17 --count 2000000
check restore --model digits --task inpaint --steps 20 --count 50000 --out "$folder/r"
check train --data moons --steps 2 --width 2048 --depth 4 --batch 256 --out "$folder/m"
check train --data digits --steps 2 --width 512 --depth 8 --batch 16384 --out "$folder/m"
exit $failed
