#!/usr/bin/env bash
# Shows and measures what the programs do on a card, on a machine that has PyTorch for CUDA but no .NET, no NuGet and no network, in at most LIMIT
# seconds. bench/torch/pack.sh has made the folder PACKAGE elsewhere.
#
#     bench/torch/device.sh [RESULTS]
#
# The last step trains for as long as is left, LAST seconds (235) at least; what stands before it ends in time for that. Where Fashion-MNIST is not packed it is left out.
#
# PACKAGE (.device) is pack.sh's folder, PYTHON (python3) one that has PyTorch, LIMIT (540) seconds for all, DEVICE cuda (else cpu), QUICK=1 takes sizes that
# a laptop bears. VARIANTS are PyTorch's in the throughput, whose last row begins within BEGIN seconds. THREADS (2) is for the timed programs' own processors. STEPS is a list of steps, all by default. NATIVE=FOLDER compiles TorchSharp's native
# part against PyTorch's libtorch from the folder of its sources, src/Native/LibTorchSharp.
#
# RESULTS (device-results) gets, at once and not at the end: summary.md, a section for each step with seconds, verdict and figures; log.txt, what the steps
# said; throughput.json and .md; fused.json and .md; kernels.csv; fashion.safetensors (in parts where it has more than 15 MiB) and fashion.png. A step that fails or
# takes too long does not stop the next; ends with 1 if one failed.
#
# Run whole on an H200 in 473 s. Rehearsed without a card, by what pack.sh had packed, in an environment with PATH=/usr/bin:/bin and nothing else, with DEVICE=cpu QUICK=1, the libtorch 2.10 of
# the NuGet package in place of PyTorch's own (LIBTORCH=FOLDER) and PyTorch 1.13 as the peer. What that cannot show: the tests that need a card; kernels of our own, by CUPTI and by
# PyTorch's profiler (operators were counted in their place); torch.compile and CUDA graphs; TF32; memory by the driver and the split of a batch that does
# not fit; the kernel of whole runs, whose program says that there is no card. NATIVE has not been tried: TorchSharp's own library loads beside PyTorch 2.11.
# Steps are called by name; commands are lists of words.
# shellcheck disable=SC2317,SC2046,SC2086,SC2016,SC2094,SC2181
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
export DEVICE=${DEVICE:-cuda} PACKAGE=${PACKAGE:-.device} PYTHON=${PYTHON:-python3} THREADS=${THREADS:-2} QUICK=${QUICK:-0}
export PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableDiagnostics=0
# In the program's words.
named=$([ "$DEVICE" = cuda ] && echo cuda || echo torch)

# pick QUICK FULL
pick() { if [ "$QUICK" = 1 ]; then echo "$1"; else echo "$2"; fi; }
channels=$(pick 8 40)
batch=$(pick 16 256)
# A level's blocks, as few as pictures of clothes need: the file has 7 MB and a step few launches.
blocks=1
bench() { "$PROGRAMS/ScoreSde.TorchBench" "$DEVICE" "$WORK/networks" "$THREADS"; }
ours() { echo "$PROGRAMS/ScoreSde.TorchBench $DEVICE $WORK/networks $THREADS"; }
peer() { echo "$PYTHON bench/peers/device.py $DEVICE $WORK/networks $THREADS"; }
# figures KIND [WORKLOADS]: a table of both.
figures() { "$PYTHON" bench/peers/figures.py "$@" -- $(ours) -- $(peer); }

# ---- the steps: tables and figures on the standard output, all else on the standard error

load() {
  "$PROGRAMS/scoresde" devices >&2 || return 1
  if [ "$DEVICE" = cuda ]; then
    nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.sm,clocks.max.sm,clocks.mem,power.limit --format=csv,noheader
  fi
  "$PYTHON" -c 'import torch; print("PyTorch", torch.__version__)'
  "$PROGRAMS/scoresde" sample --device "$named" --model digits --solver heun --nfe 20 --count 100 --seed 1 --out "$WORK/device.npy" >&2 &&
    "$PROGRAMS/scoresde" sample --device cpu --model digits --solver heun --nfe 20 --count 100 --seed 1 --out "$WORK/cpu.npy" >&2 &&
    "$PYTHON" - "$WORK/device.npy" "$WORK/cpu.npy" <<'PY'
import sys
import numpy
a, b = (numpy.load(path).astype(float) for path in sys.argv[1:])
difference = abs(a - b).max()
print(f"samples of the digits' network, 20 evaluations, differ from the CPU's by at most {difference:.2e} of {abs(b).max():.0f}")
sys.exit(not difference < 1e-2)
PY
}

