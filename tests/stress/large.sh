#!/usr/bin/env bash
# How sampling into a file grows with the count: memory, processor time, and merging beside copying; then the limits: a heap of 100 MB, a group with 200 MB, a thousand threads, one sample.
#   tests/stress/large.sh [MOST] [PROGRAM]
# MOST is the greatest count drawn to its end, 10⁷ unless told otherwise; 10⁹ are begun and stopped after a minute where the disk has 9 GB.
set -u
most=${1:-10000000}
program=$(realpath "${2:-src/Cli/bin/Release/net10.0/scoresde.dll}")
folder=$(mktemp -d)
group=/sys/fs/cgroup/memory/scoresde-$$
failed=0
trap 'rm -rf "$folder"; [ -d "$group" ] && rmdir "$group" 2>/dev/null' EXIT
words=(sample --model mixture8 --nfe 9 --seed 3)
fail() { echo "FAILED: $*"; failed=1; }
# timed COMMAND…: peak memory and times of a command in $folder/time
timed() { /usr/bin/time -f '%M %e %U %S' -o "$folder/time" "$@" >"$folder/out" 2>"$folder/err"; }

echo "| samples | file, MB | peak memory, MB | processor, s | µs a sample beyond the first row |"
echo "| ---: | ---: | ---: | ---: | ---: |"
first=
for ((count = most / 100; count <= most; count *= 10)); do
  timed dotnet "$program" "${words[@]}" --count $count --out "$folder/whole.npy" || fail "$count: $(tail -1 "$folder/err")"
  read -r peak _ user system < <(tail -1 "$folder/time")
  line=$(awk -v n=$count -v p="$peak" -v u="$user" -v s="$system" -v f="$first" 'BEGIN { split(f, a, " "); t = u + s;
    printf "| %d | %.0f | %.0f | %.2f | %s |", n, n * 8 / 1e6, p / 1024, t, f == "" ? "" : sprintf("%.3f", (t - a[2]) / (n - a[1]) * 1e6) }')
  echo "$line"
  [ -n "$first" ] || first="$count $(awk -v u="$user" -v s="$system" 'BEGIN { print u + s }')"
  [ "$peak" -lt 307200 ] || fail "$peak KB for $count samples"
done

for ((i = 1; i <= 16; i++)); do
  dotnet "$program" "${words[@]}" --count "$most" --shard $i/16 --out "$folder/part-$i.npy" >/dev/null 2>&1 || fail "part $i"
done
sync
for round in 1 2 3; do
  timed bash -c "cat '$folder'/part-*.npy >'$folder/copy' && sync '$folder/copy'"
  copying=$(tail -1 "$folder/time")
  rm -f "$folder/copy"
  timed dotnet "$program" merge "$folder/merged.npy" "$folder"/part-*.npy || fail "merge: $(tail -1 "$folder/err")"
  merging=$(tail -1 "$folder/time")
  cmp -s "$folder/whole.npy" "$folder/merged.npy" || fail "other bytes"
  rm -f "$folder/merged.npy"
  echo "16 parts, KB, s, s user, s system: copied by cat and flushed $copying; merged $merging"
done

one=$(dotnet "$program" "${words[@]}" --count 1 --out "$folder/one.npy" 2>&1) || fail "one sample: $one"
cmp -s <(tail -c 8 "$folder/one.npy") <(tail -c +129 "$folder/whole.npy" | head -c 8) || fail "one sample is another"
dotnet "$program" "${words[@]}" --count $((most / 10)) --threads 1000 --out "$folder/threads.npy" >/dev/null 2>&1 || fail "a thousand threads"
cmp -s <(tail -c +129 "$folder/threads.npy") <(tail -c +129 "$folder/whole.npy" | head -c $((most / 10 * 8))) || fail "a thousand threads give other bytes"
timed env DOTNET_GCHeapHardLimit=0x6400000 dotnet "$program" "${words[@]}" --count "$most" --out "$folder/heap.npy" || fail "a heap of 100 MB: $(tail -1 "$folder/err")"
cmp -s "$folder/heap.npy" "$folder/whole.npy" || fail "a heap of 100 MB gives other bytes"
echo "one sample, a thousand threads, a heap of 100 MB: the same bytes"
if mkdir "$group" 2>/dev/null && echo 200000000 >"$group/memory.limit_in_bytes" 2>/dev/null; then
  bash -c "echo \$\$ >'$group/cgroup.procs' && exec dotnet '$program' ${words[*]} --count $most --out '$folder/group.npy'" >/dev/null 2>"$folder/err" || fail "a group of 200 MB: $(tail -1 "$folder/err")"
  cmp -s "$folder/group.npy" "$folder/whole.npy" && echo "a group with 200 MB, the file's pages in it: the same bytes" || fail "a group of 200 MB gives other bytes"
else
  echo "left out: no group with a limit of memory could be made"
fi

rm -f "$folder"/*.npy
if [ "$(df --output=avail -B1 "$folder" | tail -1)" -gt 9000000000 ]; then
  timed timeout -s TERM 60 dotnet "$program" "${words[@]}" --count 1000000000 --out "$folder/large.npy"
  read -r peak _ < <(tail -1 "$folder/time")
  echo "10⁹ samples, stopped after a minute: peak $((peak / 1024)) MB; $(tail -1 "$folder/err" | sed "s|$folder/||g" | cut -c1-110)…"
  [ "$peak" -lt 307200 ] || fail "$peak KB for 10⁹ samples"
fi

[ $failed = 0 ] && echo "all as promised" || echo "NOT as promised"
exit $failed
