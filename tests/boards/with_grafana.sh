#!/bin/sh
# Runs a check of the boards with Grafana's own packages, in each version that is installed: in the folders of COMMUNE_GRAFANA
# (parted by ":"), else where scripts/install-board-checks puts them. Skips with a reason where something is missing.
#
# usage: with_grafana.sh SOURCE_FOLDER PROGRAM.mjs PACKAGES [ARGUMENT...]     the folders become the last arguments
skip() { echo "skipped: $*"; exit 77; }

source=$1 program=$2 packages=$3
shift 3
folders=$(printf '%s\n' "$COMMUNE_GRAFANA" | tr ':' ' ')
[ -n "${folders# }" ] || folders=$(ls -d "$source"/build/board-checks/*/ 2>/dev/null)
command -v node >/dev/null || skip "node is not installed"
[ -n "$folders" ] || skip "Grafana's packages are not installed (scripts/install-board-checks)"
for folder in $folders; do
  for package in $packages; do
    [ -d "$folder/node_modules/$package" ] || skip "there is no $package in $folder (scripts/install-board-checks)"
  done
done
# shellcheck disable=SC2086
exec node "$program" "$@" $folders