tests() {
  local status=0 text file
  LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$TOOLKIT"
  # Those of a card first, should the time be short; without one these are skipped.
  for text in .Cuda. .Launch; do
    for file in ScoreSde.Score.Torch.Tests.dll ScoreSde.Score.Cuda.Tests.dll; do
      if [ -f "$PROGRAMS/$file" ]; then
        suite "$file $text" "$file" "$text" || status=1
      else
        echo "left out: $file is not packed"
      fi
    done
  done
  return $status
}

# suite NAME FILE [TEXT]: tests; their lines are log, their count and what failed are figures.
suite() {
  local name=$1 status
  shift
  "$PROGRAMS/ScoreSde.RunTests" "$PROGRAMS/$1" "${@:2}" 2>&1 | tee "$WORK/tests" >&2
  status=${PIPESTATUS[0]}
  echo "$name: $(tail -n 1 "$WORK/tests")"
  grep '^FAILED' "$WORK/tests"
  return $status
}

outputs() { figures outputs; }

launches() {
  LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$TOOLKIT"
  figures launches "$(pick "mlp2-em:100:16 mlp2-heun:100:16 mlp64-dpmpp-2m:10:8" \
    "unet-em:64:12 unet-heun:64:12 mlp2-em:10000:96 mlp2-heun:10000:96 mlp2-dpmpp-2m:10000:96 mlp2-sde-dpmpp-2m:10000:96 mlp64-em:2000:96 mlp64-heun:2000:96")"
}

workloads() {
  pick "mlp2-em:200:10 mlp2-heun:200:5 mlp2-dpmpp-2m:200:10 mlp64-em:50:5 mlp64-heun:50:3 mlp64-dpmpp-2m:50:5 unet-em:1:2 unet-heun:1:1 unet-dpmpp-2m:1:2 mlp2-heun:1000:3:plain,eager" \
    "unet-em:256:20 mlp64-em:2000:200 mlp2-em:10000:200 unet-heun:256:10 unet-dpmpp-2m:256:20 mlp64-heun:2000:50 mlp64-dpmpp-2m:2000:100 mlp2-heun:10000:50 mlp2-dpmpp-2m:10000:100 mlp2-heun:1000000:25:plain,eager mlp64-heun:65536:25:plain,eager"
}

throughput() {
  "$PYTHON" bench/peers/turns.py "$RESULTS/throughput" "$(pick 2 5)" "${VARIANTS:-plain eager compile graphs}" "$(workloads)" "${BEGIN:-$(pick 60 115)}" -- $(ours) -- $(peer)
}

# Where the time of a U-Net's evaluation goes, and what else its convolutions could be.
kernels() {
  if [ "$DEVICE" = cuda ] && command -v ncu >/dev/null; then
    # Three runs of one evaluation each, of which the last is looked at: what comes first is compiled there.
    echo "run unet-em 256 1 own" | ncu --target-processes all --clock-control none --cache-control none --metrics gpu__time_duration.sum --csv --page raw \
      --log-file "$RESULTS/kernels.csv" $(ours) >&2 && "$PYTHON" bench/peers/kernel_times.py "$RESULTS/kernels.csv" 0.004 160
  else
    echo "left out: the kernels of an evaluation, since there is no ncu"
  fi
  echo
  "$PYTHON" bench/peers/convolutions.py "$(pick 1 256)" "$DEVICE"
}

memory() {
  local workload answer
  # A process each, since it keeps what it once took.
  for workload in $(pick "mlp2-heun:1000:3 unet-em:4:1" "mlp2-heun:1000000:3 mlp64-heun:262144:3 unet-em:2048:2"); do
    figures memory "$workload" | { if [ -n "${answer:-}" ]; then tail -n 1; else cat; fi; } || return 1
    answer=1
  done
  answer=$(echo "split unet-em $(pick "4 1 1" "5000 2 6")" | bench) || return 1
  echo
  echo "a batch of pictures where all but some GiB of the card were taken before: $answer"
  if [ "$DEVICE" = cuda ] && [[ $answer == *'"halvings": 0,'* ]]; then return 1; fi
}

