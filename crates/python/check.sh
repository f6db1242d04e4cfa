#!/usr/bin/env bash
# Builds the wheel, installs it into a fresh environment, and runs what must hold of it: pytest, mypy, the
# README's example, and Spark on a small input. PROFILE names cargo's profile of the wheel.
set -euo pipefail
cd "$(dirname "$0")"
root="$PWD/../.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/build"
"$work/build/bin/pip" install --quiet --disable-pip-version-check 'maturin>=1.9,<2'
"$work/build/bin/maturin" build --quiet --profile "${PROFILE:-dev}" --out "$work/wheels"

python3 -m venv "$work/env"
pip() { "$work/env/bin/pip" --disable-pip-version-check --quiet "$@"; }
pip install "$work"/wheels/annalist-*.whl
# The package needs nothing else: its example runs before anything is installed beside it.
sed -n '/^```python$/,/^```$/p' "$root/README.md" | sed '/^```/d' >"$work/readme.py"
(cd "$work" && env/bin/python readme.py) | tee "$work/printed"
while IFS= read -r line; do
    grep --quiet --line-regexp --fixed-strings -- "$line" "$root/README.md" ||
        { echo "README.md does not say what its Python example prints: $line"; exit 1; }
done <"$work/printed"
test -s "$work/printed"

pip install pytest mypy pyarrow polars pandas duckdb
if java -version >/dev/null 2>&1; then
    pip install pyspark
else
    echo "NOT CHECKED: annalist.spark. There is no Java here."
fi
cp -r tests README.md "$work"
mkdir -p "$work/docs" && cp "$root/docs/spark.md" "$work/docs"
(cd "$work" && env/bin/python -m pytest -q -p no:cacheprovider tests)

# The types of the installed package, as its users see them.
mypy() { "$work/env/bin/mypy" --strict --config-file pyproject.toml --cache-dir "$work/mypy" "$@"; }
if "$work/env/bin/python" -c 'import pyspark' 2>/dev/null; then
    mypy -p annalist
else
    mypy -m annalist -m annalist.ray
fi
mypy tests/typed.py
