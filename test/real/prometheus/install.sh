#!/usr/bin/env bash
# Installs Debian's Prometheus with promtool and node-exporter where there is none, and fetches, by Go's module proxy, the expressions with which
# Prometheus tests its own language. Starts nothing. Prints the directory of the expressions.
set -euo pipefail

module=github.com/prometheus/prometheus@v0.42.0
cache=${HEXAOPS_CACHE:-$HOME/.cache/hexaops}/promql-corpus-0.42.0

if ! command -v prometheus >/dev/null || ! command -v promtool >/dev/null || ! command -v prometheus-node-exporter >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends prometheus prometheus-node-exporter >&2
fi
if [[ ! -d $cache ]]; then
  modules=$(mktemp -d)
  trap 'chmod -R u+w "$modules"; rm -rf "$modules"' EXIT
  GOMODCACHE=$modules GOFLAGS=-modcacherw go mod download "$module" >&2
  mkdir -p "$cache.new"
  cp "$modules/$module/promql/testdata/"*.test "$cache.new/"
  mv "$cache.new" "$cache"
fi
echo "$cache"
