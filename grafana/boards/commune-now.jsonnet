// The commune now: villages without network, cause, start, contact. For the large screen and the telephone.
local b = import 'board.libsonnet';
local T = import 'language.libsonnet';
local p = import 'panels.libsonnet';
local q = import 'queries.libsonnet';
local states = import 'states.libsonnet';
local W = T.now;

local villages = 'village:commune_coverage:state';
local loudspeakers = 'access:commune_coverage:state{access="loudspeaker"}';

// Grey if there are none.
local alarm(colour) = states.steps([[states.neutral, null], [colour, 1]]);
local tile(name, colour) =
  p.stat(W[name], p.now([['', q.counted('%s == %d' % [villages, states.numbers[name]], villages)]]), { thresholds: alarm(colour) });

// "Ca", or "Ca: mất mạng" if it is not up.
local labelled =
  std.join(' or ', [
    'label_replace(%s == %d, "label", "$1%s", "name", "(?:Thôn )?(.+)")'
    % [villages_named, states.numbers[name], if name == 'up' then '' else ': ' + T.state[name]]
    for name in states.names
    for villages_named in ['(' + q.village_named(villages) + ')']
  ]);

local age = 'time() - max(agent:commune_answer:timestamp)';

// A fault has words as soon as its site is known.
local since = 'time() - max by (fault, village, root_device, contact) (fault:commune_outage:since)';
local outages = [
  '(%s) * on (fault) group_left (name, village_name, %s) (fault:commune_outage:words * 0 + 1) or on (fault) (%s)' % [since, q.word, since],
  'count by (fault) (fault:commune_outage:cut_off)',
  'max by (fault) (fault:commune_outage:words > 0)',
  'max by (fault) (fault:commune_outage:severity)',
];

b.board(
  'now',
  W,
  [
    [4, [
      [4, tile('down', states.colours.down)],
      [4, tile('degraded', states.colours.degraded)],
      [4, tile('unmeasured', states.colours.unmeasured)],
      [4, tile('planned', states.colours.planned)],
      [4, tile('up', states.colours.up)],
      [4, p.stat(W.age, p.now([['', age]]), {
        unit: 'dthms',
        thresholds: states.steps([[states.colours.up, null], [states.colours.degraded, 60], [states.colours.down, 180]]),
      })],
    ]],
    [18, [
      [12, p.map(
        W.map,
        'max by (village, name, label, latitude, longitude) ((%s) * on (village) group_left (latitude, longitude) village:commune_inventory:place)' % labelled,
        { name: T.column.village, Value: T.column.state, 'Value #A': T.column.state },
        T.column.state,
        'label',
        { field: T.column.village, title: T.link.village, url: b.village_link },
      )],
      [12, [
        [11, p.table(W.outages, outages, [
          { field: 'village_name', title: T.column.village } + p.linked(T.link.village, b.village_link),
          { field: 'name', title: T.column.site },
          { field: q.word, title: T.column.cause },
          { field: 'Value #A', title: T.column.duration, unit: 'dthms', decimals: 0 }
          + p.coloured(states.steps([[states.colours.degraded, null], [states.colours.down, 3600]])),
          { field: 'contact', title: T.column.contact },
          { field: 'Value #D', title: T.column.severity }
          + { mappings: states.mapped([[2, T.severity.critical, states.colours.down], [1, T.severity.warning, states.colours.degraded]]), 'custom.displayMode': 'color-text' },
          { field: 'Value #B', title: T.column.cut_off, decimals: 0 },
          { field: 'Value #C', title: T.column.households, decimals: 0 },
          { field: 'root_device', title: T.column.root_device },
          { field: 'village' },
          { field: 'fault' },
        ], W.no_outages, [T.column.duration, true])],
        [7, p.shares(W.shares, 'commune:commune_village_coverage:availability1d', 'commune:commune_village_coverage:measured1d')],
      ]],
    ]],
    [8, [
      [5, p.stat(W.loudspeakers, p.now([
            [W.silent, q.counted(loudspeakers + ' == 0', loudspeakers)],
            [T.state.unmeasured, q.counted(loudspeakers + ' == -1', loudspeakers)],
            [W.total, 'count(%s)' % loudspeakers],
          ]), { thresholds: states.steps([[states.neutral, null]]) }, { textMode: 'value_and_name', orientation: 'horizontal' })
          + p.with_overrides([
            p.override(W.silent, { thresholds: alarm(states.colours.down) }),
            p.override(T.state.unmeasured, { thresholds: alarm(states.colours.unmeasured) }),
          ])],
      [7, p.table(W.silent_list, ['max by (village, name, village_name) (%s)' % q.site_named(loudspeakers + ' == 0')], [
        { field: 'village_name', title: T.column.village } + p.linked(T.link.village, b.village_link),
        { field: 'name', title: T.column.site },
        { field: 'Value #A', title: T.column.state } + p.state_column + { mappings: states.mapped([[0, W.silent, states.colours.down]]) },
        { field: 'village' },
      ], W.no_silent)],
      [6, p.table(W.villages, [q.village_named(villages + ' < 2 or %s == 3' % villages)], [
        { field: 'name', title: T.column.village } + p.linked(T.link.village, b.village_link),
        { field: 'Value #A', title: T.column.state } + p.state_column,
        { field: 'village' },
      ], W.all_well, [T.column.state, false])],
      [6, p.stat(
        W.services,
        p.now([['{{name}}', 'avg by (name) (%s * on (village, site, probe) group_left (name) %s)' % [q.raw('commune_probe_up'), q.raw('commune_probe_info', 'essential="true"')]]]),
        {
          noValue: W.no_services,
          mappings: states.mapped([[1, W.reached, states.colours.up], [0, W.not_reached, states.colours.down]]) +
                    [{ type: 'range', options: { from: 0.0001, to: 0.9999, result: { index: 2, text: W.reached_in_part, color: states.colours.degraded } } }],
          thresholds: states.steps([[states.colours.down, null], [states.colours.degraded, 0.0001], [states.colours.up, 1]]),
        },
        { textMode: 'value_and_name', orientation: 'horizontal' },
      )],
    ]],
  ],
  links=[{ title: T.link.kiosk, url: b.link('now') + '?kiosk', icon: 'external link' }],
  refresh='10s',
)
