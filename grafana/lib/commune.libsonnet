// Settings of a commune: the map's centre and zoom, the time zone, the address of the agent's pages.
// Change it here, then run scripts/generate-boards.
{
  timezone: 'Asia/Ho_Chi_Minh',
  utc_offset_seconds: 7 * 3600,
  map: { lat: 21.41, lon: 106.29, zoom: 12.6, outline: 'public/maps/commune.geojson' },
  agent_address: 'http://127.0.0.1:10077',
}
