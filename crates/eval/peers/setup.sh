#!/usr/bin/env bash
# Makes the Python environment with real spaCy that `annalist-eval agree` runs beside our engine.
#
#   bash crates/eval/peers/setup.sh [WHEEL]
#
# WHEEL is the language pipeline (default: the one that `annalist model fetch` keeps in the cache).
# Packages come from wherever pip is configured to look. Once made, the environment is kept.
set -euo pipefail

cache="${XDG_CACHE_HOME:-$HOME/.cache}"
venv="$cache/annalist-eval/spacy"

wheel="${1:-}"
if [ -z "$wheel" ]; then
    wheel=$(find "$cache/annalist/models" -name 'en_core_web_sm*.whl' 2>/dev/null | sort | tail -n 1 || true)
fi
if [ ! -f "$wheel" ]; then
    echo "setup.sh: no language pipeline${wheel:+ at $wheel}: run 'annalist model fetch' once, or name the wheel" >&2
    exit 2
fi

if [ ! -x "$venv/bin/python" ]; then
    mkdir -p "$(dirname "$venv")"
    python3 -m venv "$venv"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r "$(dirname "$0")/spacy-requirements.txt"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$wheel"
"$venv/bin/python" -c 'import spacy; print("spaCy", spacy.__version__, "is ready")'
echo "$venv"
