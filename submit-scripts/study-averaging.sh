#!/usr/bin/env bash
# The study of fewer exchanges: DiLoCo's claim in small, on the bundled Fashion-MNIST, four replicas, three seeds. And that of
# smaller ones: the same with what replicas bring back compressed. docs/studies/fewer-exchanges.md has method and result.
#
#   study-averaging.sh [--compression] [--quick] [--output DIR] [--master MASTER]
#
#   --compression  the study of smaller exchanges
#   --quick        a smoke run: 50 steps, one seed
#   --output       where everything goes (default: ./study-averaging-output); run again, it continues there
#   --master       where the jobs run (default: local[1]); it changes no result
#
# It needs a JDK 17 and Maven.
set -euo pipefail

home="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
study="study-averaging.sh"
output="$PWD/study-averaging-output"
master='local[1]'
quick=''
compression=''

usage() {
  sed -n '5,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

while [[ $# -gt 0 ]]; do
  case "$1" in
    --quick) quick=1; shift ;;
    --compression) compression=1; shift ;;
    --output | --master)
      [[ $# -ge 2 ]] || { usage >&2; exit 2; }
      case "$1" in
        --output) output="$(realpath -m "$2")" ;;
        --master) master="$2" ;;
      esac
      shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "$study: unknown argument $1" >&2; usage >&2; exit 2 ;;
  esac
done
source "$home/submit-scripts/study-common.sh"

# --- what is tried: all train the same samples in the same number of steps, and differ in how often they exchange ---------
conf="$home/conf/fewer-exchanges.conf"
methods=(joint every-step average-10 average-50 post-local quadratic diloco-10 diloco-50)
declare -A name=(
  [joint]='one replica, the joint batch'
  [every-step]='average, H = 1'
  [average-10]='average, H = 10'
  [average-50]='average, H = 50'
  [post-local]='average, H = 1 for a tenth of the steps, then 10'
  [quadratic]='average, H = 4 to 50 as the rate falls'
  [diloco-10]='DiLoCo, H = 10'
  [diloco-50]='DiLoCo, H = 50')
declare -A settings=(
  [joint]='training.workers=1 training.micro-batches=4 training.local-steps=50'
  [every-step]='training.local-steps=1'
  [average-10]='training.local-steps=10'
  [average-50]='training.local-steps=50'
  [post-local]='training.local-steps=10 training.rounds={type=post-local,synchronous-share=0.1}'
  [quadratic]='training.local-steps=50 training.rounds.type=quadratic'
  [diloco-10]='training.local-steps=10 training.outer.type=nesterov'
  [diloco-50]='training.local-steps=50 training.outer.type=nesterov')
# Bytes per parameter that a replica receives and sends in an exchange: three vectors each way, since both moments of AdamW are
# averaged too.
declare -A bytes=(
  [joint]=0 [every-step]=24 [average-10]=24 [average-50]=24 [post-local]=24 [quadratic]=24 [diloco-10]=24 [diloco-50]=24)
results=results runs_table=runs.csv
if [[ -n $compression ]]; then
  methods=(exact bf16 bf16-forgetting int8 int8-forgetting top-k)
  name=(
    [exact]='not compressed'
    [bf16]='bf16'
    [bf16-forgetting]='bf16 without error feedback'
    [int8]='int8'
    [int8-forgetting]='int8 without error feedback'
    [top-k]='top-k, 5 per cent')
  settings=(
    [exact]='training.compression.type=none'
    [bf16]='training.compression.type=bf16'
    [bf16-forgetting]='training.compression={type=bf16,error-feedback=false}'
    [int8]='training.compression.type=int8'
    [int8-forgetting]='training.compression={type=int8,error-feedback=false}'
    [top-k]='training.compression={type=top-k,kept-fraction=0.05}')
  # 12 received; sent: the difference (2, 1.03 or 0.26), both moments in bfloat16 (4), and the residual's second copy (1.03 or 2).
  bytes=([exact]=24 [bf16]=19.03 [bf16-forgetting]=18 [int8]=18.06 [int8-forgetting]=17.03 [top-k]=18.26)
  for method in "${methods[@]}"; do settings[$method]+=' training.local-steps=10'; done
  results=results-compression runs_table=runs-compression.csv
