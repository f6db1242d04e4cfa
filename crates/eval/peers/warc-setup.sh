#!/usr/bin/env bash
# Makes the Python environment with warcio that `annalist-eval warc` runs beside our reader.
#
#   bash crates/eval/peers/warc-setup.sh
#
# Packages come from wherever pip is configured to look. Once made, the environment is kept.
set -euo pipefail

venv="${XDG_CACHE_HOME:-$HOME/.cache}/annalist-eval/warcio"
if [ ! -x "$venv/bin/python" ]; then
    mkdir -p "$(dirname "$venv")"
    python3 -m venv "$venv"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r "$(dirname "$0")/warc-requirements.txt"
"$venv/bin/python" -c 'import warcio; print("warcio is ready")'
echo "$venv"
