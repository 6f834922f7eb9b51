#!/usr/bin/env bash
# Kills training and sampling at random moments, many of them in the middle of a save, and sees that a resumed run loses no more than the time between two
# saves, ends with the bits of a run that was never killed, and that the next run leaves no litter. Then the same on a small disk that fills.
#   tests/stress/kills.sh [KILLS] [PROGRAM]
# KILLS of training on a plain disk; a fifth as many by the clock, as many of sampling, and a fifth on the small disk. Moments are drawn within the time that a
# run takes on this machine, so that some fall before its first save and most after it.
# Without the right to mount a tmpfs of 24 MB the second part is left out, with a word.
set -u
kills=${1:-50}
program=$(realpath "${2:-src/Cli/bin/Release/net10.0/scoresde.dll}")
folder=$(mktemp -d)
killed=0
disk=$folder/disk
RANDOM=11
failed=0
trap 'mountpoint -q "$disk" && umount "$disk"; rm -rf "$folder"' EXIT

# About 8 MB a save and one every few steps, so that most kills hit one.
words=(train --data moons --steps 400 --width 256 --depth 6 --batch 64 --threads 1)
train() { dotnet "$program" "$@"; }
fail() { echo "FAILED: $*"; failed=1; }

milliseconds() { echo $(($(date +%s%N) / 1000000)); }
pause() { sleep "$(awk -v ms="$1" 'BEGIN { printf "%.3f", ms / 1000 }')"; }
# between LOW HIGH: a random number of milliseconds
between() { echo $(($1 + (RANDOM * 32768 + RANDOM) % ($2 - $1 + 1))); }

begin=$(milliseconds)
train "${words[@]}" --out "$folder/whole" --save-every never >/dev/null 2>&1 || fail "the run that is never killed"
whole=$(($(milliseconds) - begin))
begin=$(milliseconds)
train list >/dev/null
start=$(($(milliseconds) - begin))
echo "a whole run takes $whole ms here, the program's start $start"

# rounds NAME PLACE EVERY N: kills runs at random moments, resuming in between, until N were killed; each that reaches its end is compared.
rounds() {
  local name=$1 place=$2 every=$3 most=$4 count=0 litter=0 left=0 fresh=0 ended=0 child code n
  rm -f "$place"
  while :; do
    if [ -e "$place" ]; then set -- train --resume --out "$place"; else set -- "${words[@]}" --out "$place"; fi
    dotnet "$program" "$@" --save-every "$every" >"$folder/out" 2>"$folder/err" &
    child=$!
    if [ $count -lt "$most" ]; then
      pause "$(between $((start / 2)) $((start + (whole - start) / 2)))"
      kill -9 $child 2>/dev/null
    fi
    wait $child 2>/dev/null
    code=$?
    n=$(find "$(dirname "$place")" -name '*.scoresde-tmp' | wc -l)
    if [ $code = 137 ]; then
      count=$((count + 1))
      litter=$((litter + (n > 0)))
      [ "$n" -gt $((left + 1)) ] && fail "$n temporary files after a kill, and $left before it"
      left=$n
      [ -e "$place" ] || fresh=$((fresh + 1))
      continue
    fi
    [ $code = 0 ] || fail "exit code $code: $(tail -1 "$folder/err")"
    ended=$((ended + 1))
    left=0
    cmp -s "$folder/whole" "$place" || fail "other bits after $count kills"
    [ "$n" = 0 ] || fail "$n temporary files are left"
    rm -f "$place"
    if [ $count -ge "$most" ] || [ $code != 0 ]; then break; fi
  done
  killed=$((killed + count))
  echo "$name, a save every $every: $count kills, $litter of them in a save, $fresh before the first save; $ended runs reached their end with the same bits and no file left"
}

rounds "plain disk" "$folder/often" 2 "$kills"
rounds "plain disk" "$folder/clock" 0.3s $((kills / 5))

# Samples appear whole or not at all, and the next run goes on with what a killed one left (tests/stress/parts.sh looks closer).
drawn=(sample --model digits --steps 2 --count 200000 --seed 3 --threads 1)
begin=$(milliseconds)
train "${drawn[@]}" --out "$folder/drawn.npy" >/dev/null 2>&1 || fail "sampling that is never killed"
drawing=$(($(milliseconds) - begin))
mkdir "$folder/samples"
done=0
hit=0
left=0
for ((i = 0; i < kills / 5; i++)); do
  dotnet "$program" "${drawn[@]}" --resume --out "$folder/samples/x.npy" >/dev/null 2>&1 &
  child=$!
  pause "$(between $((drawing / 3)) $((drawing + drawing / 10)))"
  kill -9 $child 2>/dev/null
  wait $child 2>/dev/null
  [ $? = 137 ] && hit=$((hit + 1))
  [ -e "$folder/samples/x.npy.partial" ] && left=$((left + 1))
  if [ -e "$folder/samples/x.npy" ]; then
    done=$((done + 1))
    cmp -s "$folder/drawn.npy" "$folder/samples/x.npy" || fail "half a file of samples"
    rm "$folder/samples/x.npy"
  fi
