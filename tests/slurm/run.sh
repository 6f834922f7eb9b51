#!/usr/bin/env bash
# Runs the script of docs/large-runs.md on a Slurm of its own: munged, slurmctld and slurmd on loopback, under a folder that is removed at the end. Sixteen shards; one task is
# put back, one is killed, the node is lost once with all that runs on it. The merged bytes must be those of one run.
#   tests/slurm/run.sh [PROGRAM]
# Needs slurmctld, slurmd, slurm-client and munge (Debian: apt-get install slurmctld slurmd slurm-client munge), and root. Opt-in: CI does not run it.
set -u
cd "$(dirname "$0")/../.." || exit 1
program=$(realpath "${1:-src/Cli/bin/Release/net10.0/scoresde.dll}")
folder=$(mktemp -d)
host=$(hostname -s)
failed=0
fail() { echo "FAILED: $*"; failed=1; }
for needed in munged slurmctld slurmd sbatch; do
  command -v $needed >/dev/null || { echo "left out: there is no $needed"; exit 0; }
done
[ "$(id -u)" = 0 ] || { echo "left out: slurmd needs root"; exit 0; }

# pidof FILE: the process that a daemon wrote down
pidin() { cat "$1" 2>/dev/null; }
finish() {
  for file in slurmd slurmctld munged; do
    pid=$(pidin "$folder/$file.pid") && [ -n "$pid" ] && kill "$pid" 2>/dev/null
  done
  sleep 1
  rm -rf "$folder"
}
trap finish EXIT

mkdir -p "$folder"/{state,spool,bin,work}
chmod 755 "$folder"
head -c 1024 /dev/urandom >"$folder/munge.key"
chmod 600 "$folder/munge.key"
munged --force --socket="$folder/munge.socket" --key-file="$folder/munge.key" --pid-file="$folder/munged.pid" --seed-file="$folder/munge.seed" --log-file="$folder/munged.log" \
  || { fail "munged"; exit 1; }
cat >"$folder/slurm.conf" <<END
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=27817
SlurmdPort=27818
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
GresTypes=gpu
SlurmdTimeout=10
ReturnToService=2
SchedulerParameters=sched_interval=2,bf_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 Gres=gpu:4 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
# Four names of /dev/null stand for devices: Slurm counts them out, and nothing opens them. Plain files would be counted, and not told to the tasks.
for i in 0 1 2 3; do mknod "$folder/gpu$i" c 1 3; done
echo "NodeName=$host Name=gpu File=$folder/gpu[0-3]" >"$folder/gres.conf"
printf 'CgroupPlugin=%s\n' "$([ -d /sys/fs/cgroup/memory ] && echo cgroup/v1 || echo autodetect)" >"$folder/cgroup.conf"
export SLURM_CONF=$folder/slurm.conf
slurmctld -c 2>"$folder/err" || { fail "slurmctld: $(cat "$folder/err"; tail -n 5 "$folder/slurmctld.log")"; exit 1; }
begin_node() { slurmd 2>"$folder/err" || { fail "slurmd: $(cat "$folder/err"; tail -n 5 "$folder/slurmd.log")"; exit 1; }; }
begin_node
for _ in $(seq 60); do sinfo -h -o %t 2>/dev/null | grep -q idle && break; sleep 1; done
sinfo -h -o %t | grep -q idle || { fail "the node is not idle: $(sinfo -h -o '%t %E'; tail -5 "$folder/slurmctld.log")"; exit 1; }
sinfo --version

# The script as it stands on the page, with other words.
words='sample --model mixture8 --nfe 2999 --count 1200000 --seed 5'
printf '#!/bin/sh\nexec dotnet %s "$@"\n' "$program" >"$folder/bin/scoresde"
chmod 755 "$folder/bin/scoresde"
export PATH=$folder/bin:$PATH
cd "$folder/work" || exit 1
sed -n '/^```bash$/,/^```$/p' "$OLDPWD/docs/large-runs.md" | sed '/^```/d' >page.sh
grep -q '^words=' page.sh || fail "the page has no script"
sed "s|^words=.*|words=\"$words\"|" page.sh >submit.sh
scoresde $words --out whole.npy >/dev/null 2>&1 || fail "the run in one"

