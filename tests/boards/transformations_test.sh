#!/bin/sh
# Panels' transformations through @grafana/data over the answers that the live test kept. The library is looked for in the
# folders of COMMUNE_GRAFANA_DATA (parted by ":"), else where scripts/install-board-checks puts it.
#
# usage: transformations_test.sh SOURCE_FOLDER ANSWERS
skip() { echo "skipped: $*"; exit 77; }

folders=$(printf '%s\n' "$COMMUNE_GRAFANA_DATA" | tr ':' ' ')
[ -n "${folders# }" ] || folders=$(ls -d "$1"/build/board-checks/*/ 2>/dev/null)
command -v node >/dev/null || skip "node is not installed"
[ -n "$folders" ] || skip "@grafana/data is not installed (scripts/install-board-checks)"
for folder in $folders; do
  [ -d "$folder/node_modules/@grafana/data" ] || skip "there is no @grafana/data in $folder (scripts/install-board-checks)"
done
[ -s "$2" ] || skip "the live test has kept no answers"
# shellcheck disable=SC2086
exec node "$(dirname "$0")/transformations.mjs" "$1/grafana/dashboards" "$2" $folders