done
train "${drawn[@]}" --resume --out "$folder/samples/x.npy" >/dev/null 2>&1
cmp -s "$folder/drawn.npy" "$folder/samples/x.npy" || fail "other samples after kills"
[ "$(ls "$folder/samples")" = x.npy ] || fail "left by sampling: $(ls "$folder/samples")"
killed=$((killed + hit))
echo "sampling: $hit kills, $left of them while the file was written, $done after it; the same bits, no file left"

# Stops: saved at once, whatever the signal.
for signal in INT TERM HUP; do
  rm -f "$folder/stopped"
  python3 -c 'import os, signal, sys; [signal.signal(one, signal.SIG_DFL) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]; os.execvp(sys.argv[1], sys.argv[1:])' \
    dotnet "$program" "${words[@]}" --out "$folder/stopped" >/dev/null 2>"$folder/err" &
  child=$!
  pause $((start + (whole - start) / 3))
  kill -$signal $child
  wait $child
  code=$?
  if [ $code = 1 ] && grep -q 'saved. Go on with' "$folder/err"; then
    train train --resume --out "$folder/stopped" >/dev/null 2>&1
    cmp -s "$folder/whole" "$folder/stopped" || fail "other bits after SIG$signal"
    echo "SIG$signal: $(sed -n 's/.*\(Stopped after step [0-9]* of [0-9]*\).*/\1/p' "$folder/err"); the same bits after --resume"
  else
    fail "SIG$signal ended with $code: $(tail -1 "$folder/err")"
  fi
done

# Nobody hears it.
for talk in '2>/dev/full' '2>&-'; do
  eval "train \"\${words[@]}\" --out \"\$folder/deaf\" >/dev/null $talk" || fail "$talk ended the run"
  cmp -s "$folder/whole" "$folder/deaf" || fail "other bits with $talk"
  rm -f "$folder/deaf"
  echo "$talk: done, the same bits"
done

mkdir "$disk"
if ! mount -t tmpfs -o size=24m tmpfs "$disk" 2>/dev/null; then
  echo "no right to mount a small disk: the second part is left out"
  exit $failed
fi

rounds "disk of 24 MB" "$disk/killed" 2 $((kills / 5))

# A disk that is full for a while in the middle of the run, and killed runs on it.
for round in 1 2 3 4 5; do
  rm -f "$disk"/*
  train "${words[@]}" --out "$disk/m" --save-every 2 >/dev/null 2>"$folder/err" &
  child=$!
  pause "$(between $((start + (whole - start) / 8)) $((start + (whole - start) / 2)))"
  head -c 24m /dev/zero >"$disk/filler" 2>/dev/null
  sleep 1
  rm -f "$disk/filler"
  wait $child || fail "a disk that was full for a while ended the run: $(tail -1 "$folder/err")"
  cmp -s "$folder/whole" "$disk/m" || fail "other bits after a full disk"
  [ "$(ls "$disk")" = m ] || fail "left on the disk: $(ls "$disk")"
  echo "disk full for a second, round $round: $(grep -c 'the disk is full' "$folder/err") saves refused, done in its place, the same bits"
done

# A disk that stays full: the network is kept elsewhere and told.
rm -f "$disk"/*
head -c 24m /dev/zero >"$disk/filler" 2>/dev/null
train "${words[@]}" --out "$disk/m" >"$folder/out" 2>"$folder/err"
code=$?
kept=$(sed -n 's/.*the finished network is in \(.*\)\.$/\1/p' "$folder/err")
if [ $code = 1 ] && [ -n "$kept" ] && cmp -s "$folder/whole" "$kept"; then
  echo "disk that stays full: kept in the temporary folder, the same bits, exit code 1"
  rm -f "$kept"
else
  fail "a disk that stays full: exit code $code, $(tail -1 "$folder/err")"
fi

echo "$killed kills, $([ $failed = 0 ] && echo all as promised || echo NOT as promised)"
exit $failed
