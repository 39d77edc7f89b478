// The monitor itself: does it answer, how much does it measure, can it read the devices, does its disk work, are messages sent.
local b = import 'board.libsonnet';
local T = import 'language.libsonnet';
local p = import 'panels.libsonnet';
local q = import 'queries.libsonnet';
local states = import 'states.libsonnet';
local W = T.monitor;

local up = 'up{job=~"commune-agent|commune-outages",instance=~"$instance"}';
local agents = 'min by (agent) (%s)' % up;
local accesses = 'access:commune_coverage:state';
local of(metric, fold='max') = '%s by (agent) (%s)' % [fold, q.raw(metric)];
local good = {
  'custom.displayMode': 'color-background',
  mappings: states.mapped([[1, W.good, states.colours.up], [0, W.bad, states.colours.down]]),
};
local answering = states.mapped([[1, W.answering, states.colours.up], [0, W.not_answering, states.colours.down]]);
local alarm = states.steps([[states.neutral, null], [states.colours.down, 1]]);
local none_lost = { decimals: 0 } + p.coloured(alarm);
local unmeasured_steps = states.steps([[states.colours.up, null], [states.colours.degraded, 0.05], [states.colours.unmeasured, 0.2]]);
local own_alerts = 'AgentSilent|Unmeasured|HistoryTrouble|RemoteWriteFailing|CaptureDrops|ConfigurationRejected|NotificationsFailing';

