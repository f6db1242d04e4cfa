#!/usr/bin/env bash
# Makes the Python environment with real spaCy that `annalist-eval agree` and `engine speed` run beside our
# engine. The language pipeline is not installed: spaCy reads the very file that our engine reads.
# Packages come from wherever pip is configured to look. Once made, the environment is kept.
set -euo pipefail

venv="${XDG_CACHE_HOME:-$HOME/.cache}/annalist-eval/spacy"
if [ ! -x "$venv/bin/python" ]; then
    mkdir -p "$(dirname "$venv")"
    python3 -m venv "$venv"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r "$(dirname "$0")/spacy-requirements.txt"
"$venv/bin/python" -c 'import spacy; print("spaCy", spacy.__version__, "is ready")'
echo "$venv"
