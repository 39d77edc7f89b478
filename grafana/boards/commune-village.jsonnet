// One village: its state, outages, causes, what to do; loss, round trip, traffic, users.
local b = import 'board.libsonnet';
local T = import 'language.libsonnet';
local p = import 'panels.libsonnet';
local q = import 'queries.libsonnet';
local states = import 'states.libsonnet';
local W = T.village;

local here = 'village="$village"';
local accesses = 'access:commune_coverage:state{%s}' % here;
local ledger = 'village:commune_village_coverage_seconds:delta1h';
local named = '{{%s}} – {{name}}' % q.word;

// The accesses that are down here, with the words of the fault that caused it.
local lost = |||
  (time() - max by (fault, village, site, access, root_device) (access:commune_outage:held{%(here)s}))
  * on (fault) group_left (%(word)s, %(check)s) (fault:commune_outage:words * 0 + 1)
  * on (village, site) group_left (name) (site:commune_inventory:info * 0 + 1)
||| % { here: here, word: q.word, check: q.check };

local cause_names = std.objectFields(T.cause);
local cause_colours = {
  power: '#8F3BB8',
  upstream: '#C4162A',
  fibre: '#E02F44',
  device: '#FF7383',
  radio: '#FADE2A',
  congestion: '#FF9830',
  provider: '#3274D9',
  service: '#8AB8FF',
  unknown: '#9E9E9E',
};
// Each cause maps to a number, and each number to a word.
local causes = 'max by (village, site, access) (%s)' % std.join(' or ', [
  'max_over_time(access:commune_outage:now{%s,cause="%s"}[$__interval]) * 0 + %d' % [here, cause_names[i], i + 1]
  for i in std.range(0, std.length(cause_names) - 1)
]);
local cause_mappings = states.mapped([
  [i + 1, T.cause[cause_names[i]], cause_colours[cause_names[i]]]
  for i in std.range(0, std.length(cause_names) - 1)
]);

local rate(metric) = 'rate(%s[$__rate_interval])' % q.raw(metric, here);
// The uplink port if a link names it and the device reports it, else all ports of the gateway.
local gateways = 'device:commune_inventory:info{%s,kind=~"gateway|router|cellular_gateway"}' % here;
local line(metric) =
  local ports = 'sum by (device, interface) (rate(%s[$__rate_interval])) * 8' % q.raw(metric, here + ',interface!="lo"');
  '(%s and on (device, interface) %s) or on (device) (%s and on (device) %s)' % [ports, q.raw('commune_link_info', here), ports, gateways];

local file(title, query) = '- [%s](${agent_address:raw}/api/v1/export?%s&from=${__from:date:YYYY-MM-DD}&to=${__to:date:YYYY-MM-DD}&village=${village:raw}&language=%s)' % [title, query, std.extVar('lang')];

b.board(
  'village',
  W,
  [
    [6, [
      [14, p.state_tiles(W.states, p.now([
        [W.whole, 'village:commune_coverage:state{%s}' % here],
        [named, q.access_named(accesses)],
      ]))],
      [5, p.shares(W.day, 'village:commune_village_coverage:availability1d{%s}' % here, 'village:commune_village_coverage:measured1d{%s}' % here)],
      [5, p.shares(W.month, q.availability(ledger, 'village', here, '[30d]'), q.measured(ledger, 'village', here, '[30d]'))],
    ]],
    [7, [
      [24, p.table(W.outages, [lost], [
        { field: 'name', title: T.column.site },
        { field: 'access', title: T.column.access, mappings: states.words(T.access) },
        { field: 'Value #A', title: T.column.duration, unit: 'dthms', decimals: 0 }
        + p.coloured(states.steps([[states.colours.degraded, null], [states.colours.down, 3600]])),
        { field: q.word, title: T.column.cause },
        { field: q.check, title: T.column.check },
        { field: 'root_device', title: T.column.root_device },
        { field: 'village' },
        { field: 'site' },
        { field: 'fault' },
      ], W.no_outages, [T.column.duration, true])],
    ]],
    [9, [
      [24, p.timeline(W.timeline, p.over_time([
        [W.whole, q.worst_of('village:commune_coverage:state{%s}' % here)],
        [named, q.access_named(q.worst_of(accesses))],
      ]))],
    ]],
    [6, [
      [24, p.timeline(W.causes, p.over_time([[named, q.access_named(causes)]]))
           { fieldConfig+: { defaults+: {
        mappings: cause_mappings,
        thresholds: states.steps([[states.neutral, null]]),
        noValue: W.no_causes,
      } } }],
    ]],
    [8, [
      [12, p.series(W.loss, p.over_time([[
        '{{device}}',
        '1 - sum by (device) (%s) / sum by (device) (%s)' % [rate('commune_icmp_replies_total'), rate('commune_icmp_requests_total')],
      ]]), { unit: 'percentunit', min: 0, max: 1 }) + p.limit(0.05)],
      [12, p.series(W.round_trip, p.over_time([[
        '{{device}}',
        '1000 * histogram_quantile(0.95, sum by (device, le) (%s))' % rate('commune_icmp_round_trip_seconds_bucket'),
      ]]), { unit: 'ms', min: 0 }) + p.limit(200)],
    ]],
    [8, [
      [12, p.series(W.traffic, p.over_time([
        ['{{device}} {{interface}}: ' + W.received, line('commune_interface_receive_bytes_total')],
        ['{{device}} {{interface}}: ' + W.sent, line('commune_interface_transmit_bytes_total')],
      ]), { unit: 'bps', min: 0 })],
      [12, p.series(W.clients, p.over_time([
        ['{{name}}', q.site_named('sum by (village, site) (%s)' % q.raw('commune_wifi_clients', here))],
      ]), { min: 0, decimals: 0 }, stacked=true)],
    ]],
    [7, [
      [14, p.table(W.history, ['sum by (access, cause) (sum_over_time(access:commune_outages:delta1h{%s}[$__range])) > 0' % here], [
        { field: 'access', title: T.column.access, mappings: states.words(T.access) },
        { field: 'cause', title: T.column.cause, mappings: states.words(T.cause) },
        { field: 'Value #A', title: T.column.outages, decimals: 0 } + p.bar_column(states.colours.down),
      ], W.no_history, [T.column.outages, true])],
      [10, p.text(W.files, std.join('\n', [
        file(W.file_outages, 'topic=outages&format=csv'),
        file(W.file_days, 'topic=coverage&by=day&format=xlsx'),
        file(W.file_quality, 'topic=quality&by=hour&format=csv'),
      ]))],
    ]],
  ],
  variables=[b.variables.village, b.variables.agent_address],
  annotations=[b.annotations.village_outages, b.annotations.planned(here)],
  refresh='1m',
)
