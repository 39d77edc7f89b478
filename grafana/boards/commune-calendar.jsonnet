// The coverage calendar, for planners: days and months of each village, never without the share that was measured.
local b = import 'board.libsonnet';
local T = import 'language.libsonnet';
local p = import 'panels.libsonnet';
local q = import 'queries.libsonnet';
local states = import 'states.libsonnet';
local W = T.calendar;

local chosen = 'village=~"$villages"';
local ledger = 'village:commune_village_coverage_seconds:delta1h';
local of_all = 'commune:commune_village_coverage_seconds:delta1h';

// A bin of a day ends where Prometheus would begin it, so the query has an offset. The names are also those of that day.
local day = '[1d] offset -1d';
local lost_or_unmeasured = 'sum by (village) (sum_over_time(%s{%s,state=~"down|unmeasured"}[$__range] @ end()))' % [ledger, chosen];
local named(expr) = '%s * on (village) group_left (name) topk by (village) (1, last_over_time(village:commune_inventory:info1h%s))' % [expr, day];
local days(words, expr, thresholds) = p.calendar(words, p.over_time([['{{name}}', named('(%s)' % q.worst_villages(expr, lost_or_unmeasured))]], '1d'), thresholds)
                                      + p.linked_series(T.link.village, b.village_of_series);

// The agent's export file for the selected time range; a bare day as its end includes the whole day.
local address(query) =
  '${agent_address:raw}/api/v1/export?%s&from=${__from:date:YYYY-MM-DD}&to=${__to:date:YYYY-MM-DD}&language=%s' % [query, std.extVar('lang')];

// Calendar months for any selected time range: from their end backwards.
local this_month = '[${month_seconds}s] @ $month_end';
local last_month = '[${last_month_seconds}s] @ $month_start';
local whole(words, window) = p.shares(words, q.availability(of_all, '', '', window), q.measured(of_all, '', '', window));
local month(words, window) =
  p.table(words, [
    q.village_named(q.availability(ledger, 'village', chosen, window)),
    q.village_named(q.measured(ledger, 'village', chosen, window)),
    q.village_named('sum by (village) (clamp_min(sum_over_time(%s{%s,state="down"}%s), 0)) / 3600' % [ledger, chosen, window]),
    // 0 only if there is a ledger of that month.
    q.village_named(
      'sum by (village) (sum_over_time(access:commune_outages:delta1h{%s,access=~"wifi|mobile"}%s)) or %s * 0'
      % [chosen, window, q.total(ledger, chosen, window)]
    ),
  ], [
    { field: 'name', title: T.column.village, links: [
      { title: T.link.village, url: b.village_link, targetBlank: false },
      { title: T.link.export_village, url: address('topic=coverage&level=site&by=day&format=xlsx') + '&village=${__data.fields.village}', targetBlank: true },
    ] },
    { field: 'Value #A', title: T.column.availability } + p.share_column(states.availability),
    { field: 'Value #B', title: T.column.measured } + p.share_column(states.measured),
    { field: 'Value #C', title: T.column.hours_down, unit: 'suffix: ' + T.unit.hours, decimals: 1 } + p.bar_column(states.colours.down),
    { field: 'Value #D', title: T.column.outages, decimals: 0 },
    { field: 'village' },
  ], sort=[T.column.availability, false]);

local file(title, query) = '- [%s](%s)' % [title, address(query)];

b.board(
  'calendar',
  W,
  [
    [6, [
      [8, whole(W.this_month_all, this_month)],
      [8, whole(W.last_month_all, last_month)],
      [8, p.text(W.files, std.join('\n', [
        file(W.file_villages, 'topic=coverage&level=village&by=day&format=xlsx'),
        file(W.file_sites, 'topic=coverage&level=site&by=month&format=xlsx'),
        file(W.file_outages, 'topic=outages&format=csv'),
        file(W.file_map, 'topic=coverage&level=site&by=month&format=geojson'),
      ]))],
    ]],
    [28, [[24, days(W.days, q.availability(ledger, 'village', chosen, day), states.availability)]]],
    [28, [[24, days(W.measured_days, q.measured(ledger, 'village', chosen, day), states.measured)]]],
    [16, [[12, month(W.this_month, this_month)], [12, month(W.last_month, last_month)]]],
  ],
  variables=[
    b.variables.villages,
    b.variables.rows,
    b.variables.agent_address,
    b.variables.month_start,
    b.variables.month_end,
    b.variables.month_seconds,
    b.variables.last_month_seconds,
  ],
  links=[
    { title: W.link_this_month, url: b.link('calendar') + '?from=now%2FM&to=now', icon: 'external link', keepTime: false },
    { title: W.link_last_month, url: b.link('calendar') + '?from=now-1M%2FM&to=now-1M%2FM', icon: 'external link', keepTime: false },
  ],
  time={ from: 'now-30d', to: 'now' },
  refresh='1h',
)
