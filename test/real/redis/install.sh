#!/usr/bin/env bash
# Installs Debian's Redis where there is none. It starts no server, nor lets the package start one: each test file does that
# for itself, on a free loopback port. Prints the program.
set -euo pipefail

policy=/usr/sbin/policy-rc.d
if ! command -v redis-server >/dev/null; then
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    install -m 755 /dev/stdin "$policy" <<<$'#!/bin/sh\nexit 101'
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends redis-server >&2
fi
command -v redis-server || { echo 'install.sh: there is no redis-server after its installation' >&2; exit 1; }
