#!/usr/bin/env bash
# Tells Spark which GPUs an executor may use, as the JSON that it reads from a discovery script:
#   {"name": "gpu", "addresses": ["0", "1"]}
# Spark runs it on each worker or executor:
#   --conf spark.executor.resource.gpu.discoveryScript=/path/to/discover-gpus.sh
# Addresses are the devices' numbers, by which CUDA knows them. GPUs that ND4J's CUDA release has no code for (compute
# capability above 8.x) are left out, with a line that says so. Environment: SPARKFORMER_NVIDIA_SMI names another nvidia-smi.
set -euo pipefail

smi="${SPARKFORMER_NVIDIA_SMI:-nvidia-smi}"
if ! command -v "$smi" >/dev/null; then
  echo "discover-gpus.sh: there is no $smi on $(uname -n): install NVIDIA's driver, or do not ask for GPUs" >&2
  exit 1
fi
# Lines such as "0, 8.6, NVIDIA A10".
devices="$("$smi" --query-gpu=index,compute_cap,name --format=csv,noheader)"

addresses=()
while IFS=',' read -r index capability name; do
  index="${index//[[:space:]]/}" capability="${capability//[[:space:]]/}"
  [[ -n $index ]] || continue
  if [[ ! $index =~ ^[0-9]+$ || ! $capability =~ ^[0-9]+\.[0-9]+$ ]]; then
    echo "discover-gpus.sh: cannot read \"$index, $capability,$name\" of $smi" >&2
    exit 1
  fi
  if ((${capability%%.*} > 8)); then
    echo "discover-gpus.sh: GPU $index,$name, is left out: compute capability $capability is above 8.x" >&2
    continue
  fi
  addresses+=("\"$index\"")
done <<<"$devices"

if [[ ${#addresses[@]} -eq 0 ]]; then
  echo "discover-gpus.sh: no GPU on $(uname -n) that can be used" >&2
  exit 1
fi
joined="$(IFS=,; echo "${addresses[*]}")"
echo "{\"name\": \"gpu\", \"addresses\": [${joined//,/, }]}"
