#!/usr/bin/env bash
# Puts what an image of the service holds under a directory: its own Node, the built packages, what they need at run time
# with the versions and integrities of the lockfile, the command, and a list of it all (CycloneDX). Nothing of the tests.
#   deploy/image/build.sh DIRECTORY
set -euo pipefail

target=${1:?usage: deploy/image/build.sh DIRECTORY}
mkdir -p "$target"
target=$(cd "$target" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

# The frameworks that a heavy plugin brings are for those who list it: they add it to an image of their own.
heavy=(engine-mastra)

[[ -d node_modules/typescript ]] || npm ci --ignore-scripts --no-audit --no-fund
npm run build
node=$(echo "$PWD"/node_modules/node-linux-*/bin/node)

application=$target/opt/hexaops
rm -rf "$application"
mkdir -p "$application" "$target/usr/local/bin"
cp package.json package-lock.json .npmrc LICENSE "$application/"
members=()
for member in core runtime plugins/*; do
  [[ -f $member/package.json && ! " ${heavy[*]} " == *" ${member##*/} "* ]] || continue
  mkdir -p "$application/$member"
  cp -r "$member/package.json" "$application/$member/"
  for part in dist rules schema assets; do
    [[ -d $member/$part ]] && cp -r "$member/$part" "$application/$member/"
  done
  members+=(--workspace "$member")
done
# The lockfile names every workspace: those that are left out stand here as a name alone.
for member in plugins/* create-plugin examples/* test; do
  [[ -f $member/package.json && ! -d $application/$member ]] || continue
  mkdir -p "$application/$member"
  cp "$member/package.json" "$application/$member/"
done
(
  cd "$application"
  npm ci --ignore-scripts --omit=dev --omit=optional --no-audit --no-fund "${members[@]}"
  npm sbom --package-lock-only --sbom-format cyclonedx | "$node" "$here/keep-installed.ts" "$(basename "${node%/bin/node}")" >sbom.cdx.json
  rm -rf create-plugin examples test
  # Types, maps and sources of dependencies are for those who develop with them.
  find . \( -name '*.map' -o -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.md' -o -name '*.tsbuildinfo' -o -name '*.test.js' \) -type f -delete
  find node_modules -type d -path '*/prebuilds/*' ! -name 'linux-*' -prune -exec rm -rf {} +
  find node_modules -type d \( -name test -o -name tests -o -name __tests__ -o -name docs -o -name example -o -name examples \) -prune -exec rm -rf {} +
  find node_modules -type d -name src -path '*/node_modules/*/src' -prune -print0 | while IFS= read -r -d '' sources; do
    # Some packages are their sources, and some have what they are in a folder of this name further down.
    manifest=$(dirname "$sources")/package.json
    [[ ! -f $manifest ]] || grep -q '"[^"]*\.\?/\?src/' "$manifest" || rm -rf "$sources"
  done
  # The same again for bundlers: Node takes what package.json names as "default" or "main".
  find node_modules -type d -path '*/@opentelemetry/*/build/es*' -prune -exec rm -rf {} +
  find . -xtype l -delete
)
install -m 0755 "$node" "$target/usr/local/bin/node"
command -v strip >/dev/null && strip "$target/usr/local/bin/node"
install -m 0755 deploy/image/hexaops "$target/usr/local/bin/hexaops"
du -sm "$target" | cut -f1 | xargs printf 'the image holds %s MB beside its base\n'
