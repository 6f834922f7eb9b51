#!/usr/bin/env bash
# Packs what bench/torch/device.sh needs on a machine with a card but without .NET, NuGet and network: programs and tests with their own runtime,
# in one folder, into FOLDER/scoresde-device.tar.xz,
# and Fashion-MNIST into FOLDER/fashion-mnist.tar.xz. libtorch is not packed: it is that machine's PyTorch's.
#
#     bench/torch/pack.sh FOLDER [FASHION]    FASHION: the folder with the four IDX files, plain or .gz
#     bench/torch/pack.sh --list              the projects that are packed, one a line
#
# What is listed but not there is left out with a sentence. Without FASHION that of Debian's dataset-fashion-mnist is taken where there is one.
# NATIVE=FILE packs that libLibTorchSharp.so in place of TorchSharp's own, should PyTorch there not load it.
set -euo pipefail
cd "$(dirname "$0")/../.."

projects=(src/Cli bench/torch bench/cuda bench/RunTests tests/Score.Torch.Tests tests/Score.Cuda.Tests)

# The most that each may hold, in MiB.
most=40

if [ "${1:-}" = --list ]; then
  for project in "${projects[@]}"; do
    if [ -d "$project" ]; then echo "$project"; fi
  done
  exit 0
fi

target=${1:?the folder to write to}
fashion=${2:-/usr/share/datasets/fashion-mnist}
mkdir -p "$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/programs"

for project in "${projects[@]}"; do
  if [ ! -d "$project" ]; then
    echo "left out: $project, which is not there"
    continue
  fi
  dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:Torch=cuda -p:LibTorch=own -p:DebugType=none -p:GenerateDocumentationFile=false \
    -o "$work/programs" --nologo -v quiet
done

# Symbols, texts, debuggers' parts of the runtime, what only `dotnet test` needs, and ONNX Runtime, which no step there asks for.
cd "$work/programs"
rm -rf ./*.pdb ./*.xml createdump ./libmscordaccore.so ./libmscordbi.so ./libclrgcexp.so ./libcoreclrtraceptprovider.so \
  testhost* Microsoft.TestPlatform.* Microsoft.VisualStudio.* Microsoft.CodeCoverage.* xunit.runner.visualstudio.* CodeCoverage coverlet* \
  libonnxruntime*.so BuildHost-* cs de es fr it ja ko pl pt-BR ru tr zh-Hans zh-Hant runtimes alpine arm64 macos ubuntu x64 x86 Mono.Cecil* Newtonsoft.Json.dll
cd - >/dev/null
if [ -n "${NATIVE:-}" ]; then cp "$NATIVE" "$work/programs/libLibTorchSharp.so"; fi

if [ -d "$fashion" ]; then
  mkdir "$work/fashion"
  for name in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte; do
    # Plain, since what is packed twice grows.
    if [ -f "$fashion/$name" ]; then cp "$fashion/$name" "$work/fashion/"; else gzip -dc "$fashion/$name.gz" >"$work/fashion/$name"; fi
  done
else
  echo "left out: Fashion-MNIST, since there is no folder $fashion"
fi

# pack NAME FOLDER
pack() {
  local size
  tar -C "$work" -c --owner=0 --group=0 --sort=name "$2" | xz -T0 -6 >"$target/$1"
  size=$(stat -c %s "$target/$1")
  echo "$target/$1: $size bytes, $((size / 1048576)) MiB, of $(du -sm "$work/$2" | cut -f1) MiB in $(find "$work/$2" -type f | wc -l) files"
  if [ "$size" -gt $((most * 1048576)) ]; then
    echo "$1 has more than $most MiB" >&2
    exit 1
  fi
}

pack scoresde-device.tar.xz programs
if [ -d "$work/fashion" ]; then pack fashion-mnist.tar.xz fashion; fi
