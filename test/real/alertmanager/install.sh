#!/usr/bin/env bash
# Installs Debian's Alertmanager with amtool where there is none. Starts nothing.
set -euo pipefail

if ! command -v prometheus-alertmanager >/dev/null || ! command -v amtool >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends prometheus-alertmanager >&2
fi
