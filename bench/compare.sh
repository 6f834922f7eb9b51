#!/usr/bin/env bash
# Times the workloads of bench/Workloads and their PyTorch twins in alternation on this machine and prints ratios with their spread.
#
#     bench/compare.sh [ROUNDS [WORKLOADS]]        five rounds of all workloads; WORKLOADS is a list such as "w1 w5"
#
# Needs python3 with PyTorch (PYTHON names another one). Two profiles of PyTorch are run: as installed, and tuned (peers/tuned.sh). Every line that is measured goes to bench/results/compare.jsonl. PROFILES and VARIANTS choose among
# profiles and variants; UNET names the checkpoint of a U-Net for "unet-heun unet-network", which are left out without it; KEEP=1 adds to the results of the last run, so that the slow profile can have fewer rounds.
set -euo pipefail
if [ -n "${UNET:-}" ]; then UNET=$(realpath "$UNET"); export UNET; fi
cd "$(dirname "$0")"
rounds=${1:-5}
workloads=${2:-"sgemm w1 w2-em w2-heun w2-network w3-em w3-heun w3-network w4 w5 w6"}
python=${PYTHON:-python3}
source peers/tuned.sh
threads=${THREADS:-2}
profiles=${PROFILES:-"tuned as-installed"}

if ! "$python" -c 'import torch' 2>/dev/null; then
  echo "bench/compare.sh: $python has no PyTorch; set PYTHON to one that has it" >&2
  exit 2
fi

dotnet build -c Release Workloads --nologo -v quiet
mkdir -p results
results=results/compare.jsonl
if [ "${KEEP:-0}" != 1 ]; then : > "$results"; fi

# One thread means one core: what a runtime does beside it (compiling, collecting) is then paid for on either side.
pin=()
if [ "$threads" = 1 ] && command -v taskset > /dev/null; then pin=(taskset -c 0); fi

ours() { "${pin[@]}" Workloads/bin/Release/net10.0/ScoreSde.Workloads "$1" "$threads" 1 >> "$results"; }
peer() {
  local profile=$1 workload=$2 variant=$3
  local setting=()
  if [ "$profile" = tuned ]; then
    setting=("${tuned[@]}")
  fi
  env "${setting[@]}" "${pin[@]}" "$python" peers/workloads.py "$workload" --variant "$variant" --threads "$threads" --profile "$profile" >> "$results"
}

for round in $(seq "$rounds"); do
  for workload in $workloads; do
    case $workload in
      w1) variants="eager columns jit" ;;
      w2-* | w3-*) variants="eager shared-t jit" ;;
      unet-*) variants="eager channels-last jit optimised" ;;
      *) variants="eager" ;;
    esac
    variants=${VARIANTS:-$variants}
    for profile in $profiles; do
      for variant in $variants; do
        if [ "$workload" != sgemm ]; then ours "$workload"; fi
        peer "$profile" "$workload" "$variant"
      done
    done
    echo "round $round of $rounds: $workload done" >&2
  done
done
"$python" peers/table.py "$results"
