#!/usr/bin/env bash
# Installs Debian's Postgres where there is none. It makes no cluster and starts no server: each test file does that for
# itself, in a scratch directory. Prints the directory of the programs.
set -euo pipefail

programs() {
  find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -1
}

if [[ -z $(programs) ]]; then
  install -d /etc/postgresql-common
  [[ -e /etc/postgresql-common/createcluster.conf ]] ||
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold postgresql >&2
fi
found=$(programs)
[[ -x $found/initdb && -x $found/postgres ]] || { echo 'install.sh: there is no Postgres after its installation' >&2; exit 1; }
echo "$found"
