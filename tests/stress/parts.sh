#!/usr/bin/env bash
# Kills a run that is cut into parts, and its merge, at random moments, on a plain disk and on a small one that fills, and sees that nothing is lost that a mark said
# was done, that every part goes on from there, and that the merged bytes are those of one run.
#   tests/stress/parts.sh [KILLS] [PROGRAM]
# Without the right to mount a tmpfs the small disk is left out, with a word.
set -u
kills=${1:-100}
program=$(realpath "${2:-src/Cli/bin/Release/net10.0/scoresde.dll}")
folder=$(mktemp -d)
disk=$folder/disk
RANDOM=16
failed=0
trap 'mountpoint -q "$disk" && umount "$disk"; rm -rf "$folder"' EXIT

# 4.8 MB in four parts, seconds of work each, so that a part has marks to go on from.
words=(sample --model mixture8 --nfe 1499 --count 600000 --seed 5 --threads 1)
parts=4
scoresde() { dotnet "$program" "$@"; }
fail() { echo "FAILED: $*"; failed=1; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
pause() { sleep "$(awk -v ms="$1" 'BEGIN { printf "%.3f", ms / 1000 }')"; }
between() { echo $(($1 + (RANDOM * 32768 + RANDOM) % ($2 - $1 + 1))); }
# kept FILE: the greater of the two marks behind the rows, or 0
kept() { [ -e "$1" ] && tail -c 8192 "$1" | od -An -v -t d8 -w4096 -N 8192 | awk '{ if ($1 > most) most = $1 } END { print most + 0 }'; }

# marked PROCESS FILE: waits until the file says that rows of it are done
marked() {
  while kill -0 "$1" 2>/dev/null; do
    [ "$(kept "$2" 2>/dev/null)" -gt 0 ] 2>/dev/null && return
    sleep 0.05
  done
  fail "the part ended before it had a mark: $(tail -1 "$folder/err")"
}

scoresde "${words[@]}" --out "$folder/whole.npy" 2>/dev/null >/dev/null || fail "the run that is never killed"
begin=$(milliseconds)
scoresde "${words[@]}" --shard "1/$parts" --out "$folder/one.npy" >/dev/null 2>&1
whole=$(($(milliseconds) - begin))
begin=$(milliseconds)
scoresde list >/dev/null
start=$(($(milliseconds) - begin))
echo "a part takes $whole ms here, the program's start $start"

# rounds NAME PLACE N: all parts at random under kills until N were killed, then merged under kills.
rounds() {
  local name=$1 place=$2 most=$3 count=0 ends=0 marks=0 merges=0 child code i before after
  rm -f "$place"/*
  while [ $count -lt "$most" ]; do
    i=$((1 + RANDOM % parts))
    before=$(kept "$place/part-$i.npy.partial")
    dotnet "$program" "${words[@]}" --shard "$i/$parts" --resume --out "$place/part-$i.npy" >"$folder/out" 2>"$folder/err" &
    child=$!
    pause "$(between $((start / 2)) $((start / 2 + whole)))"
    kill -9 $child 2>/dev/null
    wait $child 2>/dev/null
    code=$?
    if [ $code = 137 ]; then
      count=$((count + 1))
      after=$(kept "$place/part-$i.npy.partial")
      if [ -e "$place/part-$i.npy.partial" ]; then
        [ "${after:-0}" -ge "${before:-0}" ] || fail "part $i had ${before:-0} rows and has ${after:-0}"
        [ "${after:-0}" -gt 0 ] && marks=$((marks + 1))
      fi
    elif [ $code = 0 ]; then
      ends=$((ends + 1))
      # Drawn anew, so that there is something to kill.
      [ $count -lt "$most" ] && rm -f "$place/part-$i.npy" "$place/part-$i.npy.json"
    else
      fail "exit code $code: $(tail -1 "$folder/err")"
      return
    fi
  done
  for ((i = 1; i <= parts; i++)); do
    scoresde "${words[@]}" --shard "$i/$parts" --resume --out "$place/part-$i.npy" >/dev/null 2>"$folder/err" || fail "part $i: $(tail -1 "$folder/err")"
  done
  for ((i = 0; i < most / 5; i++)); do
    dotnet "$program" merge "$place/all.npy" "$place"/part-*.npy >/dev/null 2>&1 &
    child=$!
    pause "$(between $((start / 2)) $((start * 3 / 2)))"
    kill -9 $child 2>/dev/null
    wait $child 2>/dev/null
    [ $? = 137 ] && merges=$((merges + 1))
    [ -e "$place/all.npy" ] && { cmp -s "$folder/whole.npy" "$place/all.npy" || fail "half a merged file"; rm -f "$place/all.npy"; }
  done
  scoresde merge "$place/all.npy" "$place"/part-*.npy >/dev/null 2>"$folder/err" || fail "merge: $(tail -1 "$folder/err")"
  cmp -s "$folder/whole.npy" "$place/all.npy" || fail "other bytes"
  [ -z "$(find "$place" -name '*partial*' -o -name '*tmp')" ] || fail "left: $(ls "$place")"
  echo "$name: $count kills of parts, $marks of them with rows kept, $ends parts reached their end; $merges kills of the merge; the bytes of one run, no file left"
}

mkdir "$folder/plain"
rounds "plain disk" "$folder/plain" "$kills"

mkdir "$disk"
if ! mount -t tmpfs -o size=16m tmpfs "$disk" 2>/dev/null; then
  echo "no right to mount a small disk: left out"
  exit $failed
fi

rounds "disk of 16 MB" "$disk" $((kills / 5))

# The merged file is as long as all parts: it does not fit beside them and something else.
rm -f "$disk/all.npy"
head -c 7m /dev/zero >"$disk/filler"
scoresde merge "$disk/all.npy" "$disk"/part-*.npy >/dev/null 2>"$folder/err"
[ $? = 2 ] && grep -q 'its disk has' "$folder/err" || fail "a merge without room: $(tail -2 "$folder/err")"
scoresde sample --model mixture8 --count 2000000 --out "$disk/large.npy" >/dev/null 2>"$folder/err"
[ $? = 2 ] && grep -q 'its disk has' "$folder/err" || fail "samples without room: $(tail -2 "$folder/err")"
[ -z "$(find "$disk" -name '*large*' -o -name '*all*')" ] || fail "left: $(ls "$disk")"
echo "disk of 16 MB: what does not fit is refused before the work, and leaves nothing"

# It fills while a part is drawn: the space was reserved, so that the part is ended.
rm -f "$disk"/*
dotnet "$program" "${words[@]}" --shard "1/$parts" --out "$disk/part.npy" >/dev/null 2>"$folder/err" &
child=$!
marked "$child" "$disk/part.npy.partial"
head -c 16m /dev/zero >"$disk/filler" 2>/dev/null
wait $child
code=$?
rm -f "$disk/filler"
if [ $code != 0 ]; then
  echo "disk that fills: $(tail -1 "$folder/err")"
  scoresde "${words[@]}" --shard "1/$parts" --resume --out "$disk/part.npy" >/dev/null 2>"$folder/err" || fail "after the disk had room: $(tail -1 "$folder/err")"
fi
cmp -s "$folder/one.npy" "$disk/part.npy" || fail "other bytes after a full disk"
echo "disk that fills while a part is drawn: exit code $code, and the same bytes"

# It becomes read-only while a part is drawn: what is done is kept.
rm -f "$disk"/*
dotnet "$program" "${words[@]}" --shard "1/$parts" --out "$disk/part.npy" >/dev/null 2>"$folder/err" &
child=$!
marked "$child" "$disk/part.npy.partial"
kill -TERM $child
wait $child
before=$(kept "$disk/part.npy.partial")
grep -q 'go on with: scoresde sample' "$folder/err" || fail "stopped: $(tail -1 "$folder/err")"
mount -o remount,ro "$disk"
scoresde "${words[@]}" --shard "1/$parts" --resume --out "$disk/part.npy" >/dev/null 2>"$folder/err" && fail "written on a disk that cannot be written"
echo "read-only disk: $(head -1 "$folder/err" | cut -c1-160)"
mount -o remount,rw "$disk"
[ "$(kept "$disk/part.npy.partial")" = "$before" ] || fail "lost on a read-only disk"
scoresde "${words[@]}" --shard "1/$parts" --resume --out "$disk/part.npy" >/dev/null 2>&1
cmp -s "$folder/one.npy" "$disk/part.npy" && echo "$before rows were kept through it; the same bytes" || fail "other bytes after a read-only disk"

[ $failed = 0 ] && echo "all as promised" || echo "NOT as promised"
exit $failed
