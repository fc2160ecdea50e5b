# What the studies' scripts share; they source it, and set before: home (the checkout), output (the directory that everything
# goes to), master (where jobs run), study (the script's name, for messages).
# shellcheck shell=bash disable=SC2154

# older FILE SOURCE...: whether a file is missing, or older than one of these sources.
older() {
  local file="$1"
  shift
  [[ ! -f $file || -n $(find "$@" -newer "$file" -type f -print -quit) ]]
}

# build_sparkformer: the application and the embedded Spark, where they are missing or stale.
build_sparkformer() {
  if [[ ! -d $home/spark-jobs/target/spark/jars ]] \
    || older "$home/spark-jobs/target/sparkformer.jar" "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main; then
    echo "== build (Maven fetches what is missing, which takes some minutes the first time)"
    (cd "$home" && mvn -q -B -DskipTests -Dspotless.check.skip package)
  fi
}

# job COMMAND CONF ARGUMENT...: one job, whose output goes to the end of the log.
job() {
  local command="$1" file="$2"
  shift 2
  "$home/submit-scripts/sparkformer" "$command" "$file" --master "$master" "$@" >>"$output/log.txt" 2>&1 \
    || { echo "$study: sparkformer $command failed; the end of $output/log.txt says why:" >&2
      tail -n 20 "$output/log.txt" >&2
      exit 1; }
}

# complete DIRECTORY: whether a training run there has come to its end.
complete() {
  [[ -f $1/summary.json ]] && grep -q '"complete" : true' "$1/summary.json"
}

# value KEY FILE: one number of a job's summary.json, which holds one key per line.
value() {
  sed -n "s/.*\"$1\"[[:space:]]*:[[:space:]]*\([-0-9.eE+]*\).*/\1/p" "$2" | head -n 1
}
