#!/usr/bin/env bash
# The desk in a real Chromium, on the demonstration: `run.sh ANNALIST [FOLDER FOR PICTURES]`.
# Where there is no Chromium it is installed from Debian's packages; where it cannot be had, this says so.
set -euo pipefail
program="$(realpath "$1")"
pictures="$(realpath --canonicalize-missing "${2:-out}")"
cd "$(dirname "$0")"

missing() { echo "NOT CHECKED: the desk in a browser. $1"; exit 0; }

chromium=""
for name in chromium chromium-browser google-chrome; do
    chromium="${CHROMIUM:-$(command -v "$name" || true)}"
    [ -z "$chromium" ] || break
done
wanted=()
[ -n "$chromium" ] || wanted+=(chromium)
command -v npm >/dev/null || wanted+=(nodejs npm)
if [ "${#wanted[@]}" -gt 0 ]; then
    { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; } ||
        missing "Install ${wanted[*]} and run this again."
    { timeout 120 apt-get update --quiet=2 &&
        DEBIAN_FRONTEND=noninteractive timeout 400 apt-get install --quiet=2 --yes \
            --no-install-recommends "${wanted[@]}"; } >/dev/null ||
        missing "apt-get could not install ${wanted[*]}."
    chromium="${chromium:-$(command -v chromium)}"
fi
timeout 120 npm ci --silent --no-audit --no-fund --ignore-scripts ||
    missing "npm could not fetch playwright-core and axe-core."
CHROMIUM="$chromium" timeout 400 node desk.mjs "$program" "$pictures"
