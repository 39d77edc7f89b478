// The check of boards against Grafana's types can fail: each committed board with one mistake at a time, in each version.
//
// usage: node types_can_fail.mjs DASHBOARDS FOLDER...      each FOLDER has a node_modules with @grafana/schema and typescript
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {check, schema} from './types.mjs';

const [dashboards, ...folders] = process.argv.slice(2);
const versions = folders.map(schema);
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'boards-'));
after(() => fs.rmSync(temporary, {recursive: true}));

const board = (name) => JSON.parse(fs.readFileSync(path.join(dashboards, `commune-${name}-vi.json`)));
const first = (one, type) => one.panels.find((panel) => panel.type === type);
const table = (one) => first(one, 'table');
const overrides = (one) => table(one).fieldConfig.overrides[0].properties;

// What is broken: [board, what, how, what is said]; "12" in front where 9.4's types know nothing of it.
const MISTAKES = [
  ['when', 'a misspelt option of a state timeline', (one) => { first(one, 'state-timeline').options.perPge = 60; }, 'perPge'],
  ['when', 'a word for a number', (one) => { first(one, 'state-timeline').options.rowHeight = 'high'; }, 'rowHeight'],
  ['when', 'a word that is none of an option\'s', (one) => { first(one, 'state-timeline').options.showValue = 'sometimes'; }, 'showValue'],
  ['when', 'a graph\'s misspelt way of stacking', (one) => { first(one, 'timeseries').fieldConfig.defaults.custom.stacking.mode = 'stacked'; }, 'mode'],
  ['when', 'a legend in a place that is none', (one) => { first(one, 'timeseries').options.legend.placement = 'top'; }, 'placement'],
  ['when', 'a misspelt key of a graph\'s fields', (one) => { first(one, 'timeseries').fieldConfig.defaults.custom.lineWidht = 1; }, 'lineWidht'],
  ['when', 'a misspelt key of a panel', (one) => { first(one, 'timeseries').timefrom = '7d'; }, 'timefrom'],
  ['calendar', 'a misspelt option of a status history', (one) => { first(one, 'status-history').options.colWidht = 0.9; }, 'colWidht'],
  ['now', 'a colour mode that is none', (one) => { first(one, 'stat').options.colorMode = 'foreground'; }, 'colorMode'],
  ['now', 'a tile\'s value read from nowhere', (one) => { first(one, 'stat').options.reduceOptions.calc = []; }, 'calc'],
  ['now', 'a misspelt field option', (one) => { first(one, 'stat').fieldConfig.defaults.decimal = 1; }, 'decimal'],
  ['now', 'a custom option of a tile, which has none', (one) => { first(one, 'stat').fieldConfig.defaults.custom.align = 'left'; }, 'align'],
  ['now', 'thresholds without a mode', (one) => { delete first(one, 'stat').fieldConfig.defaults.thresholds.mode; }, 'mode'],
  ['now', 'a mapping of a kind that is none', (one) => { first(one, 'geomap').fieldConfig.defaults.mappings[1].options.match = 'nothing'; }, 'match'],
  ['now', 'a cell mode that is none', (one) => { overrides(one).push({id: 'custom.displayMode', value: 'colour'}); }, 'displayMode'],
  ['now', 'a misspelt property of an override', (one) => { overrides(one).push({id: 'untis', value: 'dB'}); }, 'untis'],
  ['now', 'a table\'s order without a column', (one) => { table(one).options.sortBy = [{desc: true}]; }, 'displayName'],
  ['now', 'a map without zoom', (one) => { first(one, 'geomap').options.controls.showZoon = true; }, 'showZoon'],
  ['now', 'a marker\'s misspelt style', (one) => { first(one, 'geomap').options.layers[0].config.style.colour = {}; }, 'colour'],
  ['now', 'a base map of tiles', (one) => { first(one, 'geomap').options.basemap.type = 'osm-standard'; }, 'type'],
  ['now', 'a query in a format that is none', (one) => { table(one).targets[0].format = 'tabular'; }, 'format'],
  ['now', 'a misspelt key of a query', (one) => { first(one, 'stat').targets[0].legend = 'x'; }, 'legend'],
  ['now', 'a link of the board without its time', (one) => { delete one.links[0].keepTime; }, 'keepTime'],
  ['now', 'a misspelt key of the board', (one) => { one.timeZone = 'utc'; }, 'timeZone'],
  ['now', 'a variable of a kind that is none', (one) => { one.templating.list[1].type = 'ask'; }, 'type'],
  ['12', 'a variable refreshed at a time that is none', (one) => { one.templating.list[1].refresh = 'often'; }, 'refresh'],
  ['when', 'an annotation with a misspelt key', (one) => { one.annotations.list[0].colour = 'red'; }, 'colour'],
];

test('boards as they are committed pass', () => {
  for (const one of versions) assert.deepEqual(check(one, [board('now'), board('when'), board('calendar')]).found, [], one.version);
});

for (const [name, what, change, word] of MISTAKES) {
  test(`${what} is found`, () => {
    for (const one of versions.filter(({version}) => name !== '12' || version.startsWith('12.'))) {
      const broken = board(name === '12' ? 'now' : name);
      change(broken);
      const {found} = check(one, [broken]);
      assert.equal(found.length, 1, `${one.version}: ${found.join('\n')}`);
      assert.ok(found[0].startsWith(`${one.version}: ${broken.uid}`) && found[0].includes(word), found[0]);
    }
  });
}

test('a panel of a kind that nobody knows is found', () => {
  for (const one of versions) {
    const broken = board('now');
    broken.panels[0].type = 'canvas';
    assert.ok(check(one, [broken]).found.length > 0);
  }
});

test('the program itself ends with what it found', () => {
  const program = fileURLToPath(new URL('types.mjs', import.meta.url));
  const run = () => spawnSync(process.execPath, [program, temporary, folders[0]], {encoding: 'utf8'});
  const file = path.join(temporary, 'x.json');
  assert.equal(run().status, 1, 'there is no board');
  fs.writeFileSync(file, JSON.stringify(board('when')));
  const right = run();
  assert.equal(right.status, 0, right.stdout + right.stderr);
  fs.writeFileSync(file, JSON.stringify({...board('when'), timeZone: 'utc'}));
  const wrong = run();
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /timeZone/);
});
