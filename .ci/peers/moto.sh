#!/usr/bin/env bash
# Lets the adapters work with an AWS that is not written here (moto's server, Python).
# Prints "peer moto: ran (…)", or why it could not be tried. Exit code 1 when something was not as expected.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
server_pid=""
cleanup() {
  [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

moto=$(command -v moto_server || true)
if [ -z "$moto" ]; then
  if ! command -v python3 >/dev/null 2>&1; then
    echo "peer moto: NOT RUN, neither moto_server nor python3 is here"
    exit 0
  fi
  if ! python3 -m venv "$work/venv" >/dev/null 2>&1 ||
    ! "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check 'moto[server]==5.2.1' >/dev/null 2>&1; then
    echo "peer moto: NOT RUN, it could not be installed from PyPI"
    exit 0
  fi
  moto="$work/venv/bin/moto_server"
fi

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$moto" -H 127.0.0.1 -p "$port" >"$work/log" 2>&1 &
server_pid=$!
for _ in $(seq 1 120); do
  curl -s -o /dev/null "http://127.0.0.1:$port/" && break
  sleep 0.25
done
# Nothing of whoever runs this may be asked.
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL
export AWS_CONFIG_FILE="$work/none" AWS_SHARED_CREDENTIALS_FILE="$work/none" AWS_EC2_METADATA_DISABLED=true
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
if ! said=$(timeout 180 npx tsx .ci/peers/moto.ts "http://127.0.0.1:$port" 2>"$work/err"); then
  cat "$work/err" >&2
  exit 1
fi
echo "peer moto: ran ($said)"
