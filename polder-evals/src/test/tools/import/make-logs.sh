#!/bin/sh
# Makes the logs of src/test/resources/imports/good anew, with the real tools:
#   make-logs.sh FOLDER
# PYTHON has inspect-ai, openai and lm-eval[api]; PROMPTFOO is the path of promptfoo's entrypoint.js,
# for a `node` of version 22 or newer. SOURCE.md says which versions. Nothing leaves the machine:
# the models are scripted_model.py on loopback.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
python=${PYTHON:-python3}

work=$(mktemp -d)
cp "$here"/* "$work"
cd "$work"
mkfifo port
"$python" scripted_model.py >port &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
read -r number <port
export TOWN_BASE_URL="http://127.0.0.1:$number/v1" TOWN_API_KEY=none OPENAI_API_KEY=none
export HF_HOME="$work/hf" HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1
export INSPECT_DISPLAY=none
export PROMPTFOO_CONFIG_DIR="$work/promptfoo" PROMPTFOO_DISABLE_TELEMETRY=1
export PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_DISABLE_REMOTE_GENERATION=1

inspect() { # MODEL NAME FORMAT TASK ARGUMENTS…
  model=$1 name=$2 format=$3 task=$4
  shift 4
  rm -rf logs
  "$python" -m inspect_ai eval "inspect_letters.py@$task" --model "openai-api/town/$model" \
    --log-dir logs --log-format "$format" --no-log-realtime --no-log-model-api "$@" >&2
  mv logs/*."$format" "$out/$name.$format"
}
inspect atlas inspect-atlas eval letters --temperature 0
inspect delta inspect-delta eval letters --temperature 0
inspect delta-flaky inspect-delta-flaky json letters --temperature 0 --no-fail-on-error
inspect atlas inspect-epochs eval office_choice --epochs 2

lm_eval() { # BACKEND ARGUMENTS TASK NAME
  rm -rf logs
  "$python" -m lm_eval run --model "$1" --model_args "$2" --tasks "$3" --include_path . \
    --log_samples --output_path logs ${5:-} >&2
  mkdir -p "$out/$4"
  find logs -name '*_*-*T*.json*' -exec mv {} "$out/$4/" \;
}
for model in atlas delta; do
  lm_eval local-chat-completions \
    "model=$model,base_url=$TOWN_BASE_URL/chat/completions,num_concurrent=1,tokenizer_backend=None" \
    letters_generate "lm-eval-$model" --apply_chat_template
done
lm_eval dummy "" letters_choice lm-eval-choice

node "$PROMPTFOO" eval -c promptfooconfig.yaml -o "$out/promptfoo.json" -o "$out/promptfoo.jsonl" \
  --no-cache --no-progress-bar --no-table --no-share >&2 || test $? -eq 100 # some tests fail

# Where the tools and the logs lie on this machine is nobody's business.
prefix=$("$python" -c 'import sys; print(sys.prefix)')
base=$("$python" -c 'import sys; print(sys.base_prefix)')
find "$out" \( -name '*.json' -o -name '*.jsonl' \) \
  -exec sed -i "s#$out#/logs#g; s#$prefix#/venv#g; s#$base#/usr#g" {} +