train() {
  figures train "$(pick "8:16:3:mixed $channels:$batch:3:float32:$blocks" "64:128:30:float32 64:128:30:mixed $channels:$batch:60:float32:$blocks")" | tee "$WORK/train" || return 1
  # The last row's, for the step that trains for as long as is left.
  awk -F '|' 'END {print $7 + 0}' "$WORK/train" >"$WORK/rate"
}

digits() {
  local start=$SECONDS
  "$PROGRAMS/scoresde" train --device "$named" --data digits $(pick "--steps 40" "") --out "$WORK/digits.safetensors" >"$WORK/said-digits" 2>&1 || { cat "$WORK/said-digits" >&2; return 1; }
  cat "$WORK/said-digits" >&2
  echo "digits: $((SECONDS - start)) s, start and data included; it said:"
  tr '\r' '\n' <"$WORK/said-digits" | grep -av '^ *$' | tail -n 3
}

fused() {
  if [ ! -x "$PROGRAMS/ScoreSde.CudaBench" ]; then echo "left out: ScoreSde.CudaBench is not packed"; return 0; fi
  LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$TOOLKIT"
  if [ "$DEVICE" != cuda ]; then echo "left out: $("$PROGRAMS/ScoreSde.CudaBench" 2>&1 | head -n 1)"; return 0; fi
  "$PYTHON" bench/peers/fused.py "$RESULTS/fused" "$(pick 2 5)" "$(pick eager "eager graphs")" 35 -- "$PROGRAMS/ScoreSde.CudaBench" "$(pick 2 5)" "$WORK/networks" -- $(peer)
}

fashion() {
  local seconds=$1 rate steps status
  if [ ! -d "$WORK/fashion" ]; then echo "left out: Fashion-MNIST is not packed"; return 0; fi
  # As many steps as fit, so that the learning rate comes to its end and the file holds the averages alone; stopped by a signal if the guess was too high.
  rate=$(cat "$WORK/rate" 2>/dev/null || echo 0)
  seconds=$((seconds - $(pick 10 25)))
  steps=$(awk -v rate="$rate" -v seconds="$((seconds - 12))" 'BEGIN {n = int(0.85 * rate * seconds); print (n > 10 ? n : 8000)}')
  timeout -s TERM -k 20 "$seconds" "$PROGRAMS/scoresde" train --device "$named" --data "$WORK/fashion" --network unet --channels "$channels" --blocks $blocks --batch "$batch" \
    --lr 4e-4 --steps "$steps" --save-every never --overwrite --out "$WORK/fashion.safetensors" >"$WORK/said-fashion" 2>&1
  status=$?
  cat "$WORK/said-fashion" >&2
  echo "U-Net of $channels channels and $blocks block a level on Fashion-MNIST, batch $batch, $steps steps asked for, at most $seconds s, ended with $status; it said:"
  tr '\r' '\n' <"$WORK/said-fashion" | grep -av '^ *$' | tail -n 3
  [ -f "$WORK/fashion.safetensors" ] || return 1
  if [ "$(stat -c %s "$WORK/fashion.safetensors")" -gt $((15 * 1048576)) ]; then
    split -b 15728640 "$WORK/fashion.safetensors" "$RESULTS/fashion.safetensors.part-"
  else
    cp "$WORK/fashion.safetensors" "$RESULTS/"
  fi
  "$PROGRAMS/scoresde" sample --device "$named" --model "$WORK/fashion.safetensors" --data "$WORK/fashion" --solver heun --nfe "$(pick 4 50)" --count "$(pick 10 100)" \
    --seed 1 --image "$RESULTS/fashion.png" >&2
}

if [ "${1:-}" = --step ]; then
  "$2" "${@:3}"
  exit
fi

# ---- the run

limit=${LIMIT:-540}
RESULTS=$(realpath -m "${1:-device-results}")
mkdir -p "$RESULTS" || exit 1
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
export RESULTS WORK PROGRAMS=$WORK/programs TORCHINDUCTOR_CACHE_DIR=$WORK/inductor HOME=$WORK
summary=$RESULTS/summary.md
log=$RESULTS/log.txt
failed=0

# unpack FILE: where there is no xz, Python has one.
unpack() { tar -xJf "$1" -C "$WORK" 2>/dev/null || "$PYTHON" -c 'import sys, tarfile; tarfile.open(sys.argv[1], "r:xz").extractall(sys.argv[2])' "$1" "$WORK"; }

