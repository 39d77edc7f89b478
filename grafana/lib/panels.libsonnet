// The kinds of panels in the boards, in the form that Grafana 9.4 to 12 loads.
local commune = import 'commune.libsonnet';
local T = import 'language.libsonnet';
local states = import 'states.libsonnet';
local datasource = { type: 'prometheus', uid: '${datasource}' };

// `words` is { title, about }. Ids and places come from the layout.
local panel(type, words, targets, defaults, options) = {
  type: type,
  title: words.title,
  description: words.about,
  datasource: datasource,
  targets: targets,
  fieldConfig: { defaults: { custom: {}, mappings: [], unit: 'none' } + defaults, overrides: [] },
  options: options,
  transformations: [],
};

local target(expr, refId, extra) = {
  datasource: datasource,
  refId: refId,
  expr: expr,
  editorMode: 'code',
  legendFormat: '__auto',
} + extra;

local letters = 'ABCDEFGHIJ';
local legend = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };

{
  datasource: datasource,

  // ── Queries. One expression, or several that are named A, B, C… ──
  rows(exprs):: [
    target(exprs[i], letters[i], { instant: true, range: false, format: 'table' })
    for i in std.range(0, std.length(exprs) - 1)
  ],
  // pairs: [legend, expression]
  now(pairs):: [
    target(pairs[i][1], letters[i], { instant: true, range: false, format: 'time_series', legendFormat: pairs[i][0] })
    for i in std.range(0, std.length(pairs) - 1)
  ],
  over_time(pairs, interval=''):: [
    target(pairs[i][1], letters[i], { instant: false, range: true, format: 'time_series', legendFormat: pairs[i][0] } +
                                    (if interval == '' then {} else { interval: interval }))
    for i in std.range(0, std.length(pairs) - 1)
  ],

  // ── Overrides ──
  override(title, properties):: {
    matcher: { id: 'byName', options: title },
    properties: [{ id: key, value: properties[key] } for key in std.objectFields(properties)],
  },
  with_overrides(overrides):: { fieldConfig+: { overrides+: overrides } },

  // ── Numbers and words, large ──
  stat(words, targets, defaults={}, options={})::
    panel('stat', words, targets, {
      noValue: T.no_data,
      color: { mode: 'thresholds' },
      thresholds: states.steps([[states.colours.up, null]]),
    } + defaults, {
      reduceOptions: { values: false, calcs: ['lastNotNull'], fields: '' },
      orientation: 'auto',
      textMode: 'auto',
      colorMode: 'background',
      graphMode: 'none',
      justifyMode: 'auto',
    } + options),

  // States of several things, each a tile with its name and the word for its state.
  state_tiles(words, targets)::
    self.stat(words, targets, { mappings: states.mappings, thresholds: states.thresholds }, { textMode: 'value_and_name' }),

  // Availability, always with the measured share of time.
  shares(words, availability, measured)::
    self.stat(words, self.now([[T.column.availability, availability], [T.column.measured, measured]]), {
      unit: 'percentunit',
      decimals: 1,
      min: 0,
      max: 1,
      mappings: states.share_mappings,
      thresholds: states.availability,
    }, { textMode: 'value_and_name', orientation: 'vertical' })
    + self.with_overrides([self.override(T.column.measured, { thresholds: states.measured })]),

  // ── Tables. columns: [{ field, title, …properties of the column }]; a column without title is used only for links ──
  table(words, exprs, columns, empty=T.no_data, sort=null)::
    local shown = [column for column in columns if std.objectHas(column, 'title')];
    local hidden = [column.field for column in columns if !std.objectHas(column, 'title')];
    // If one query answers, its column is "Value"; if several answer, "Value #A"…
    local names(column) = if column.field == 'Value #A' then ['Value', 'Value #A'] else [column.field];
    local renamed = std.flattenArrays([[[name, column.title] for name in names(column)] for column in shown]);
    local placed = std.flattenArrays([
      [[name, i] for name in names(columns[i])]
      for i in std.range(0, std.length(columns) - 1)
    ]);
    local properties(column) = { noValue: '–' } + {
      [key]: column[key]
      for key in std.objectFields(column)
      if key != 'field' && key != 'title'
    };
    panel('table', words, self.rows(exprs), {
      custom: { align: 'auto', displayMode: 'auto', inspect: false },
      noValue: empty,
      color: { mode: 'thresholds' },
      thresholds: states.steps([['text', null]]),
    }, { showHeader: true, cellHeight: 'sm', sortBy: if sort == null then [] else [{ displayName: sort[0], desc: sort[1] }] })
    + {
      transformations:
        (if std.length(exprs) > 1 then [{ id: 'merge', options: {} }] else []) +
        [{
          id: 'organize',
          options: {
            excludeByName: { Time: true },
            indexByName: { [pair[0]]: pair[1] for pair in placed },
            renameByName: { [pair[0]]: pair[1] for pair in renamed },
          },
        }],
    }
    + self.with_overrides(
      [self.override(column.title, properties(column)) for column in shown] +
      [self.override(name, { 'custom.hidden': true }) for name in hidden]
    ),

  // Properties of columns.
  coloured(thresholds):: { 'custom.displayMode': 'color-background', thresholds: thresholds },
  state_column:: { 'custom.displayMode': 'color-background', mappings: states.mappings, thresholds: states.thresholds },
  share_column(thresholds):: {
    unit: 'percentunit',
    decimals: 1,
    min: 0,
    max: 1,
    mappings: states.share_mappings,
    noValue: T.state.unmeasured,
  } + self.coloured(thresholds),
  bar_column(colour):: { 'custom.displayMode': 'basic', min: 0, color: { mode: 'fixed', fixedColor: colour } },
  linked(title, url):: { links: [{ title: title, url: url, targetBlank: false }] },

  // ── Over time ──
  timeline(words, targets)::
    panel('state-timeline', words, targets, {
      custom: { lineWidth: 0, fillOpacity: 90 },
      mappings: states.mappings,
      thresholds: states.thresholds,
      color: { mode: 'thresholds' },
      noValue: T.no_data,
    }, { mergeValues: true, showValue: 'auto', alignValue: 'left', rowHeight: 0.9, perPage: 60, legend: legend, tooltip: { mode: 'single', sort: 'none' } }),

  // One cell for each day, from local midnight on.
  calendar(words, targets, thresholds)::
    panel('status-history', words, targets, {
      custom: { lineWidth: 1, fillOpacity: 90 },
      unit: 'percentunit',
      decimals: 1,
      min: 0,
      max: 1,
      mappings: states.share_mappings,
      thresholds: thresholds,
      color: { mode: 'thresholds' },
      noValue: T.no_data,
    }, { showValue: 'auto', rowHeight: 0.9, colWidth: 0.9, perPage: 60, legend: legend, tooltip: { mode: 'single', sort: 'none' } })
    + { interval: '1d' },

  series(words, targets, defaults={}, stacked=false)::
    panel('timeseries', words, targets, {
      custom: {
        drawStyle: 'line',
        lineInterpolation: 'linear',
        lineWidth: 1,
        fillOpacity: if stacked then 70 else 8,
        spanNulls: false,
        showPoints: 'auto',
        pointSize: 4,
        axisPlacement: 'auto',
        axisLabel: '',
        axisSoftMin: 0,
        scaleDistribution: { type: 'linear' },
        stacking: { mode: if stacked then 'normal' else 'none', group: 'A' },
        thresholdsStyle: { mode: 'off' },
        hideFrom: { legend: false, tooltip: false, viz: false },
      },
      color: { mode: 'palette-classic' },
      thresholds: states.steps([['text', null]]),
      noValue: T.no_data,
    } + defaults, { legend: legend, tooltip: { mode: 'multi', sort: 'desc' } }),
  // A dashed line at the limit.
  limit(value, colour='#FF9830'):: {
    fieldConfig+: { defaults+: {
      custom+: { thresholdsStyle: { mode: 'dashed' } },
      thresholds: states.steps([['text', null], [colour, value]]),
    } },
  },
  // A row or cell links to the page named by its labels.
  linked_series(title, url):: { fieldConfig+: { defaults+: { links: [{ title: title, url: url, targetBlank: false }] } } },
  // The legend's colours are those of the states, beside their words.
  state_colours:: self.with_overrides([
    self.override(T.state[name], { color: { mode: 'fixed', fixedColor: states.colours[name] } })
    for name in states.names
  ]),

  // ── Text ──
  text(words, content)::
    panel('text', words, [], {}, { mode: 'markdown', content: content, code: { language: 'plaintext', showLineNumbers: false, showMiniMap: false } }),

  // ── Map: the query has labels latitude and longitude; `label` is written at each marker ──
  map(words, expr, fields, colour, label, links)::
    panel('geomap', words, self.rows([expr]), {
      custom: { hideFrom: { legend: false, tooltip: false, viz: false } },
      mappings: states.mappings,
      thresholds: states.thresholds,
      color: { mode: 'thresholds' },
      noValue: T.no_data,
    }, {
      view: { id: 'coords', allLayers: true, lat: commune.map.lat, lon: commune.map.lon, zoom: commune.map.zoom },
      controls: { showZoom: true, mouseWheelZoom: false, showAttribution: false, showScale: true, showMeasure: false, showDebug: false },
      tooltip: { mode: 'details' },
      basemap: {
        type: 'geojson',
        name: 'commune',
        config: { src: commune.map.outline, rules: [], style: { color: { fixed: '#808080' }, opacity: 0.25, lineWidth: 1 } },
      },
      layers: [{
        type: 'markers',
        name: words.title,
        tooltip: true,
        location: { mode: 'coords', latitude: 'latitude', longitude: 'longitude' },
        config: {
          showLegend: false,
          style: {
            size: { fixed: 8, min: 2, max: 15 },
            color: { field: colour, fixed: 'dark-green' },
            opacity: 0.9,
            symbol: { mode: 'fixed', fixed: 'img/icons/marker/circle.svg' },
            text: { mode: 'field', field: label, fixed: '' },
            textConfig: { fontSize: 11, offsetX: 0, offsetY: 15, textAlign: 'center', textBaseline: 'middle' },
            rotation: { fixed: 0, mode: 'mod', min: -360, max: 360 },
          },
        },
      }],
    })
    + {
      transformations: [
        { id: 'convertFieldType', options: { fields: {}, conversions: [{ targetField: name, destinationType: 'number' } for name in ['latitude', 'longitude']] } },
        { id: 'organize', options: { excludeByName: { Time: true }, indexByName: {}, renameByName: fields } },
      ],
    }
    + self.with_overrides(
      [
        self.override(name, { 'custom.hideFrom': { legend: false, tooltip: true, viz: false }, mappings: [] })
        for name in ['latitude', 'longitude', 'village', label]
      ] + [self.override(links.field, { links: [{ title: links.title, url: links.url, targetBlank: false }] })]
    ),
}
