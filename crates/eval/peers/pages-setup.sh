#!/usr/bin/env bash
# Makes the Python environment with trafilatura that `annalist-eval pages` runs beside our reader.
#
#   bash crates/eval/peers/pages-setup.sh
#
# Packages come from wherever pip is configured to look. Once made, the environment is kept.
set -euo pipefail

venv="${XDG_CACHE_HOME:-$HOME/.cache}/annalist-eval/trafilatura"
if [ ! -x "$venv/bin/python" ]; then
    mkdir -p "$(dirname "$venv")"
    python3 -m venv "$venv"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r "$(dirname "$0")/pages-requirements.txt"
"$venv/bin/python" -c 'import trafilatura; print("trafilatura", trafilatura.__version__, "is ready")'
echo "$venv"
