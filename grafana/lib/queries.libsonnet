// Pieces of PromQL that several boards need: names in place of ids, metrics of the agents chosen above.
local lang = std.extVar('lang');

local share_without(state, sums, ledger, by, matchers, window) =
  'clamp_min(1 - sum by (%(by)s) (clamp_min(sum_over_time(%(ledger)s{%(m)sstate="%(state)s"}%(w)s), 0)) / (sum by (%(by)s) (sum_over_time(%(of)s{%(matchers)s}%(w)s)) > 0), 0)'
  % {
    by: by,
    state: state,
    ledger: ledger,
    of: std.strReplace(ledger, ':delta1h', ':' + sums),
    m: if matchers == '' then '' else matchers + ',',
    matchers: matchers,
    w: window,
  };

{
  // The label that carries the words for a cause or an access.
  word: lang,
  check: if lang == 'vi' then 'check' else 'check_en',

  // A metric of the agents selected by the variables.
  raw(metric, matchers=''):: '%s{job=~"$job",instance=~"$instance"%s}' % [metric, if matchers == '' then '' else ',' + matchers],

  village_named(expr):: '(%s) * on (village) group_left (name) village:commune_inventory:info' % expr,
  site_named(expr):: '(%s) * on (village, site) group_left (name, village_name) site:commune_inventory:info' % expr,
  access_named(expr):: '(%s) * on (access) group_left (%s) commune:words:access * on (village, site) group_left (name, village_name) site:commune_inventory:info' % [expr, lang],

  // For states over time: the worst between two points of the graph; the last one if the time was unmeasured or planned.
  worst_of(series):: 'min_over_time(%(s)s[$__interval]) >= 0 < 3 or last_over_time(%(s)s[$__interval])' % { s: series },
  // Villages are selected first: for thousands of villages, most other results would be discarded.
  worst(series, badness)::
    '(%s) >= 0 < 3 or %s' % [self.worst_villages('%s(%s[$__interval])' % [fold, series], badness) for fold in ['min_over_time', 'last_over_time']],
  // As many villages as the board shows: those with the highest `badness` in the whole time range. Thousands of rows freeze a browser.
  worst_villages(expr, badness):: '(%s) and on (village) topk($rows, %s)' % [expr, badness],

  // A count that may be zero: 0 only if there is anything to count, else absent.
  counted(expr, of):: 'count(%s) or count(%s) * 0' % [expr, of],

  // From the hourly ledger: availability (1 - down / judged seconds) and measured share of a window, grouped by
  // `by`. It reads as few series as possible: a month of 2000 villages is 1.4 million samples for each series.
  availability(ledger, by, matchers, window):: share_without('down', 'judged1h', ledger, by, matchers, window),
  measured(ledger, by, matchers, window):: share_without('unmeasured', 'total1h', ledger, by, matchers, window),
  // All seconds of each in the ledger.
  total(ledger, matchers, window):: 'sum_over_time(%s{%s}%s)' % [std.strReplace(ledger, ':delta1h', ':total1h'), matchers, window],
}
