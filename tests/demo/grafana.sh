# Grafana with the boards of this repository, where there is one on the machine; sourced by scripts/demo. Everybody may look,
# nobody may change anything. Uses $folder, $prometheus_port, `started`, `free_port` and `until_ready`; sets `boards_line`.
start_grafana() {
  local port outline_port provisioning=$folder/grafana/provisioning
  if ! command -v grafana-server >/dev/null; then
    boards_line="Bảng Grafana: chưa cài Grafana trên máy này, xem grafana/README.md. / Boards: Grafana is not on this machine, see grafana/README.md."
    return
  fi
  port=$(free_port 3000)
  mkdir "$folder/grafana"
  cp -r grafana/provisioning "$provisioning"
  sed -i "s,127.0.0.1:9090,127.0.0.1:$prometheus_port," "$provisioning"/datasources/*.yaml
  sed -i "s,^\( *path:\).*,\1 $folder/grafana/boards," "$provisioning"/dashboards/*.yaml
  # The outline lies in no folder of Grafana's: it is served, and the boards ask for it there.
  outline_port=$(free_port 10080)
  /usr/bin/python3 tests/demo/outline.py "$outline_port" grafana/map/commune.geojson >"$folder/outline.log" 2>&1 &
  started+=($!)
  cp -r grafana/dashboards "$folder/grafana/boards"
  sed -i "s,public/maps/commune.geojson,http://127.0.0.1:$outline_port/commune.geojson," "$folder/grafana/boards"/*.json
  env GF_PATHS_DATA="$folder/grafana" GF_PATHS_LOGS="$folder/grafana" GF_PATHS_PROVISIONING="$provisioning" \
    GF_SERVER_HTTP_ADDR=127.0.0.1 GF_SERVER_HTTP_PORT="$port" GF_LOG_MODE=console GF_LOG_LEVEL=warn \
    GF_AUTH_ANONYMOUS_ENABLED=true GF_AUTH_ANONYMOUS_ORG_ROLE=Viewer GF_AUTH_DISABLE_LOGIN_FORM=true \
    GF_SECURITY_ADMIN_PASSWORD="$(openssl rand -hex 16)" GF_USERS_DEFAULT_LANGUAGE=en-US \
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH="$folder/grafana/boards/commune-now-vi.json" \
    GF_ANALYTICS_REPORTING_ENABLED=false GF_ANALYTICS_CHECK_FOR_UPDATES=false GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false \
    GF_DATE_FORMATS_DEFAULT_TIMEZONE=Asia/Ho_Chi_Minh GF_NEWS_NEWS_FEED_ENABLED=false GF_PLUGINS_PREINSTALL_DISABLED=true \
    grafana-server --homepath /usr/share/grafana >"$folder/grafana.log" 2>&1 &
  started+=($!)
  until_ready "Grafana" "$!" "$folder/grafana.log" curl -fsS "http://127.0.0.1:$port/api/health"
  boards_line="http://127.0.0.1:$port/       bảng Grafana / Grafana's boards"
}
