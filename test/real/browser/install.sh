#!/usr/bin/env bash
# Installs Debian's headless Chromium where there is none. Prints the program.
set -euo pipefail

program() {
  command -v chromium-headless-shell || command -v chromium || true
}

if [[ -z $(program) ]]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium-headless-shell >&2
fi
found=$(program)
[[ -x $found ]] || { echo 'install.sh: there is no Chromium after its installation' >&2; exit 1; }
echo "$found"
