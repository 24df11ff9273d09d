#!/usr/bin/env bash
# Makes ten million lines of logs in ${HEXAOPS_CACHE:-~/.cache/hexaops}/logs-10m, where they are missing: half a gigabyte, one to
# three minutes on two cores. Needs what test/real/clickhouse/install.sh installs.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "${HEXAOPS_CACHE:-$HOME/.cache/hexaops}"
exec 9>"${HEXAOPS_CACHE:-$HOME/.cache/hexaops}/logs-10m.lock"
flock 9
exec "$here/../../../../node_modules/.bin/node" --conditions=hexaops-source "$here/prepare.ts"
