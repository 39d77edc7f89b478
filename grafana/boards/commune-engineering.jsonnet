// Engineering: weak points that may fail next. Alerts, links, light, errors, Wi-Fi, cellular, speed, services, power.
local b = import 'board.libsonnet';
local T = import 'language.libsonnet';
local p = import 'panels.libsonnet';
local q = import 'queries.libsonnet';
local states = import 'states.libsonnet';
local W = T.engineering;

local chosen = 'village=~"$villages"';
local raw(metric, more='') = q.raw(metric, chosen + more);
// One series for each object, for any number of agents that report it.
local of(by, metric, more='') = 'max by (%s) (%s)' % [by, raw(metric, more)];
// The site's name beside its id, for people.
local sited(expr) = '(%s) * on (village, site) group_left (name) (site:commune_inventory:info * 0 + 1)' % expr;
local site = { field: 'name', title: T.column.site } + p.linked(T.link.village, b.village_link);
// Additional columns for the rows of the first query. It must not answer alone: its column would be used as the first.
local beside(expr, keys, first) = '(%s) and on (%s) (%s)' % [expr, keys, first];
local ids = [{ field: 'village' }, { field: 'site' }];
local good(yes, no) = { 'custom.displayMode': 'color-background' } + {
  mappings: states.mapped([[1, yes, states.colours.up], [0, no, states.colours.down], [-1, T.state.unmeasured, states.colours.unmeasured]]),
  thresholds: states.steps([[states.colours.unmeasured, null], [states.colours.down, 0], [states.colours.up, 1]]),
};

local identity = 'alertname, severity, village, site, access, device, root_device, link, port, probe, agent, contact';
local alerts =
  'time() - max by (%s) (ALERTS_FOR_STATE{alertname!="Watchdog"} and ignoring (alertstate) ALERTS{alertstate="firing",village=~"$villages|"})' % identity;
// With the names of site and village, if the alert has them.
local alerts_named = '(%(a)s) * on (village, site) group_left (name, village_name) (site:commune_inventory:info * 0 + 1) or on (%(i)s) (%(a)s)'
                     % { a: alerts, i: identity };

local link_labels = 'link, village, site, device, interface, towards';
local link_info = of(link_labels, 'commune_link_info');
local port_up = 'max by (device, interface) (%s)' % q.raw('commune_interface_up');

local floor = 'scalar(max(%s) or vector(-27))' % q.raw('commune_optical_floor_dbm');
local light = 'port:commune_optical_receive_power_dbm:max10m{%s}' % chosen;
local lit = '%s > %s - 10' % [light, floor];
local hourly = 'port:commune_optical_receive_power_dbm:min1h{%s}' % chosen;

// The direction, and whether damaged or dropped, is a label.
local counted(what, receive, transmit) =
  'label_replace(sum by (village, site, device, interface) (increase(%s[15m]) + increase(%s[15m])) > 0.5, "what", "%s", "", "")'
  % [raw(receive), raw(transmit), what];

local downloads = raw('commune_throughput_bytes_per_second', ',direction="download"');

local upstream = 'sum by (device) (label_replace(count by (upstream) (device:commune_inventory:info{upstream!=""}), "device", "$1", "upstream", "(.+)"))';

