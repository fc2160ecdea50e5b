#!/usr/bin/env bash
# From image files to an evaluated Vision Transformer: builds Sparkformer in a checkout that is not built yet, then prepares the
# bundled images (data-prep/datasets), trains two replicas by parameter averaging, looks at the test images once, and
# compares with MLlib's logistic regression on the same pixels.
#
#   quickstart.sh [--master MASTER] [--output DIR]      (defaults: local[2], ./quickstart-output)
#
# It needs a JDK 17 and, in a checkout, Maven, or else a Spark in SPARK_HOME. Run again with the same output, it continues: what is prepared or trained is not redone.
set -euo pipefail

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
master='local[2]'
output="$PWD/quickstart-output"

usage() {
  echo "usage: quickstart.sh [--master MASTER] [--output DIR]"
}

while [[ $# -gt 0 ]]; do
  case "$1" in
    --master=*) master="${1#*=}"; shift ;;
    --output=*) output="${1#*=}"; shift ;;
    --master | --output)
      [[ $# -ge 2 ]] || { usage >&2; exit 2; }
      if [[ $1 == --master ]]; then master="$2"; else output="$2"; fi
      shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "quickstart.sh: unknown argument $1" >&2; usage >&2; exit 2 ;;
  esac
done
case "$output" in
  /* | *:/*) ;;                     # absolute, or with a scheme: hdfs://..., s3a://...
  *) output="$PWD/$output" ;;
esac

# stale: whether there is no build yet, or one of other sources than these. A distribution has no sources.
stale() {
  [[ -f $home/pom.xml ]] || return 1
  local jar="$home/spark-jobs/target/sparkformer.jar"
  [[ ! -f $jar || ! -d $home/spark-jobs/target/spark/jars ]] \
    || [[ -n $(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main -newer "$jar" -type f -print -quit) ]]
}

if stale; then
  echo "== build (Maven fetches what is missing, which takes some minutes the first time)"
  command -v mvn >/dev/null || { echo "quickstart.sh: no mvn found: install Maven 3.8.7 or newer." >&2; exit 2; }
  (cd "$home" && mvn -q -B -DskipTests -Dspotless.check.skip package)
fi

# run TITLE COMMAND [ARGUMENT...]: one command of Sparkformer with the quickstart's configuration.
run() {
  echo "== $1"
  shift
  local command="$1"
  shift
  "$home/submit-scripts/sparkformer" "$command" "$home/conf/quickstart.conf" --master "$master" \
    --set "data.directory=$output/data" "$@"
}

# value KEY FILE: one number of a job's summary.json, which holds one key per line. From other file systems: nothing.
value() {
  sed -n "s/.*\"$1\"[[:space:]]*:[[:space:]]*\([-0-9.eE+]*\).*/\1/p" "$2" 2>/dev/null | head -n 1
}

SECONDS=0
run "prepare the images" prepare-images --output "$output/data" \
  --set "prepare.inputs=[\"$home/data-prep/datasets/fashion-mnist-10k.tar.gz\"]"
run "train" train --output "$output/run"
run "evaluate on the test images" evaluate --output "$output/evaluation" --set "evaluation.checkpoint=$output/run"
run "baseline: logistic regression on the same pixels" baseline --output "$output/baseline"

cat <<SUMMARY

Vision Transformer   top-1 on the test images: $(value top1 "$output/evaluation/summary.json")
Logistic regression  top-1 on the test images: $(value top1 "$output/baseline/summary.json")

Model     $output/run/checkpoints
Report    $output/run/report.html
Summaries $output/{data,run,evaluation,baseline}/summary.json

$SECONDS seconds without the build.
SUMMARY
