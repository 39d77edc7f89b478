// Pieces of PromQL that several boards need: names in place of ids, metrics of the agents chosen above.
local lang = std.extVar('lang');

{
  // The label that carries the words for a cause or an access.
  word: lang,
  check: if lang == 'vi' then 'check' else 'check_en',

  // A metric as the agents chosen by the variables tell it.
  raw(metric, matchers=''):: '%s{job=~"$job",instance=~"$instance"%s}' % [metric, if matchers == '' then '' else ',' + matchers],

  village_named(expr):: '(%s) * on (village) group_left (name) village:commune_inventory:info' % expr,
  site_named(expr):: '(%s) * on (village, site) group_left (name, village_name) site:commune_inventory:info' % expr,
  access_named(expr):: '(%s) * on (access) group_left (%s) commune:words:access * on (village, site) group_left (name, village_name) site:commune_inventory:info' % [expr, lang],

  // A number of things that may be none: 0 only where there is anything to count, else nothing.
  counted(expr, of):: 'count(%s) or count(%s) * 0' % [expr, of],

  // Of the hourly ledger: availability (one less what was down of what was judged) and measured share of a window, by what is
  // in `by`. As few states are read as will do: of 2000 villages a month is 1.4 million samples a state.
  availability(series, by, matchers, window)::
    '1 - sum by (%(by)s) (clamp_min(sum_over_time(%(series)s{%(m)sstate="down"}%(w)s), 0)) / (sum by (%(by)s) (clamp_min(sum_over_time(%(series)s{%(m)sstate=~"up|degraded|down"}%(w)s), 0)) > 0)'
    % { by: by, series: series, m: if matchers == '' then '' else matchers + ',', w: window },
  measured(series, by, matchers, window)::
    'sum by (%(by)s) (clamp_min(sum_over_time(%(series)s{%(m)sstate!="unmeasured"}%(w)s), 0)) / (sum by (%(by)s) (clamp_min(sum_over_time(%(series)s{%(m)s}%(w)s), 0)) > 0)'
    % { by: by, series: series, m: if matchers == '' then '' else matchers + ',', w: window },
  // The same share with fewer samples, for many villages and days.
  measured_days(series, by, matchers, window)::
    '1 - sum by (%(by)s) (clamp_min(sum_over_time(%(series)s{%(m)sstate="unmeasured"}%(w)s), 0)) / (sum by (%(by)s) (clamp_min(sum_over_time(%(series)s{%(m)s}%(w)s), 0)) > 0)'
    % { by: by, series: series, m: if matchers == '' then '' else matchers + ',', w: window },
}