b.board(
  'engineering',
  W,
  [
    [9, [
      [15, p.table(W.alerts, [alerts_named], [
        { field: 'alertname', title: W.alert, mappings: states.words(W.alert_names) },
        { field: 'severity', title: T.column.severity, mappings: [{
          type: 'value',
          options: {
            critical: { index: 0, text: T.severity.critical, color: states.colours.down },
            warning: { index: 1, text: T.severity.warning, color: states.colours.degraded },
            info: { index: 2, text: T.severity.info, color: states.colours.planned },
          },
        }], 'custom.displayMode': 'color-background' },
        { field: 'Value #A', title: W.firing_for, unit: 'dthms', decimals: 0 },
        { field: 'village_name', title: T.column.village } + p.linked(T.link.village, b.village_link),
        { field: 'name', title: T.column.site },
        { field: 'access', title: T.column.access, mappings: states.words(T.access) },
        { field: 'root_device', title: T.column.root_device },
        { field: 'device', title: T.column.device },
        { field: 'port', title: T.column.port },
        { field: 'link', title: W.link },
        { field: 'probe', title: W.services.title },
        { field: 'agent', title: T.monitor.agent },
        { field: 'contact', title: T.column.contact },
      ] + ids, W.no_alerts, [W.firing_for, false])],
      [9, p.table(W.flapping, [sited('max by (village, site, root_device) (fault:commune_outages:begun1h{%s} >= 2)' % chosen)], [
        site,
        { field: 'root_device', title: T.column.root_device },
        { field: 'Value #A', title: W.begun, decimals: 0 }
        + p.coloured(states.steps([[states.neutral, null], [states.colours.degraded, 2], [states.colours.down, 3]])),
      ] + ids, W.no_flapping, [W.begun, true])],
    ]],
    [10, [
      [14, p.table(W.links, [
        sited('%s * on (device, interface) group_right () %s or %s - 2' % [port_up, link_info, link_info]),
        of('link', 'commune_link_utilization_ratio'),
        '8 * ' + of('link', 'commune_link_capacity_bytes_per_second'),
      ], [
        { field: 'link', title: W.link },
        site,
        { field: 'Value #A', title: W.port_state } + good(W.port_up, W.port_down),
        { field: 'Value #B', title: W.utilization, unit: 'percentunit', decimals: 1, min: 0, max: 1 }
        + p.coloured(states.steps([[states.neutral, null], [states.colours.degraded, 0.7], [states.colours.down, 0.9]])),
        { field: 'Value #C', title: W.capacity, unit: 'bps', decimals: 0 },
        { field: 'device', title: T.column.device },
        { field: 'interface', title: T.column.port },
        { field: 'towards', title: W.towards },
      ] + ids, W.no_links, [W.utilization, true])],
      [10, p.table(W.upstreams, [
        sited('(%s or %s - 2) and on (device) %s' % [
          of('device, village, site', 'commune_device_up'),
          'max by (device, village, site) (device:commune_inventory:info{%s})' % chosen,
          upstream,
        ]),
        beside(upstream, 'device', 'device:commune_inventory:info{%s}' % chosen),
      ], [
        { field: 'device', title: T.column.device },
        site,
        { field: 'Value #A', title: W.answers } + good(T.yes, T.no),
        { field: 'Value #B', title: W.behind, decimals: 0 },
      ] + ids, sort=[W.behind, true])],
    ]],
    [10, [
      [12, p.table(W.optical, [
        sited(lit),
        '(%s) - %s' % [lit, floor],
        '(last_over_time(%s[2h]) - last_over_time(%s[2h] offset 7d)) and on (device, port) (%s)' % [hourly, hourly, lit],
      ], [
        site,
        { field: 'device', title: T.column.device },
        { field: 'port', title: T.column.port },
        { field: 'Value #A', title: W.light, unit: 'dBm', decimals: 1 },
        { field: 'Value #B', title: W.margin, unit: 'dB', decimals: 1 }
        + p.coloured(states.steps([[states.colours.down, null], [states.colours.degraded, 0], [states.colours.up, 2]])),
        { field: 'Value #C', title: W.change, unit: 'dB', decimals: 1 },
      ] + ids, W.no_light, [W.margin, false])],
      [12, p.series(W.weakest, p.over_time([['{{device}} {{port}}', 'bottomk(10, %s)' % lit]], '10m'), {
        unit: 'dBm',
        custom+: { axisSoftMin: -30, axisSoftMax: -5 },
      })],
    ]],
    [10, [
      [12, p.table(W.errors, [
        sited(counted('damaged', 'commune_interface_receive_errors_total', 'commune_interface_transmit_errors_total') + ' or ' +
              counted('dropped', 'commune_interface_receive_discards_total', 'commune_interface_transmit_discards_total')),
      ], [
        site,
        { field: 'device', title: T.column.device },
        { field: 'interface', title: T.column.port },
        { field: 'what', title: T.column.kind, mappings: states.words({ damaged: W.damaged, dropped: W.dropped }) },
        { field: 'Value #A', title: W.packets, decimals: 0 },
      ] + ids, W.no_errors, [W.packets, true])],
      [12, p.table(W.access_points, [
        sited('sum by (village, site, device) (%s)' % raw('commune_wifi_clients')),
        beside(of('device', 'commune_wifi_channel_utilization_ratio'), 'device', raw('commune_wifi_clients')),
        beside(of('device', 'commune_wifi_noise_dbm'), 'device', raw('commune_wifi_clients')),
      ], [
        site,
        { field: 'device', title: T.column.device },
        { field: 'Value #A', title: W.clients, decimals: 0 } + p.bar_column(states.colours.planned),
        { field: 'Value #B', title: W.busy, unit: 'percentunit', decimals: 0, min: 0, max: 1 }
        + p.coloured(states.steps([[states.neutral, null], [states.colours.degraded, 0.6], [states.colours.down, 0.8]])),
        { field: 'Value #C', title: W.noise, unit: 'dBm', decimals: 0 },
      ] + ids, W.no_access_points, [W.clients, true])],
    ]],
    [10, [
      [12, p.table(W.cellular, [
        sited('(%(a)s) * on (device, modem) group_left (technology) topk by (device, modem) (1, %(i)s) or on (device, modem) (%(a)s)' % {
          a: of('village, site, device, modem', 'commune_cellular_rsrp_dbm'),
          i: of('device, modem, technology', 'commune_cellular_info'),
        }),
        beside(of('device, modem', 'commune_cellular_rsrq_db'), 'device, modem', raw('commune_cellular_rsrp_dbm')),
        beside(of('device, modem', 'commune_cellular_sinr_db'), 'device, modem', raw('commune_cellular_rsrp_dbm')),
      ], [
        site,
        { field: 'device', title: T.column.device },
        { field: 'modem', title: W.modem },
        { field: 'technology', title: W.technology },
        { field: 'Value #A', title: 'RSRP', unit: 'dBm', decimals: 0 }
        + p.coloured(states.steps([[states.colours.down, null], [states.colours.degraded, -120], [states.colours.up, -110]])),
        { field: 'Value #B', title: 'RSRQ', unit: 'dB', decimals: 0 },
        { field: 'Value #C', title: 'SINR', unit: 'dB', decimals: 0 },
      ] + ids, W.no_cellular, ['RSRP', false])],
      [12, p.series(W.waiting, p.over_time([
        [
          '{{site}} {{interface}}: ' + W[side],
          '1000 * histogram_quantile(0.95, sum by (site, interface, le) (rate(%s[$__rate_interval])))'
          % raw('commune_capture_tcp_round_trip_seconds_bucket', ',side="%s"' % side),
        ]
        for side in ['lan', 'wan']
      ]), { unit: 'ms', min: 0 })],
    ]],
    [8, [
      [12, p.table(W.throughput, [
        '8 * %s * on (village, site, test) group_left (name) %s' % [
          of('village, site, test', 'commune_throughput_bytes_per_second', ',direction="download"'),
          of('village, site, test, name', 'commune_throughput_info'),
        ],
        beside('8 * ' + of('test', 'commune_throughput_bytes_per_second', ',direction="upload"'), 'test', downloads),
        beside('min by (test) (%s / %s)' % [
          of('test, direction', 'commune_throughput_bytes_per_second'),
          of('test, direction', 'commune_throughput_contracted_bytes_per_second'),
        ], 'test', downloads),
        beside('time() - ' + of('test', 'commune_throughput_last_success_timestamp_seconds'), 'test', downloads),
      ], [
        { field: 'name', title: T.column.name },
        { field: 'test' },
        { field: 'Value #A', title: W.download, unit: 'bps', decimals: 1 },
        { field: 'Value #B', title: W.upload, unit: 'bps', decimals: 1 },
        { field: 'Value #C', title: W.of_contract, unit: 'percentunit', decimals: 0 }
        + p.coloured(states.steps([[states.colours.down, null], [states.colours.up, 0.7]])),
        { field: 'Value #D', title: W.tested, unit: 'dthms', decimals: 0 },
      ] + ids, W.no_throughput)],
      [12, p.table(W.power, [
        sited(of('village, site, device', 'commune_power_on_battery')),
        beside(of('device', 'commune_power_battery_charge_ratio'), 'device', raw('commune_power_on_battery')),
        beside(of('device', 'commune_power_battery_runtime_seconds'), 'device', raw('commune_power_on_battery')),
      ], [
        site,
        { field: 'device', title: T.column.device },
        { field: 'Value #A', title: W.on_battery, 'custom.displayMode': 'color-background', mappings: states.mapped([[1, W.battery, states.colours.down], [0, W.mains, states.colours.up]]) },
        { field: 'Value #B', title: W.charge, unit: 'percentunit', decimals: 0, min: 0, max: 1 },
        { field: 'Value #C', title: W.runtime, unit: 'dthms', decimals: 0 },
      ] + ids, W.no_power)],
    ]],
    [9, [
      [24, p.table(W.services, [
        '%s * on (village, site, probe) group_left (name) %s' % [of('village, site, probe', 'commune_probe_up'), of('village, site, probe, name', 'commune_probe_info')],
        '1000 * sum by (village, site, probe) (%s)' % raw('commune_probe_duration_seconds'),
        '(%s - time()) / 86400' % of('village, site, probe', 'commune_probe_tls_not_after_timestamp_seconds'),
      ], [
        { field: 'name', title: T.column.name },
        { field: 'site', title: T.column.site },
        { field: 'Value #A', title: W.reached } + good(T.yes, T.no),
        { field: 'Value #B', title: W.time, unit: 'ms', decimals: 0 },
        { field: 'Value #C', title: W.certificate, unit: 'suffix: ' + T.unit.days, decimals: 0 }
        + p.coloured(states.steps([[states.colours.down, null], [states.neutral, 14]])),
        { field: 'village' },
        { field: 'probe' },
      ], W.no_services)],
    ]],
  ],
  variables=[b.variables.villages],
  annotations=[b.annotations.outages, b.annotations.planned(chosen)],
)
