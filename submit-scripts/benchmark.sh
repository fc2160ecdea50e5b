#!/usr/bin/env bash
# Benchmarks, each against others in the same run: `step` times the module `model` beside PyTorch and stock ND4J, `data` the
# way of images from files to a trained step beside the bare native decoder and the JDK's, `averaging` what an exchange of the
# state costs, `scaling` what it would cost on larger clusters, `tokenizer` the learning of vocabularies, and `cleaning` what is asked
# of texts before they are tokenized. docs/benchmarks explains.
#
#   benchmark.sh step [--quick] [--output DIR] [...]
#   benchmark.sh data [--quick] [--only images|texts] [--output DIR]
#   benchmark.sh averaging [--quick] [--only REGEX] [--output DIR]
#   benchmark.sh scaling [--quick] [--output DIR]
#   benchmark.sh tokenizer [--quick] [--type TYPE ...] [--output DIR]
#   benchmark.sh cleaning [--quick] [--output DIR]
#
# It needs Linux (`data` its taskset), a JDK 17 and Maven; `step` fetches PyTorch (90 MB) the first time.
set -euo pipefail

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"

usage() {
  echo "usage: benchmark.sh step [--quick] [--output DIR] [--model PART_OF_NAME ...] [--threads N ...] [--repetitions N]"
  echo "       benchmark.sh data [--quick] [--only images|texts] [--output DIR]"
  echo "       benchmark.sh averaging [--quick] [--only REGEX] [--output DIR]"
  echo "       benchmark.sh scaling [--quick] [--output DIR]"
  echo "       benchmark.sh tokenizer [--quick] [--type TYPE ...] [--output DIR]"
  echo "       benchmark.sh cleaning [--quick] [--output DIR]"
}

subject="${1:-}"
case "$subject" in
  step) module="$home/model" profile=bench main_class=io.sparkformer.benchmark.step.StepBenchmark; shift ;;
  data) module="$home/spark-jobs" profile=bench-data main_class=io.sparkformer.benchmark.data.DataBenchmark; shift ;;
  averaging) module="$home/spark-jobs" profile=bench-data main_class=io.sparkformer.benchmark.averaging.AveragingBenchmark; shift ;;
  scaling) module="$home/spark-jobs" profile=bench-data main_class=io.sparkformer.benchmark.scaling.ScalingBenchmark; shift ;;
  tokenizer) module="$home/spark-jobs" profile=bench-data main_class=io.sparkformer.benchmark.tokenizer.TokenizerBenchmark; shift ;;
  cleaning) module="$home/data-prep" profile=bench main_class=io.sparkformer.benchmark.cleaning.CleaningBenchmark; shift ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac
case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac

class_path_file="$module/target/bench.classpath"

# stale: whether the benchmarks are not built yet, or from other sources than these. A build without their profile removes
# their classes.
stale() {
  [[ ! -f $class_path_file || ! -f $module/target/test-classes/${main_class//./\/}.class ]] \
    || [[ -n $(find "$home/pom.xml" "$home"/{model,data-prep}/{pom.xml,src/main} "$module"/{pom.xml,src} -newer "$class_path_file" -type f -print -quit) ]]
}

if stale; then
  echo "== build (Maven fetches what is missing)"
  command -v mvn >/dev/null || { echo "benchmark.sh: no mvn found: install Maven 3.8.7 or newer." >&2; exit 2; }
  rm -f "$class_path_file"
  (cd "$home" && mvn -q -B -pl "${module##*/}" -am -P"$profile" -Dspotless.check.skip test-compile \
    dependency:build-classpath -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test)
fi

# Executors of their own start from the layout of a SPARK_HOME, which packaging makes.
embedded_spark="$home/spark-jobs/target/spark"
if [[ $subject == @(averaging|scaling) && ! -d $embedded_spark/jars ]]; then
  echo "== build the embedded Spark"
  (cd "$home" && mvn -q -B -DskipTests -Dspotless.check.skip package)
  exec "$0" "$subject" "$@"
fi

# Threads that wait must not take the processor from those of another process, and nobody's kernels are chosen by hand.
export OMP_WAIT_POLICY=passive
export OMP_NUM_THREADS=1
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
export LC_ALL=C.UTF-8

class_path="$module/target/classes:$module/target/test-classes:$(<"$class_path_file")"
libraries="$(tr ':' '\n' <"$class_path_file" | sed -nE 's#.*/((pytorch|dnnl|openblas|nd4j-native)-[0-9][^/]*)\.jar$#\1#p' \
  | { grep -v -e linux -e macosx -e windows || true; } | paste -sd' ')"
options=()
if [[ -f $module/target/test-classes/benchmark.options ]]; then
  options=("@$module/target/test-classes/benchmark.options")
fi
exec java "${options[@]}" -Djava.awt.headless=true -Dorg.bytedeco.javacpp.cachedir="$module/target/bench-natives" -Dbenchmark.libraries="$libraries" \
  -Dbenchmark.spark="$embedded_spark" -Dbenchmark.home="$home" \
  -cp "$class_path" "$main_class" "$@"
