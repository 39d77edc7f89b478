// The check of panels' transformations can fail: a small table that comes out well, and one mistake at a time, by Grafana's
// own library in each version that is installed.
//
// usage: node transformations_can_fail.mjs FOLDER...      each FOLDER has a node_modules with @grafana/data
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {check, library} from './transformations.mjs';

const folders = process.argv.slice(2);
const libraries = folders.map(library);
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'boards-'));
after(() => fs.rmSync(temporary, {recursive: true}));

const hours = (name, unit) => ({matcher: {id: 'byName', options: name}, properties: [{id: 'unit', value: unit}]});
const target = (refId) => ({refId, expr: 'up', instant: true, format: 'table'});

// A table of two queries: villages, how long, how many.
function panel() {
  return {
    id: 1, type: 'table', title: 'Thôn', targets: [target('A'), target('B')],
    transformations: [{id: 'merge', options: {}}, {id: 'organize', options: {
      excludeByName: {Time: true}, indexByName: {}, renameByName: {village: 'Thôn', 'Value #A': 'Đã mất', 'Value #B': 'Số hộ'}}}],
    fieldConfig: {defaults: {custom: {}}, overrides: [hours('Đã mất', 'dthms')]},
    options: {sortBy: [{displayName: 'Số hộ', desc: true}]},
  };
}

const answer = (value) => ({series: [{metric: {village: 'ca'}, value: [1790000000, value]}, {metric: {village: 'kep-ha'}, value: [1790000000, '7']}]});
const answers = (one) => ({[one.id]: {A: answer('4000'), B: answer('80')}});

async function found(change, told = answers) {
  const one = panel();
  change(one);
  return check(libraries, [{uid: 'now-vi', panels: [one]}], {'now-vi': told(one)});
}

const organized = (one) => one.transformations[1].options;
const MISTAKES = [
  ['a filter that leaves nothing', (one) => { one.transformations = [{id: 'filterByRefId', options: {include: 'Z'}}]; }, 'nothing comes out'],
  ['an override of a column that is not there', (one) => { one.fieldConfig.overrides[0].matcher.options = 'Đã mát'; }, 'an override names "Đã mát"'],
  ['an order by a column that is not there', (one) => { one.options.sortBy[0].displayName = 'Hộ'; }, 'sortBy names "Hộ"'],
  ['a label that is not renamed', (one) => { delete organized(one).renameByName.village; }, 'keeps its raw name "village"'],
  ['a figure that is not renamed', (one) => { delete organized(one).renameByName['Value #B']; one.options.sortBy = []; },
    'keeps its raw name "Value #B"'],
  ['the time, left in', (one) => { organized(one).excludeByName = {}; }, 'keeps its raw name "Time"'],
  ['two tables that are not merged', (one) => { one.transformations.shift(); }, '2 tables come out'],
  ['a unit that prints English words', (one) => { one.fieldConfig.overrides[0] = hours('Đã mất', 's'); }, 'prints the word "hour'],
  ['a map that looks for latitudes elsewhere', (one) => {
    Object.assign(one, {type: 'geomap', options: {layers: [{location: {latitude: 'lat', longitude: 'Số hộ'}, config: {style: {}}}]}});
  }, 'the map\'s latitude names "lat"'],
  ['a map that is coloured by nothing', (one) => {
    Object.assign(one, {type: 'geomap', options: {layers: [{location: {}, config: {style: {color: {field: 'Màu'}}}}]}});
  }, 'the map\'s color names "Màu"'],
];

test('a table with nothing wrong passes', async () => {
  assert.deepEqual(await found(() => {}), {found: [], count: 1});
});

for (const [what, change, words] of MISTAKES) {
  test(`${what} is found, by each version`, async () => {
    const said = (await found(change)).found;
    for (const {version} of libraries) {
      assert.ok(said.some((mistake) => mistake.startsWith(`${version}: now-vi: panel 1 "Thôn": `) && mistake.includes(words)), said.join('\n'));
    }
  });
}

test('a column that is hidden may keep its raw name', async () => {
  const said = await found((one) => {
    delete organized(one).renameByName.village;
    one.fieldConfig.overrides.push({matcher: {id: 'byName', options: 'village'}, properties: [{id: 'custom.hidden', value: true}]});
  });
  assert.deepEqual(said.found, []);
});

test('a word of one\'s own may stand beside a figure', async () => {
  assert.deepEqual((await found((one) => { one.fieldConfig.overrides[0] = hours('Đã mất', 'suffix: giây'); })).found, []);
});

test('versions that make different tables of one answer are told of', async () => {
  const [one] = libraries;
  const {from} = one.rxjs;
  const empty = {...one, version: 'another', data: {...one.data, transformDataFrame: (_, frames) => from([frames.slice(0, 1)])}};
  const said = await check([one, empty], [{uid: 'now-vi', panels: [panel()]}], {'now-vi': answers(panel())});
  assert.ok(said.found.some((mistake) => mistake.includes('versions differ')), said.found.join('\n'));
});

test('a panel that nobody answered is not counted', async () => {
  assert.deepEqual(await found(() => {}, () => ({})), {found: [], count: 0});
});

test('the program itself ends with what it found', () => {
  const run = (one, told) => {
    fs.writeFileSync(path.join(temporary, 'now-vi.json'), JSON.stringify({uid: 'now-vi', panels: [one]}));
    const file = path.join(temporary, 'answers');
    fs.rmSync(file, {force: true});
    if (told) fs.writeFileSync(file, JSON.stringify({'now-vi': told}));
    const program = fileURLToPath(new URL('transformations.mjs', import.meta.url));
    return spawnSync(process.execPath, [program, temporary, file, folders[0]], {encoding: 'utf8'});
  };
  const wrong = panel();
  wrong.transformations = [];
  const [right, mistaken, unanswered, skipped] = [run(panel(), answers(panel())), run(wrong, answers(wrong)), run(panel(), {}), run(panel())];
  assert.equal(right.status, 0, right.stdout + right.stderr);
  assert.match(right.stdout, /1 panels come out well/);
  assert.equal(mistaken.status, 1);
  assert.match(mistaken.stdout, /2 tables come out/);
  assert.equal(unanswered.status, 1);
  assert.equal(skipped.status, 77);
  assert.match(skipped.stdout, /^skipped: /);
});
