// What differs from commune to commune: where the map looks, which time zone, where the agent's pages are.
// Change it here, then run scripts/generate-boards.
{
  timezone: 'Asia/Ho_Chi_Minh',
  utc_offset_seconds: 7 * 3600,
  map: { lat: 21.41, lon: 106.29, zoom: 12.6, outline: 'public/maps/commune.geojson' },
  agent_address: 'http://127.0.0.1:10077',
}
