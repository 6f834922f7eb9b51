#!/usr/bin/env bash
# No false alarm: every law of `scoresde verify` on every named schedule (tests/Verification.Tests/Alarms/NamedSchedules.cs) with many seeds.
#   tests/alarms.sh [SEEDS [CASES]]     20 seeds and 100 cases unless told otherwise
set -euo pipefail
cd "$(dirname "$0")/.."
export SCORESDE_ALARM_SEEDS=${1:-20} SCORESDE_ALARM_CASES=${2:-100}
dotnet test -c Release tests/Verification.Tests --filter "FullyQualifiedName~AlarmTests.No_law_fails" --logger "console;verbosity=detailed"
