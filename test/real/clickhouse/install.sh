#!/usr/bin/env bash
# Installs what the tests with ClickHouse need, where it is missing: Debian's server, and chdb (a current ClickHouse in the
# process) by its own lockfile into ${HEXAOPS_CACHE:-~/.cache/hexaops}/chdb-VERSION. It starts no server, nor lets the package
# start one. Runs side by side wait for each other; an interrupted run leaves nothing that looks installed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${HEXAOPS_CACHE:-$HOME/.cache/hexaops}
version=$(sed -n 's/^ *"chdb": "\(.*\)"$/\1/p' "$here/chdb/package.json")
target=$root/chdb-$version
policy=/usr/sbin/policy-rc.d

mkdir -p "$root"
exec 9>"$root/clickhouse.lock"
flock 9

if [[ ! -x /usr/sbin/clickhouse-server ]]; then
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    install -m 755 /dev/stdin "$policy" <<<$'#!/bin/sh\nexit 101'
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold clickhouse-server >&2
fi
[[ -x /usr/sbin/clickhouse-server ]] || { echo 'install.sh: there is no clickhouse-server after its installation' >&2; exit 1; }

if [[ ! -e $target/node_modules/chdb/package.json ]]; then
  # The lock is held: whatever lies here was interrupted.
  rm -rf "$target" "$root"/.chdb-*
  work=$(mktemp -d "$root/.chdb-XXXXXX")
  cp "$here"/chdb/package{,-lock}.json "$work"
  # Not `npm ci`: it wants the other platforms' libraries in the lockfile too, and not every registry has those.
  (cd "$work" && npm install --ignore-scripts --no-audit --no-fund >&2)
  mv -T "$work" "$target"
fi
echo "/usr/sbin/clickhouse-server"
echo "$target"
