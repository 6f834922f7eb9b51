#!/usr/bin/env bash
# Times sampling on libtorch through TorchSharp beside PyTorch: same networks from the same files, same solvers, same batches, one device.
#
#     DEVICE=cuda bench/torch/compare.sh [ROUNDS]      on an NVIDIA GPU
#     DEVICE=cpu bench/torch/compare.sh [ROUNDS]       on the CPU; THREADS chooses how many
#
# Both programs stay alive and run in turns, five rounds each, warmed up before. Their networks are first compared: PyTorch writes weights
# and the outputs of some inputs in double, which both must give. Results: bench/results/torch-DEVICE.json and .md.
#
# Needs python3 with PyTorch; PYTHON names another one. VARIANTS chooses among PyTorch's: eager (a level for every sample), shared (one level for
# the batch, pictures channels-last), compile (that, under torch.compile), graphs (that, on CUDA graphs). WORKLOADS is a list of NAME:SAMPLES:STEPS with
# networks mlp2, mlp64, unet and solvers em, heun, dpmpp-2m. LIBTORCH=own builds against the libtorch on LD_LIBRARY_PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
device=${DEVICE:-cuda}
rounds=${1:-5}
python=${PYTHON:-python3}
threads=${THREADS:-2}
if [ "$device" = cuda ]; then
  variants=${VARIANTS:-"eager shared compile graphs"}
  workloads=${WORKLOADS:-"mlp2-em:10000:500 mlp2-heun:10000:25 mlp64-em:2000:200 mlp64-heun:2000:25 unet-em:256:50 unet-heun:256:25
    mlp2-dpmpp-2m:10000:50 mlp64-dpmpp-2m:2000:50 unet-dpmpp-2m:256:50
    mlp2-heun:1000000:25 mlp64-heun:65536:25"}
else
  variants=${VARIANTS:-"eager shared compile"}
  workloads=${WORKLOADS:-"mlp2-em:10000:100 mlp2-heun:10000:25 mlp64-em:2000:50 mlp64-heun:2000:10 unet-em:16:4 unet-heun:16:2"}
fi

if ! "$python" -c 'import torch' 2>/dev/null; then
  echo "bench/torch/compare.sh: $python has no PyTorch; set PYTHON to one that has it" >&2
  exit 2
fi

if [ "${BUILD:-1}" = 1 ]; then
  dotnet build -c Release bench/torch --nologo -v quiet "-p:Torch=$device" ${LIBTORCH:+"-p:LibTorch=$LIBTORCH"}
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p bench/results
"$python" bench/peers/examples.py "$work"
"$python" bench/peers/turns.py "bench/results/torch-$device" "$rounds" "$variants" "$(echo $workloads)" \
  -- "bench/torch/bin/torch-$device/Release/net10.0/ScoreSde.TorchBench" "$device" "$work" "$threads" \
  -- "$python" bench/peers/device.py "$device" "$work" "$threads"
