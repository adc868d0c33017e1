#!/bin/sh
# Installs what LlamaCppServerIT needs into a virtual environment: llama.cpp's own HTTP server as a
# prebuilt wheel, and the writer of GGUF files. About 15 seconds and 190 MB; bounded by LIMIT seconds
# (300). Never fails a build: where it cannot be had it says why and ends with 0, and the test skips
# with that reason. Usage: install-llama-server.sh [FOLDER] (default: polder-engine/target/llama-server)
module=$(cd "$(dirname "$0")/../../.." && pwd)
venv=${1:-$module/target/llama-server}
limit=${LIMIT:-300}
reason=$venv.skipped

skip() {
  mkdir -p "$(dirname "$reason")"
  echo "$1" >"$reason"
  echo "The test with a real llama.cpp server will be skipped: $1" >&2
  exit 0
}

bounded() {
  if command -v timeout >/dev/null 2>&1; then timeout "$limit" "$@"; else "$@"; fi
}

rm -f "$reason"
command -v python3 >/dev/null 2>&1 || skip "python3 was not found on the PATH."
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || skip "python3 is older than 3.10."
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" || skip "python3 -m venv failed (on Debian: apt-get install python3-venv)."
bounded "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
  --requirement "$module/src/test/python/requirements-llama-server.txt" ||
  skip "pip install ended with $? (no wheel for this platform, no package registry, or longer than $limit s)."
"$venv/bin/python" -c 'import gguf, xllamacpp' || skip "the installed packages cannot be imported."
echo "The real llama.cpp server stands in $venv"
