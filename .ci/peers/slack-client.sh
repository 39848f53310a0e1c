#!/bin/sh
# Lets a client that is not written here (Python's slack_bolt, from PyPI) work with the local Slack.
# Prints "peer slack_bolt: ran", or why it could not be tried.
set -eu
cd "$(dirname "$0")/../.."
packages="${TMPDIR:-/tmp}/trailwatch-peer-slack-bolt"
if ! command -v python3 >/dev/null 2>&1; then
  echo "peer slack_bolt: skipped, no python3 here"
  exit 0
fi
if [ ! -d "$packages/slack_bolt" ]; then
  if ! python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
    --target "$packages" slack_bolt==1.30.0 slack_sdk==3.47.0; then
    echo "peer slack_bolt: skipped, it could not be installed from PyPI"
    exit 0
  fi
fi
PYTHONPATH="$packages" exec python3 .ci/peers/slack-client.py
