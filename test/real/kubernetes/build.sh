#!/usr/bin/env bash
# Builds etcd, kube-apiserver, kube-controller-manager and kube-scheduler from their Go modules, once, into
# ${HEXAOPS_CACHE:-~/.cache/hexaops}/kubernetes-VERSION. Needs Go of at least the release's own `go` directive, and openssl
# and setpriv for the tests themselves. Runs side by side wait for each other; an interrupted run leaves nothing that looks built.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/versions.env"
root=${HEXAOPS_CACHE:-$HOME/.cache/hexaops}
target=$root/kubernetes-$KUBERNETES_VERSION
binaries=(etcd kube-apiserver kube-controller-manager kube-scheduler)

built() {
  local name
  for name in "${binaries[@]}"; do [[ -x $target/$name ]] || return 1; done
}

mkdir -p "$root"
exec 9>"$root/kubernetes.lock"
flock 9
if built; then
  echo "$target"
  exit 0
fi
command -v go >/dev/null || { echo "build.sh: Go is needed to build Kubernetes $KUBERNETES_VERSION" >&2; exit 1; }

# The lock is held: whatever lies here was interrupted.
rm -rf "$target" "$root"/.kubernetes-build-*
work=$(mktemp -d "$root/.kubernetes-build-XXXXXX")
trap 'rm -rf "$work"' EXIT

export CGO_ENABLED=0 GOTOOLCHAIN=local GOWORK=off
export GOFLAGS='-mod=mod -buildvcs=false -trimpath'
gentle=(nice -n 10)

# A release of k8s.io/kubernetes names the modules that are released with it as v0.0.0, found in its own source tree;
# published, k8s.io/NAME of release 1.X.Y is v0.X.Y.
mkdir "$work/kubernetes" "$work/etcd" "$work/bin"
cd "$work/kubernetes"
go_mod=$(go mod download -json "k8s.io/kubernetes@v$KUBERNETES_VERSION" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
{
  echo "module build"
  grep -E '^(go|godebug) ' "$go_mod"
  echo "require k8s.io/kubernetes v$KUBERNETES_VERSION"
  sed -n "s/^\t\(k8s\.io\/[a-z-]*\) v0\.0\.0\( .*\)\?$/replace \1 => \1 v0.${KUBERNETES_VERSION#1.}/p" "$go_mod"
} >go.mod
IFS=. read -r major minor _ <<<"$KUBERNETES_VERSION"
version=k8s.io/component-base/version
"${gentle[@]}" go build -o "$work/bin" \
  -ldflags "-s -w -X $version.gitVersion=v$KUBERNETES_VERSION -X $version.gitMajor=$major -X $version.gitMinor=$minor" \
  k8s.io/kubernetes/cmd/kube-{apiserver,controller-manager,scheduler}

cd "$work/etcd"
printf 'module build\nrequire go.etcd.io/etcd/server/v3 v%s\n' "$ETCD_VERSION" >go.mod
"${gentle[@]}" go build -o "$work/bin/etcd" -ldflags '-s -w' go.etcd.io/etcd/server/v3

mv -T "$work/bin" "$target"
built
echo "$target"
