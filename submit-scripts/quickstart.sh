#!/usr/bin/env bash
# From raw data to an evaluated model: builds Sparkformer in a checkout that is not built yet, then with bundled data
# (data-prep/datasets) and two replicas
#
#   images  prepares images, trains a Vision Transformer by parameter averaging, looks at the test images once, and compares with
#           MLlib's logistic regression on the same pixels;
#   text    learns a tokenizer, prepares texts, pre-trains a small BERT by masked words, fine-tunes it on a few labelled texts, and
#           looks at the test texts once.
#
#   quickstart.sh [images | text] [--master MASTER] [--output DIR]      (defaults: images, local[2], ./quickstart-output)
#
# It needs a JDK 17 and, in a checkout, Maven, or else a Spark in SPARK_HOME. Run again with the same output, it continues: what
# is prepared or trained is not redone.
set -euo pipefail

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
master='local[2]'
output="$PWD/quickstart-output"
subject=images

usage() {
  echo "usage: quickstart.sh [images | text] [--master MASTER] [--output DIR]"
}

while [[ $# -gt 0 ]]; do
  case "$1" in
    --master=*) master="${1#*=}"; shift ;;
    --output=*) output="${1#*=}"; shift ;;
    --master | --output)
      [[ $# -ge 2 ]] || { usage >&2; exit 2; }
      if [[ $1 == --master ]]; then master="$2"; else output="$2"; fi
      shift 2 ;;
    images | text) subject="$1"; shift ;;
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

# run TITLE CONFIGURATION COMMAND [ARGUMENT...]: one command of Sparkformer.
run() {
  echo "== $1"
  local configuration="$2" command="$3"
  shift 3
  "$home/submit-scripts/sparkformer" "$command" "$home/conf/$configuration.conf" --master "$master" \
    --set "data.directory=$output/data" "$@"
}

# value KEY FILE: one number of a job's summary.json, which holds one key per line. From other file systems: nothing.
value() {
  sed -n "s/.*\"$1\"[[:space:]]*:[[:space:]]*\([-0-9.eE+]*\).*/\1/p" "$2" 2>/dev/null | head -n 1
}

images() {
  run "prepare the images" quickstart prepare-images --output "$output/data" \
    --set "prepare.inputs=[\"$home/data-prep/datasets/fashion-mnist-10k.tar.gz\"]"
  run "train" quickstart train --output "$output/run"
  run "evaluate on the test images" quickstart evaluate --output "$output/evaluation" \
    --set "evaluation.checkpoint=$output/run"
  run "baseline: logistic regression on the same pixels" quickstart baseline --output "$output/baseline"
  cat <<SUMMARY

Vision Transformer   top-1 on the test images: $(value top1 "$output/evaluation/summary.json")
Logistic regression  top-1 on the test images: $(value top1 "$output/baseline/summary.json")

Model     $output/run/checkpoints
Report    $output/run/report.html
Summaries $output/{data,run,evaluation,baseline}/summary.json
SUMMARY
}

text() {
  run "learn a tokenizer" quickstart-text train-tokenizer --output "$output/tokenizer" \
    --set "tokenizer.inputs=[\"$home/data-prep/datasets/wordnet-glosses.jsonl.gz\"]"
  run "prepare the texts" quickstart-text prepare-text --output "$output/data" \
    --set "prepare-text.inputs=[\"$home/data-prep/datasets/wordnet-glosses.jsonl.gz\"]" \
    --set "prepare-text.tokenizer=$output/tokenizer/tokenizer.json"
  run "pre-train by masked words" quickstart-text train --output "$output/pre-training"
  run "how well it guesses" quickstart-text evaluate --output "$output/guesses" \
    --set "evaluation.checkpoint=$output/pre-training" --set evaluation.split=test
  run "fine-tune on labelled texts" quickstart-text-classes train --output "$output/run" \
    --set "training.init.from=$output/pre-training"
  run "evaluate on the test texts" quickstart-text-classes evaluate --output "$output/evaluation" \
    --set "evaluation.checkpoint=$output/run"
  cat <<SUMMARY

Masked words  loss $(value loss "$output/guesses/summary.json"), entropy of single tokens $(value unigramEntropy "$output/guesses/summary.json")
Classes       top-1 on the test texts: $(value top1 "$output/evaluation/summary.json")

Model     $output/run/checkpoints
Reports   $output/{pre-training,run,evaluation}/report.html
Summaries $output/{tokenizer,data,pre-training,guesses,run,evaluation}/summary.json
SUMMARY
}

SECONDS=0
"$subject"
echo
echo "$SECONDS seconds without the build."
