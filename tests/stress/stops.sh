#!/usr/bin/env bash
# Sends SIGINT and SIGTERM to every verb at work and sees that it ends within a second (and the start of a machine that is busy), with exit code 1, and leaves no half of a file.
#   tests/stress/stops.sh [PROGRAM]
set -u
program=$(realpath "${1:-src/Cli/bin/Release/net10.0/scoresde.dll}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

stop() {
  for signal in INT TERM; do
    rm -rf "${folder:?}"/*
    python3 - "$signal" "$folder" dotnet "$program" "$@" <<'PY' || failed=1
import os, signal, subprocess, sys, time
name, folder, words = sys.argv[1], sys.argv[2], sys.argv[3:]
child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(2.5)
if child.poll() is not None:
    print("ENDED BY ITSELF", child.returncode, " ".join(words[2:]), child.stderr.read()[:200]); sys.exit(1)
begin = time.time()
child.send_signal(getattr(signal, "SIG" + name))
out, err = child.communicate()
seconds = time.time() - begin
left = sorted(os.listdir(folder))
good = seconds < 1.2 and child.returncode == 1 and not any(entry.endswith("-tmp") for entry in left)
print(f"{'ok' if good else 'FAILED':7}{seconds:.2f} s, exit code {child.returncode}, SIG{name}: {' '.join(words[2:])}  |  {err.decode().strip().splitlines()[-1][:90] if err.strip() else ''}")
sys.exit(not good)
PY
  done
}

stop compare --count 50000 --json "$folder/r.json"
stop compare --model mixture8 --count 100000 --solvers heun --nfe 20 --csv "$folder/r.csv"
stop sample --model digits --count 200000 --steps 100 --out "$folder/x.npy"
stop sample --model mixture8 --solver dopri5 --count 1000000 --rtol 1e-5 --atol 1e-5 --out "$folder/x.npy"
stop restore --model digits --count 5000 --steps 500 --out "$folder/r"
stop restore --benchmark
stop train --data moons --steps 1000000 --width 64 --depth 2 --out "$folder/m"
stop forward --model mixture8 --count 1000000 --chain 1000
stop likelihood --model mixture8 --count 1000000
stop verify --cases 1000
stop verify --orders
stop grid --solver unipc-3 --steps 200
stop variances --model digits --steps 500,600,700,800,900,1000 --grid uniform
exit $failed
