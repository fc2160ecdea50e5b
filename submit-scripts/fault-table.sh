#!/usr/bin/env bash
# The table of faults: runs that are killed, stopped and starved in every way that docs/fault-table.md lists, on local-cluster, on
# standalone and on YARN; each must end with the hashes of a run that nobody disturbed. docs/fault-drills.md explains.
#
#   fault-table.sh [--quick] [--only REGEX] [--seed N] [--output DIR]
#
#   --quick         one case of each fault on each line of Spark, instead of every pair of conditions
#   --only REGEX    only cases whose names match, for instance 'executor-stopped.*'
#   --seed N        another choice of pairs than that of docs/fault-table.md
#   --output DIR    results.jsonl, to which every case is added as soon as it is over, and fault-table.md (default:
#                   fault-table-output). Cases that have passed there with the same jar are not run again, failed ones are.
#
# It needs Linux, a JDK 17 and Maven, 8 GB of free memory and an hour of two cores; and it rebuilds this checkout twice, for YARN
# has a client for Spark 3.5 only. The page of a whole table replaces docs/fault-table.md.
set -euo pipefail

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
output="$PWD/fault-table-output"
cases=full
only='.*'
seed=''

usage() { sed -nE '/^# The table/,/^set/ { s/^# ?//p }' "${BASH_SOURCE[0]}"; }

while [[ $# -gt 0 ]]; do
  case "$1" in
    --quick) cases=sample; shift ;;
    --only) [[ $# -ge 2 ]] || { usage >&2; exit 2; }; only="$2"; shift 2 ;;
    --seed) [[ ${2:-} =~ ^[0-9]+$ ]] || { usage >&2; exit 2; }; seed="$2"; shift 2 ;;
    --output) [[ $# -ge 2 ]] || { usage >&2; exit 2; }; output="$(realpath -m -- "$2")"; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
command -v mvn >/dev/null || { echo "fault-table.sh: no mvn found: install Maven 3.8.7 or newer." >&2; exit 2; }

# run_cases PROFILES [GOAL]: builds, and runs the cases of one line of Spark; false where one of them failed.
run_cases() {
  local profiles="$1"
  shift
  echo "== build and run: -P$profiles"
  (cd "$home" && mvn -B -q "$@" verify "-P$profiles" -pl spark-jobs -am -Dspotless.check.skip \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FaultTableIT -Dfailsafe.failIfNoSpecifiedTests=false \
    "-Dsparkformer.fault-table.cases=$cases" "-Dsparkformer.fault-table.only=$only" "-Dsparkformer.fault-table.output=$output" \
    ${seed:+"-Dsparkformer.fault-table.seed=$seed"})
}

# What was compiled against one line of Spark is of no use to the other.
clean_for() {
  local jars=("$home"/spark-jobs/target/spark/jars/spark-core_2.13-"$1"*.jar)
  [[ -f ${jars[0]} ]] || echo clean
}

failed=0
# shellcheck disable=SC2046 # one word or none
run_cases cluster $(clean_for 4.) || failed=1
# shellcheck disable=SC2046
run_cases cluster,spark-3.5 $(clean_for 3.5) || failed=1

echo "== $output/fault-table.md"
if [[ $cases == full && $only == '.*' && -z $seed && $failed == 0 ]]; then
  cp -- "$output/fault-table.md" "$home/docs/fault-table.md"
fi
exit "$failed"