fi
if [[ -n $quick ]]; then
  seeds=(1)
  runs="$output/quick-runs" # never beside those of the study, which would take them for done
  shorter=(--set data.train-samples=1600 --set training.epochs=2 --set training.schedule.warmup-steps=5)
else
  seeds=(1 2 3)
  runs="$output/runs"
  shorter=()
fi
mkdir -p "$output"
build_sparkformer

# --- data -----------------------------------------------------------------------------------------------------------------
echo "== prepare"
job prepare-images "$conf" --output "$output/data" \
  --set "prepare.inputs=[\"$home/data-prep/datasets/fashion-mnist-10k.tar.gz\"]"

# --- runs -----------------------------------------------------------------------------------------------------------------
# train METHOD SEED DIR: one training run, unless it is done, and the loss of its model on the training images.
train() {
  local method="$1" seed="$2" directory="$3" key
  local arguments=(--set "data.directory=$output/data" --set "seed=$seed" "${shorter[@]}")
  if ! complete "$directory/train"; then
    local own=()
    for key in ${settings[$method]}; do own+=(--set "$key"); done
    job train "$conf" --output "$directory/train" "${arguments[@]}" "${own[@]}"
  fi
  if [[ ! -f $directory/train-loss/summary.json ]]; then
    job evaluate "$conf" --output "$directory/train-loss" --set "data.directory=$output/data" \
      --set "evaluation.checkpoint=$directory/train" --set evaluation.split=train
  fi
}

# exchanges METHOD DIR: rounds of a run, all of which but the joint batch's end with an exchange.
exchanges() {
  if [[ $1 == joint ]]; then echo 0; else value rounds "$2/train/summary.json"; fi
}

write_runs() {
  echo 'method,seed,steps,exchanges,bytes_per_replica,train_loss,tune_loss,tune_top1'
  local method seed directory count parameters
  for method in "${methods[@]}"; do
    for seed in "${seeds[@]}"; do
      directory="$runs/$method/$seed"
      [[ -f $directory/train-loss/summary.json ]] || continue
      count="$(exchanges "$method" "$directory")"
      parameters="$(value parameters "$directory/train/summary.json")"
      echo "$method,$seed,$(value steps "$directory/train/summary.json"),$count,$(
        awk -v n="$count" -v p="$parameters" -v b="${bytes[$method]}" 'BEGIN { printf "%.0f", n * p * b }'),$(
        value loss "$directory/train-loss/summary.json"),$(value tuneLoss "$directory/train/summary.json"),$(
        value tuneTop1 "$directory/train/summary.json")"
    done
  done
}

# row METHOD: a line of the table, mean and sample deviation over the seeds that are done.
row() {
  awk -F, -v method="$1" -v name="${name[$1]}" '
    $1 == method { n++; steps = $3; exchanges = $4; bytes = $5; for (i = 6; i <= 8; i++) { sum[i] += $i; value[i, n] = $i } }
    function mean(i) { return sum[i] / n }
    function deviation(i,   k, squares) {
      for (k = 1; k <= n; k++) squares += (value[i, k] - mean(i)) ^ 2
      return n > 1 ? sqrt(squares / (n - 1)) : 0
    }
    END {
      if (n) printf "| %s | %d | %.1f MB | %.4f ± %.4f | %.4f ± %.4f | %.2f ± %.2f |\n", name, exchanges, bytes / 1e6,
        mean(6), deviation(6), mean(7), deviation(7), 100 * mean(8), 100 * deviation(8)
    }' "$output/$runs_table"
}

write_results() {
  write_runs >"$output/$runs_table"
  {
    echo '| method | exchanges | bytes per replica | training loss | tune loss | tune top-1, per cent |'
    echo '|---|---:|---:|---:|---:|---:|'
    local method
    for method in "${methods[@]}"; do row "$method"; done
  } >"$output/$results.md"
}

for seed in "${seeds[@]}"; do
  for method in "${methods[@]}"; do
    train "$method" "$seed" "$runs/$method/$seed"
    echo "   seed $seed, ${name[$method]}: tune loss $(value tuneLoss "$runs/$method/$seed/train/summary.json")"
  done
  write_results
done
cat "$output/$results.md"
echo "== $output/$results.md and $runs_table"
