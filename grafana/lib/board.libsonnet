// A whole board: its frame, variables, links and annotations, and panels laid out in rows.
local commune = import 'commune.libsonnet';
local T = import 'language.libsonnet';
local panels = import 'panels.libsonnet';
local q = import 'queries.libsonnet';
local states = import 'states.libsonnet';
local lang = std.extVar('lang');
local other = { vi: 'en', en: 'vi' }[lang];

local query_variable(name, query, extra) = {
  name: name,
  label: T.variable[name],
  type: 'query',
  datasource: panels.datasource,
  query: { query: query, refId: name },
  definition: query,
  refresh: 2,
  sort: 1,
  multi: false,
  includeAll: false,
  current: {},
  options: [],
  regex: '',
  hide: 0,
  skipUrlSync: false,
} + extra;

local all = { multi: true, includeAll: true, allValue: '.+', current: { selected: true, text: ['All'], value: ['$__all'] } };
// Shows the village's name; its value is the id.
local villages = 'query_result(village:commune_inventory:info)';
local name_and_id = '/name="(?<text>[^"]*)",village="(?<value>[^"]*)"/';
local hidden = { hide: 2 };
local row_counts = ['60', '200', '1000'];

local offset = { o: commune.utc_offset_seconds };
// Prometheus's answer to one expression, as a number: "{} 1764522000 1764003600000".
local number_variable(name, expr) = query_variable(name, 'query_result(%s)' % expr, hidden { regex: '/\\} ([0-9]+)/', sort: 0 });

local annotation(name, expr, title, text, colour) = {
  name: name,
  datasource: panels.datasource,
  enable: true,
  hide: false,
  iconColor: colour,
  expr: expr,
  step: '60s',
  titleFormat: title,
  textFormat: text,
  tagKeys: '',
  useValueForTime: false,
};