b.board(
  'monitor',
  W,
  [
    [4, [
      [5, p.stat(W.silent, p.now([['', 'count((%s) == 0) or count(%s) * 0' % [agents, agents]]]), { thresholds: alarm })],
      [5, p.stat(W.age, p.now([['', 'time() - min(agent:commune_answer:timestamp)']]), {
        unit: 'dthms',
        thresholds: states.steps([[states.colours.up, null], [states.colours.degraded, 60], [states.colours.down, 180]]),
      })],
      [5, p.stat(W.unmeasured, p.now([['', '(count(%(a)s == -1) or count(%(a)s) * 0) / count(%(a)s)' % { a: accesses }]]), {
        unit: 'percentunit',
        decimals: 1,
        thresholds: unmeasured_steps,
      })],
      [5, p.stat(W.unmeasured_day, p.now([['', '1 - commune:commune_village_coverage:measured1d']]), {
        unit: 'percentunit',
        decimals: 1,
        thresholds: unmeasured_steps,
      })],
      [4, p.stat(W.alerts, p.now([['', 'count(ALERTS{alertstate="firing",alertname=~"%s"}) or count(up) * 0' % own_alerts]]), { thresholds: alarm })],
    ]],
    [7, [
      [24, p.table(W.agents, [
        '%(a)s * on (agent) group_left (version) topk by (agent) (1, group by (agent, version) (%(v)s)) or on (agent) %(a)s' % {
          a: agents,
          v: 'commune_build_info{job="commune-agent",instance=~"$instance"}',
        },
        'time() - agent:commune_answer:timestamp',
        'time() - max by (agent) (process_start_time_seconds{job="commune-agent",instance=~"$instance"})',
        of('commune_config_last_reload_success', 'min'),
        of('commune_history_up', 'min'),
      ], [
        { field: 'agent', title: W.agent },
        { field: 'Value #A', title: W.answers, mappings: answering, 'custom.displayMode': 'color-background' },
        { field: 'Value #B', title: W.last_answer, unit: 'dthms', decimals: 0 },
        { field: 'version', title: W.version },
        { field: 'Value #C', title: W.running, unit: 'dthms', decimals: 0 },
        { field: 'Value #D', title: W.configuration } + good,
        { field: 'Value #E', title: W.history } + good,
      ], sort=[W.answers, false])],
    ]],
    [7, [
      [12, p.timeline(W.answering_time, p.over_time([['{{agent}}', agents]]))
           { fieldConfig+: { defaults+: {
        mappings: answering,
        thresholds: states.steps([[states.colours.down, null], [states.colours.up, 1]]),
      } } }],
      [12, p.series(W.unmeasured_time, p.over_time([
        [W.not_measured, '(max(commune:commune_coverage:villages{state="-1"}) or group(commune:commune_coverage:villages) * 0) / sum(commune:commune_coverage:villages)'],
      ]), { unit: 'percentunit', min: 0, max: 1 }) + p.limit(0.2)],
    ]],
    [9, [
      [12, p.table(W.unmeasured_list, ['max by (village, name, village_name, access) (%s)' % q.site_named(accesses + ' == -1')], [
        { field: 'village_name', title: T.column.village } + p.linked(T.link.village, b.village_link),
        { field: 'name', title: T.column.site },
        { field: 'access', title: T.column.access, mappings: states.words(T.access) },
        { field: 'Value #A', title: T.column.state } + p.state_column,
        { field: 'village' },
      ], W.all_measured)],
      [12, p.table(W.devices, [
        '(%s) * on (village, site) group_left (name) (site:commune_inventory:info * 0 + 1)' % 'max by (village, site, device) (%s) == 0' % q.raw('commune_snmp_up'),
        'max by (device) (%s) and on (device) max by (device) (%s) == 0' % [q.raw('commune_device_up'), q.raw('commune_snmp_up')],
      ], [
        { field: 'device', title: T.column.device },
        { field: 'name', title: T.column.site } + p.linked(T.link.village, b.village_link),
        { field: 'Value #A', title: 'SNMP', mappings: answering, 'custom.displayMode': 'color-background' },
        { field: 'Value #B', title: W.ping, mappings: answering, 'custom.displayMode': 'color-background' },
        { field: 'village' },
        { field: 'site' },
      ], W.all_polled)],
    ]],
    [8, [
      [8, p.series(W.scrape, p.over_time([['{{agent}} {{job}}', '1000 * scrape_duration_seconds{job=~"commune-agent|commune-outages",instance=~"$instance"}']]), { unit: 'ms', min: 0 })],
      [8, p.series(W.polls, p.over_time([['{{reason}}', '60 * commune:commune_snmp_failures:rate5m']]), { min: 0, decimals: 1 }, stacked=true)],
      [8, p.series(W.slow, p.over_time([['{{device}}', '1000 * device:commune_snmp_poll_duration_seconds:slowest']]), { unit: 'ms', min: 0 }) + p.limit(30000)],
    ]],
    [7, [
      [14, p.table(W.disk, [
        'max by (agent) (%s / %s)' % [q.raw('commune_history_bytes'), q.raw('commune_history_quota_bytes')],
        'max by (agent) (rate(%s[1h])) * 86400' % q.raw('commune_history_written_bytes_total'),
        'sum by (agent) (increase(%s[1d]))' % q.raw('commune_history_errors_total'),
        'sum by (agent) (increase(%s[1d]))' % q.raw('commune_history_dropped_records_total'),
      ], [
        { field: 'agent', title: W.agent },
        { field: 'Value #A', title: W.used, unit: 'percentunit', decimals: 1, min: 0, max: 1 },
        { field: 'Value #B', title: W.written, unit: 'bytes', decimals: 1 },
        { field: 'Value #C', title: W.errors } + none_lost,
        { field: 'Value #D', title: W.lost } + none_lost,
      ], sort=[W.lost, true])],
      [10, p.table(W.messages, ['sum by (channel, result) (increase(commune_notify_deliveries_total{job="commune-notify"}[$__range]))'], [
        { field: 'channel', title: W.channel },
        { field: 'result', title: W.result, mappings: states.words(W.results) },
        { field: 'Value #A', title: W.count, decimals: 0 },
      ], W.no_messages)],
    ]],
    [7, [
      [14, p.table(W.backlog, [
        'min by (agent, remote_name) (%s)' % q.raw('commune_remote_write_up'),
        'max by (agent, remote_name) (%s)' % q.raw('commune_remote_write_pending_samples'),
        'time() - min by (agent, remote_name) (%s)' % q.raw('commune_remote_write_oldest_pending_timestamp_seconds'),
        'max by (agent, remote_name) (%s / %s)' % [q.raw('commune_remote_write_pending_bytes'), q.raw('commune_remote_write_quota_bytes')],
        'sum by (agent, remote_name) (increase(%s[1d]))' % q.raw('commune_remote_write_dropped_samples_total'),
      ], [
        { field: 'agent', title: W.agent },
        { field: 'remote_name', title: W.receiver },
        { field: 'Value #A', title: W.takes } + good,
        { field: 'Value #B', title: W.waiting, decimals: 0 },
        { field: 'Value #C', title: W.oldest, unit: 'dthms', decimals: 0 },
        { field: 'Value #D', title: W.used, unit: 'percentunit', decimals: 1, min: 0, max: 1 },
        { field: 'Value #E', title: W.samples_lost } + none_lost,
      ], W.no_receivers, sort=[W.waiting, true])],
      [10, p.series(W.backlog_time, p.over_time([
        ['{{agent}} {{remote_name}}', 'max by (agent, remote_name) (%s)' % q.raw('commune_remote_write_pending_samples')],
      ]), { min: 0, decimals: 0 })],
    ]],
    [7, [
      [12, p.series(W.load, p.over_time([['{{agent}}', 'max by (agent) (rate(process_cpu_seconds_total{job="commune-agent",instance=~"$instance"}[$__rate_interval]))']]), { unit: 'percentunit', min: 0 }) + p.limit(0.8)],
      [12, p.series(W.memory, p.over_time([['{{agent}}', 'max by (agent) (process_resident_memory_bytes{job="commune-agent",instance=~"$instance"})']]), { unit: 'bytes', min: 0 })],
    ]],
  ],
)
