#!/bin/sh
# Lighthouse on one page of each kind: mobile, headless, three runs each, the median printed.
# Needs Node 18+, npm and a Chromium (CHROME_PATH). Nothing is installed into the repository.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
port=${PORT:-8123}
runs=${RUNS:-3}
export CHROME_PATH="${CHROME_PATH:-$(command -v chromium || command -v google-chrome)}"
export NO_MKDOCS_2_WARNING=1
# SITE_URL is the local address, so that canonical links and hreflang are judged as they will be.
(cd "$root" && SITE_URL="http://127.0.0.1:$port/repo/" .venv/bin/mkdocs build -q -d "$work/site") 2>/dev/null
tools=${LIGHTHOUSE_DIR:-$work/tools}
if [ ! -x "$tools/node_modules/.bin/lighthouse" ]; then
  npm install --silent --no-audit --no-fund --prefix "$tools" lighthouse@12
fi
"$root/.venv/bin/python" "$root/benchmarks/server.py" "$work/site" --port "$port" >/dev/null &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT INT TERM
sleep 1
entry=$(cd "$work/site" && ls -d fi/kohtaamispaikat/*/ | head -n 1)
situation=$(cd "$work/site" && ls -d fi/elamantilanteet/*/ | head -n 1)
flags="--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update --disable-sync --no-first-run"
for page in fi/ fi/kohtaamispaikat/ "$entry" "$situation" fi/kunnat/espoo/ fi/apua/ fi/tietoa/; do
  run=1
  while [ "$run" -le "$runs" ]; do
    "$tools/node_modules/.bin/lighthouse" "http://127.0.0.1:$port/repo/$page" --quiet \
      --chrome-flags="$flags" --form-factor=mobile --output=json \
      --output-path="$work/$(echo "$page" | tr / _)$run.json"
    run=$((run + 1))
  done
done
"$root/.venv/bin/python" "$root/benchmarks/lighthouse.py" "$work"