# step NAME SECONDS [keep]: runs a step in at most so many seconds, and in what is left, less what the last step is to have.
step() {
  local name=$1 most=$2 start=$SECONDS left=$((limit - SECONDS - ${3:-$last})) status verdict
  case " ${STEPS:-$name} " in *" $name "*) ;; *) return ;; esac
  if [ "$left" -lt 10 ]; then
    printf '\n## %s: left out, since the time is over\n' "$name" >>"$summary"
    failed=1
    return
  fi
  if [ "$most" -gt "$left" ]; then most=$left; fi
  printf '\n==== %s, at %s s of %s, at most %s s\n' "$name" "$SECONDS" "$limit" "$most" | tee -a "$log"
  timeout -k 5 "$most" bash bench/torch/device.sh --step "$name" "$most" 2>>"$log" | tee -a "$log" >"$WORK/out"
  status=${PIPESTATUS[0]}
  verdict=ok
  if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then verdict="cut off"; elif [ "$status" -ne 0 ]; then verdict="FAILED ($status)"; fi
  if [ "$status" -ne 0 ]; then failed=1; fi
  {
    printf '\n## %s: %s s, %s\n\n' "$name" $((SECONDS - start)) "$verdict"
    head -n 60 "$WORK/out"
    if [ "$status" -ne 0 ]; then printf '\n```\n%s\n```\n' "$(tail -n 12 "$log" | cut -c 1-400)"; fi
  } | tee -a "$summary"
}

printf '# %s, %s, %s processors, at most %s s\n' "$(date -u +%FT%TZ)" "$DEVICE" "$(nproc)" "$limit" >"$summary"
: >"$log"
if ! unpack "$PACKAGE/scoresde-device.tar.xz" 2>>"$log"; then
  echo "FAILED: $PACKAGE/scoresde-device.tar.xz is not there or does not unpack; bench/torch/pack.sh makes it" | tee -a "$summary" >&2
  exit 1
fi
# What the last step is to have: nothing where there is nothing to train on.
last=5
if [ -f "$PACKAGE/fashion-mnist.tar.xz" ]; then
  unpack "$PACKAGE/fashion-mnist.tar.xz" 2>>"$log"
  last=$(pick 60 "${LAST:-235}")
fi
site=$("$PYTHON" -c 'import os, torch; print(os.path.dirname(torch.__path__[0]))') || { echo "FAILED: $PYTHON has no PyTorch" | tee -a "$summary" >&2; exit 1; }
own=${LD_LIBRARY_PATH:-}
export LD_LIBRARY_PATH=${LIBTORCH:-$site/torch/lib}${own:+:$own}
# CUPTI and NVRTC: PyTorch's own, else the toolkit's.
TOOLKIT=$(find "$site"/nvidia/*/lib /usr/local/cuda/lib64 /usr/local/cuda/extras/CUPTI/lib64 -maxdepth 0 -printf '%p:' 2>/dev/null)
export TOOLKIT
if [ -n "${NATIVE:-}" ]; then
  echo "compiling libLibTorchSharp.so from $NATIVE" | tee -a "$log"
  find "$NATIVE" -name '*.cpp' -print0 | xargs -0 -P "$(nproc)" -I{} sh -c \
    'g++ -std=c++20 -O2 -fPIC -w -I"$1/include" -I"$1/include/torch/csrc/api/include" -I"$2" -c "$3" -o "$4/$(basename "$3").o"' sh "$site/torch" "$NATIVE" {} "$WORK" 2>>"$log" &&
    g++ -shared -o "$PROGRAMS/libLibTorchSharp.so" "$WORK"/*.o -L"$site/torch/lib" -ltorch -ltorch_cpu -lc10 2>>"$log"
  if [ $? -ne 0 ]; then echo "FAILED: the native part does not compile" | tee -a "$summary"; fi
fi
mkdir "$WORK/networks"
"$PYTHON" bench/peers/examples.py "$WORK/networks" 2>>"$log" || echo "FAILED: no example networks" | tee -a "$summary"
echo "unpacked and prepared at $SECONDS s" | tee -a "$log"

step load 40
step tests "$(pick 60 70)"
step outputs 30
step throughput "$(pick 120 140)"
step fused 55
step train 30
step launches 35
step kernels 50
step memory 30
step digits 35
step fashion 600 5

printf '\n%s s in all.\n' "$SECONDS" | tee -a "$summary"
exit $failed
