// When and where: one row for each village over a day and a week, the number of villages at a time, the most hours lost.
local b = import 'board.libsonnet';
local T = import 'language.libsonnet';
local p = import 'panels.libsonnet';
local q = import 'queries.libsonnet';
local states = import 'states.libsonnet';
local W = T.when;

local chosen = 'village=~"$villages"';
local ledger = 'village:commune_village_coverage_seconds:delta1h';
local in_state(name) =
  'max(commune:commune_coverage:villages{state="%d"}) or group(commune:commune_coverage:villages) * 0' % states.numbers[name];

local worst = 'village:commune_coverage:worst1m{%s}' % chosen;
local worst_of_a_week = 'village:commune_coverage:worst15m{%s}' % chosen;

local to_village = p.linked_series(T.link.village, b.village_of_series);

b.board(
  'when',
  W,
  [
    [8, [
      [24, p.series(W.cut_off, p.over_time([[T.state[name], in_state(name)] for name in ['down', 'degraded', 'planned', 'unmeasured']]), {
        min: 0,
        decimals: 0,
      }, stacked=true) + p.state_colours],
    ]],
    [28, [
      [24, p.timeline(W.day, p.over_time([[
        '{{name}}',
        q.worst(worst, '-avg_over_time(%s[$__range] @ end())' % worst),
      ]], '1m')) + to_village + { maxDataPoints: 720 }],
    ]],
    [12, [
      [24, p.table(W.most_lost, [
        q.village_named('sum by (village) (clamp_min(sum_over_time(%s{%s,state="down"}[$__range]), 0)) / 3600' % [ledger, chosen]),
        q.village_named(q.availability(ledger, 'village', chosen, '[$__range]')),
        q.village_named(q.measured(ledger, 'village', chosen, '[$__range]')),
      ], [
        { field: 'name', title: T.column.village } + p.linked(T.link.village, b.village_link),
        { field: 'Value #A', title: T.column.hours_down, unit: 'suffix: ' + T.unit.hours, decimals: 1 } + p.bar_column(states.colours.down),
        { field: 'Value #B', title: T.column.availability } + p.share_column(states.availability),
        { field: 'Value #C', title: T.column.measured } + p.share_column(states.measured),
        { field: 'village' },
      ], sort=[T.column.hours_down, true])],
    ]],
    [28, [
      [24, p.timeline(W.week, p.over_time([[
             '{{name}}',
             q.worst_villages('last_over_time(%s[15m])' % worst_of_a_week, '-avg_over_time(%s[7d] @ end())' % worst_of_a_week),
           ]], '15m'))
           + to_village + { timeFrom: '7d', hideTimeOverride: true, interval: '15m', maxDataPoints: 700 }],
    ]],
  ],
  variables=[b.variables.villages, b.variables.rows],
  annotations=[b.annotations.outages, b.annotations.planned(chosen)],
)
