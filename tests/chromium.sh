#!/bin/sh
# A browser for the tests: Chromium's headless shell, which opens pages several times faster than the
# whole Chromium; else a Chromium that is there, Debian's (as root), or Playwright's own.
set -eu
there() {
  for name in "$@"; do if command -v "$name" >/dev/null 2>&1; then return 0; fi; done
  return 1
}
debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"
}
if there chromium-headless-shell || debian chromium-headless-shell; then exit 0; fi
if there chromium chromium-browser google-chrome || debian chromium; then exit 0; fi
exec "$1/playwright" install chromium