job=$(bash submit.sh | awk '{ print $NF - 1 }' | tail -1)
states() { squeue -h -r -t "$1" -o '%K' -j "$job" 2>/dev/null; }
# running: waits until a task runs and has a mark of what is done; its number
running() {
  for _ in $(seq 240); do
    for task in $(states R); do
      [ -e "part-$task.npy.partial.json" ] && { echo "$task"; return; }
    done
    sleep 0.5
  done
}
# pids TASK: the processes of a task
pids() { scontrol listpids "${job}_$1" "$host" 2>/dev/null | awk 'NR > 1 && $1 > 0 { print $1 }'; }

task=$(running)
sleep 2
scontrol requeue "${job}_$task" && echo "task $task put back"

task=$(running)
sleep 2
killed=$(pids "$task")
[ -n "$killed" ] || killed=$(ps -eo pid,args | awk -v part="--out part-$task.npy" 'index($0, part) && index($0, "scoresde.dll") && !/awk/ { print $1 }')
for pid in $killed; do kill -9 "$pid" 2>/dev/null; done
echo "task $task killed (processes $(echo $killed))"

# The node is lost with all that runs on it, and comes back.
sleep 3
lost=$(states R | tr '\n' ' ')
stepd=$(for task in $lost; do for pid in $(pids "$task"); do ps -o ppid= -p "$pid"; ps -o pid= -p "$pid"; done; done | sort -u | awk '$1 > 1')
kill -9 "$(pidin "$folder/slurmd.pid")"
for pid in $stepd; do case $(ps -o comm= -p "$pid") in slurmstepd | dotnet | sh | slurm_script | bash) kill -9 "$pid" ;; esac; done
rm -f "$folder/slurmd.pid"
echo "node lost with tasks $lost"
sleep 15
begin_node

wait_all() {
  for _ in $(seq 400); do
    [ -z "$(squeue -h -r -j "$job" -o %K 2>/dev/null)" ] && return
    sleep 1
  done
  fail "tasks are left: $(squeue)"
}
wait_all
complete=$(ls part-*.npy 2>/dev/null | wc -l)
echo "$complete of 16 parts are complete; the merge waits: $(squeue -h -o '%T %r' -n wrap | head -1)"

# What failed is done again alone: the same script once more.
scancel -n wrap 2>/dev/null
job=$(bash submit.sh | awk '{ print $NF - 1 }' | tail -1)
wait_all
for _ in $(seq 120); do [ -e samples.npy ] && break; sleep 1; done
[ -e samples.npy ] && cmp whole.npy samples.npy || fail "other bytes, or none: $(ls; tail -3 merge.log)"
left=$(ls | grep -c partial)
[ "$left" = 0 ] || fail "$left partial files are left"
[ $failed = 0 ] && echo "16 shards merged: the bytes of one run"

# One device a task, by what the page says of GPUs: each task sees one, and no two at once the same.
rm -f part-* samples.npy
cat >"$folder/bin/scoresde" <<END
#!/bin/sh
[ "\$1" = merge ] && exec dotnet $program "\$@"
echo "\$SLURM_ARRAY_TASK_ID \$CUDA_VISIBLE_DEVICES" >>$folder/devices
mkdir $folder/held-\$CUDA_VISIBLE_DEVICES || echo doubled >>$folder/devices
dotnet $program "\$@"
code=\$?
rmdir $folder/held-\$CUDA_VISIBLE_DEVICES
exit \$code
END
each=$(sed -n 's/^each=.*"\(.*--gres=[^"]*\)".*/\1/p' page.sh)
[ -n "$each" ] || fail "the page says nothing of devices"
sed "s|^words=.*|words=\"$words\"|; s|^shards=.*|shards=8|; s|^each=.*|each=\"${each/--cpus-per-task=4/--cpus-per-task=1}\"|" page.sh >submit.sh
job=$(bash submit.sh | awk '{ print $NF - 1 }' | tail -1)
wait_all
for _ in $(seq 120); do [ -e samples.npy ] && break; sleep 1; done
cmp whole.npy samples.npy || fail "other bytes with devices"
sort -n "$folder/devices" | sed 's/^\([0-9]*\) /task \1: CUDA_VISIBLE_DEVICES=/'
[ "$(grep -cE '^[1-8] [0-3]$' "$folder/devices")" = 8 ] && [ "$(awk '{ print $2 }' "$folder/devices" | sort -u | wc -l)" -gt 1 ] || fail "not one device a task"
[ $failed = 0 ] && echo "8 shards, each on a device of its own: the bytes of one run"
exit $failed
