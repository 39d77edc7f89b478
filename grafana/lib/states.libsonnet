// The five states of coverage on the boards: a number, a word, a colour. A colour always comes with its word.
local T = import 'language.libsonnet';
local colours = { unmeasured: '#9E9E9E', down: '#C4162A', degraded: '#FF9830', up: '#56A64B', planned: '#3274D9' };
local numbers = { unmeasured: -1, down: 0, degraded: 1, up: 2, planned: 3 };
local order = ['unmeasured', 'down', 'degraded', 'up', 'planned'];

{
  colours: colours,
  numbers: numbers,
  names: order,

  // Words for the numbers; a gap in the data (Prometheus was off) is "not measured" too.
  mappings: [
    {
      type: 'value',
      options: {
        [std.toString(numbers[order[i]])]: { index: i, text: T.state[order[i]], color: colours[order[i]] }
        for i in std.range(0, std.length(order) - 1)
      },
    },
    { type: 'special', options: { match: 'null+nan', result: { index: 5, text: T.state.unmeasured, color: colours.unmeasured } } },
  ],

  thresholds: {
    mode: 'absolute',
    steps: [{ color: colours.unmeasured, value: null }] +
           [{ color: colours[name], value: numbers[name] } for name in order if name != 'unmeasured'],
  },

  // Shares of time: availability, and how much of the time was measured.
  availability: { mode: 'absolute', steps: [{ color: colours.down, value: null }, { color: colours.degraded, value: 0.95 }, { color: colours.up, value: 0.99 }] },
  measured: { mode: 'absolute', steps: [{ color: colours.unmeasured, value: null }, { color: colours.degraded, value: 0.8 }, { color: colours.up, value: 0.95 }] },

  // If nothing was measured, there is no availability, and the cell says so.
  share_mappings: [{ type: 'special', options: { match: 'null+nan', result: { index: 0, text: T.state.unmeasured, color: colours.unmeasured } } }],

  // A column of ids shows words: { id: word }.
  words(table):: [{ type: 'value', options: { [key]: { index: 0, text: table[key] } for key in std.objectFields(table) } }],

  neutral: '#5A6068',
  steps(pairs):: { mode: 'absolute', steps: [{ color: pair[0], value: pair[1] } for pair in pairs] },
  mapped(pairs):: [
    {
      type: 'value',
      options: { [std.toString(pairs[i][0])]: { index: i, text: pairs[i][1], color: pairs[i][2] } for i in std.range(0, std.length(pairs) - 1) },
    },
  ],
}
