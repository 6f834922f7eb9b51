#!/usr/bin/env bash
# What is published, as its users have it: packs all packages into a folder, looks into them, and outside of the repository runs each tutorial (a single-file program that names them with
# #:package) and the program as a tool, restored from that folder.
#   tests/packages.sh [FOLDER]      FOLDER keeps the packages; needs a Release build of the solution
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
feed=${1:-$work/feed}
mkdir -p "$feed"
feed=$(realpath "$feed")

for project in Sde Score Verification Comparison Score.Onnx Score.Cuda Cli; do
  dotnet pack "src/$project" -c Release --no-build -o "$feed" --nologo -v quiet
done

# A place without this repository's properties, with a cache of its own, so that nothing older of the same version is taken.
mkdir "$work/user"
cd "$work/user"
cp "$root"/docs/tutorials/*.cs "$root/tests/Packages/contents.cs" .
cp "$root/global.json" .
export NUGET_PACKAGES="$work/cache"
# Other packages come from where this machine has them: its sources, and what is in its cache already.
{
  echo '<configuration><packageSources><add key="scoresde" value="'"$feed"'" /></packageSources><fallbackPackageFolders><add key="machine" value="'"${MACHINE_PACKAGES:-$HOME/.nuget/packages}"'" /></fallbackPackageFolders></configuration>'
} > nuget.config

dotnet run contents.cs -- "$feed"
for tutorial in own-score network-from-onnx restore likelihood own-sampler; do
  echo "== $tutorial.cs"
  dotnet run "$tutorial.cs"
done

echo "== dotnet tool install"
dotnet tool install ScoreSde.Cli --tool-path "$work/tools" --prerelease > /dev/null
"$work/tools/scoresde" --version
"$work/tools/scoresde" sample --model digits --nfe 10 --count 20 --out tool.npy
[ -s tool.npy ]
