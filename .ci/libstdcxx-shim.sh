#!/usr/bin/env bash
# Makes in a folder a libstdc++.so.6 with which libLibTorchSharp.so loads on systems whose C++ library is that of GCC 12, such as Debian 12. That file
# was built with GCC 13 and asks for one symbol more, std::ios_base_library_init (GLIBCXX_3.4.32), which does nothing where the library itself
# sets up its streams. What is made has that symbol and every version's name, and hands all else on to the system's own library.
#   .ci/libstdcxx-shim.sh FOLDER && LD_LIBRARY_PATH=FOLDER dotnet test -c Release tests/Score.Torch.Tests -p:Torch=cpu
# Needs gcc and objdump (Debian: gcc, binutils).
set -euo pipefail
folder=${1:?the folder to write to}
for tool in gcc objdump; do
  command -v "$tool" >/dev/null || { echo "$tool is needed to make a libstdc++.so.6 for libtorch" >&2; exit 1; }
done
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The one the loader takes. What is piped is read to its end: who writes to a pipe that nobody reads is killed, and this script with it.
own=$(ldconfig -p | awk '/libstdc\+\+\.so\.6 .*x86-64/ && !found {print $NF; found = 1}')
own=$(readlink -f "$own")
objdump -p "$own" | awk '/^Version definitions/ {on = 1; next} NF == 0 {on = 0} on && $4 ~ /^(GLIBCXX|CXXABI)_/ {print $4}' >"$work/versions"
if grep -qx 'GLIBCXX_3.4.32' "$work/versions"; then
  echo "$own is new enough" >&2
  exit 0
fi

# A script of versions: those of the system's library, empty, then the one that is missing.
{
  sed 's/$/ { };/' "$work/versions"
  grep -qx 'GLIBCXX_3.4.31' "$work/versions" || echo 'GLIBCXX_3.4.31 { };'
  echo 'GLIBCXX_3.4.32 { global: _ZSt21ios_base_library_initv; local: *; };'
} >"$work/versions.map"
echo 'void _ZSt21ios_base_library_initv(void) { }' >"$work/start.c"

# A library whose name is the system's path: linking it makes the loader load that file.
gcc -shared -o "$work/own.so" -Wl,-soname,"$own" -x c /dev/null
gcc -O1 -fPIC -shared -o "$folder/libstdc++.so.6" "$work/start.c" -Wl,-soname,libstdc++.so.6 \
  -Wl,--version-script="$work/versions.map" -Wl,--no-as-needed "$work/own.so"