{
  link(board):: '/d/commune-%s-%s' % [board, lang],
  // From a table's row, and from a series.
  village_of_series:: self.link('village') + '?var-village=${__field.labels.village}&${__url_time_range}',
  village_link:: self.link('village') + '?var-village=${__data.fields.village}&${__url_time_range}',

  variables: {
    datasource: {
      name: 'datasource',
      label: T.variable.datasource,
      type: 'datasource',
      query: 'prometheus',
      hide: 2,
      current: {},
      options: [],
      refresh: 1,
      regex: '',
      multi: false,
      includeAll: false,
      skipUrlSync: false,
    },
    job: query_variable('job', 'label_values(commune_build_info, job)', all + hidden),
    instance: query_variable('instance', 'label_values(commune_build_info{job=~"$job"}, instance)', all + hidden),
    village: query_variable('village', villages, { regex: name_and_id }),
    villages: query_variable('villages', villages, all { regex: name_and_id }),
    // The number of villages in a picture with one row for each.
    rows: {
      name: 'rows',
      label: T.variable.rows,
      type: 'custom',
      query: std.join(',', row_counts),
      current: { selected: true, text: row_counts[0], value: row_counts[0] },
      options: [{ selected: count == row_counts[0], text: count, value: count } for count in row_counts],
      multi: false,
      includeAll: false,
      hide: 0,
      skipUrlSync: false,
    },
    agent_address: {
      name: 'agent_address',
      label: T.variable.agent_address,
      type: 'textbox',
      query: commune.agent_address,
      current: { selected: true, text: commune.agent_address, value: commune.agent_address },
      options: [{ selected: true, text: commune.agent_address, value: commune.agent_address }],
      hide: 0,
      skipUrlSync: false,
    },
    // The month in which the board's time range ends, and the month before: Unix seconds of local midnights, and lengths.
    month_start: number_variable(
      'month_start',
      'vector(time()) - (day_of_month(vector(time() + %(o)d)) - 1) * 86400 - (vector(time()) + %(o)d) %% 86400' % offset,
    ),
    month_seconds: number_variable('month_seconds', 'days_in_month(vector($month_start + %(o)d)) * 86400' % offset),
    month_end: number_variable('month_end', 'vector($month_start) + days_in_month(vector($month_start + %(o)d)) * 86400' % offset),
    last_month_seconds: number_variable('last_month_seconds', 'days_in_month(vector($month_start + %(o)d - 86400)) * 86400' % offset),
  },

  annotations: {
    // Faults that cut off two villages or more, or a hundred households.
    outages: annotation(
      T.annotation.outage,
      'group by (fault, name, village_name, %s) (fault:commune_outage:words and on (fault) fault:commune_outage:severity == 2)' % q.word,
      T.annotation.outage,
      '{{name}}, {{village_name}}: {{%s}}' % q.word,
      states.colours.down,
    ),
    village_outages: annotation(
      T.annotation.village_outage,
      'group by (fault, name, village_name, %s) (fault:commune_outage:words and on (fault) access:commune_outage:held{village="$village"})' % q.word,
      T.annotation.village_outage,
      '{{name}}, {{village_name}}: {{%s}}' % q.word,
      states.colours.down,
    ),
    planned(matchers):: annotation(
      T.annotation.planned,
      'village:commune_coverage:planned{%s}' % matchers,
      T.annotation.planned,
      '{{name}}',
      states.colours.planned,
    ),
  },

  // rows: [[height, [[width, panel], [width, [[height, panel], …]], …]], …]; 24 columns. A cell may be a stack of panels.
  // Telephones show the panels one below the other, in the order of their tops.
  layout(rows)::
    local place(x, y, w, h, panel) = panel { gridPos: { x: x, y: y, w: w, h: h } };
    local stack(x, y, w, panels) =
      std.foldl(function(done, one) done { y+: one[0], panels+: [place(x, done.y, w, one[0], one[1])] }, panels, { y: y, panels: [] }).panels;
    local cell(x, y, h, cell) = if std.isArray(cell[1]) then stack(x, y, cell[0], cell[1]) else [place(x, y, cell[0], h, cell[1])];
    local row(y, row) =
      std.foldl(function(done, one) done { x+: one[0], panels+: cell(done.x, y, row[0], one) }, row[1], { x: 0, panels: [] }).panels;
    local placed = std.foldl(function(done, one) done { y+: one[0], panels+: row(done.y, one) }, rows, { y: 0, panels: [] }).panels;
    [{ id: i + 1 } + placed[i] for i in std.range(0, std.length(placed) - 1)],

  board(name, words, rows, variables=[], annotations=[], links=[], time={ from: 'now-24h', to: 'now' }, refresh='1m')::
    local uid(language) = 'commune-%s-%s' % [name, language];
    {
      id: null,
      uid: uid(lang),
      title: words.title,
      description: words.about,
      tags: ['commune', lang],
      schemaVersion: 37,
      version: 1,
      editable: false,
      style: 'dark',
      timezone: commune.timezone,
      weekStart: 'monday',
      fiscalYearStartMonth: 0,
      graphTooltip: 1,
      liveNow: false,
      refresh: refresh,
      time: time,
      timepicker: { refresh_intervals: ['10s', '1m', '5m', '1h'] },
      annotations: { list: annotations },
      links: [
        {
          type: 'dashboards',
          title: T.link.boards,
          tags: ['commune', lang],
          asDropdown: false,
          includeVars: true,
          keepTime: false,
          icon: 'dashboard',
          targetBlank: false,
          tooltip: '',
          url: '',
        },
      ] + [
        {
          type: 'link',
          title: link.title,
          url: link.url,
          icon: link.icon,
          tags: [],
          asDropdown: false,
          includeVars: true,
          keepTime: std.get(link, 'keepTime', true),
          targetBlank: false,
          tooltip: link.title,
        }
        for link in links + [{ title: T.link.other_language, url: '/d/' + uid(other), icon: 'external link' }]
      ],
      templating: { list: [$.variables.datasource, $.variables.job, $.variables.instance] + variables },
      panels: $.layout(rows),
    },
}
