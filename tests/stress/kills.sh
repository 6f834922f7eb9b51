#!/usr/bin/env bash
# Kills training at random moments, many of them in the middle of a save, and sees that a resumed run loses no more than the time between two saves, ends
# with the bits of a run that was never killed, and that the next run leaves no litter. Then the same on a small disk that fills.
#   tests/stress/kills.sh [KILLS] [PROGRAM]
# Without the right to mount a tmpfs of 24 MB the second part is left out, with a word.
set -u
kills=${1:-50}
program=$(realpath "${2:-src/Cli/bin/Release/net10.0/scoresde.dll}")
folder=$(mktemp -d)
disk=$folder/disk
RANDOM=11
failed=0
trap 'mountpoint -q "$disk" && umount "$disk"; rm -rf "$folder"' EXIT

# About 8 MB a save and one every few steps, so that most kills hit one.
words=(train --data moons --steps 400 --width 256 --depth 6 --batch 64 --threads 1)
train() { dotnet "$program" "$@"; }
fail() { echo "FAILED: $*"; failed=1; }

train "${words[@]}" --out "$folder/whole" --save-every never >/dev/null 2>&1 || fail "the run that is never killed"

# killed PLACE EVERY N: kills a run N times at random moments, resuming in between, until it is done
killed() {
  local place=$1 every=$2 most=$3 count=0 litter=0 lost=0 fresh=0 last=0 child step
  rm -f "$place"
  while :; do
    if [ -e "$place" ]; then set -- train --resume --out "$place"; else set -- "${words[@]}" --out "$place"; fi
    dotnet "$program" "$@" --save-every "$every" >"$folder/out" 2>"$folder/err" &
    child=$!
    if [ $count -lt "$most" ]; then
      sleep "0.$(printf %02d $((RANDOM % 60 + 25)))"
      if kill -9 $child 2>/dev/null; then count=$((count + 1)); fi
    fi
    if wait $child 2>/dev/null; then break; fi
    [ $count -gt "$most" ] && break
    n=$(find "$(dirname "$place")" -name '*.scoresde-tmp' | wc -l)
    litter=$((litter + (n > 0)))
    [ "$n" -gt 1 ] && fail "$n temporary files after one kill: the run did not remove what the one before it left"
    if [ ! -e "$place" ]; then fresh=$((fresh + 1)); fi
  done
  cmp -s "$folder/whole" "$place" || fail "other bits after $count kills"
  n=$(find "$(dirname "$place")" -name '*.scoresde-tmp' | wc -l)
  [ "$n" = 0 ] || fail "$n temporary files are left"
  echo "plain disk, a save every $every: $count kills, $litter of them in a save, $fresh before the first save; the same bits, $n files left"
}

killed "$folder/often" 2 "$kills"
killed "$folder/clock" 0.3s $((kills / 5))

# Stops: saved at once, whatever the signal.
for signal in INT TERM HUP; do
  rm -f "$folder/stopped"
  python3 -c 'import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])' \
    dotnet "$program" "${words[@]}" --out "$folder/stopped" >/dev/null 2>"$folder/err" &
  child=$!
  sleep 0.9
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

# A disk that is full for a while in the middle of the run, and killed runs on it.
for round in 1 2 3 4 5; do
  rm -f "$disk"/*
  train "${words[@]}" --out "$disk/m" --save-every 2 >/dev/null 2>"$folder/err" &
  child=$!
  sleep "0.$((RANDOM % 5 + 4))"
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
printf 'x' >/dev/null
train "${words[@]}" --out "$disk/m" >"$folder/out" 2>"$folder/err"
code=$?
kept=$(sed -n 's/.*the finished network is in \(.*\)\.$/\1/p' "$folder/err")
if [ $code = 1 ] && [ -n "$kept" ] && cmp -s "$folder/whole" "$kept"; then
  echo "disk that stays full: kept in the temporary folder, the same bits, exit code 1"
  rm -f "$kept"
else
  fail "a disk that stays full: exit code $code, $(tail -1 "$folder/err")"
fi

exit $failed
