#!/bin/sh
# Installs what Shapan is measured against, beside and apart from what it needs: Debian's clang, LibreOffice with its bridge to Python and
# numpy, and HyperFormula into bench/.peers, which git does not know. Whatever is missing later, the bench says is missing.
set -e
here=$(cd "$(dirname "$0")" && pwd)
as_root=
if [ "$(id -u)" != 0 ]; then as_root=sudo; fi
$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends clang libreoffice-calc-nogui python3-uno python3-numpy
mkdir -p "$here/.peers"
npm install --prefix "$here/.peers" --no-save --no-package-lock --no-audit --no-fund hyperformula@3.5.0
