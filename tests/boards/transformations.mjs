// Panels' transformations over the live answers, by Grafana's own library in each version that is installed: the columns
// that overrides, orders and maps name must come out, and no column may keep its raw name.
//
// usage: node transformations.mjs DASHBOARDS ANSWERS FOLDER...      each FOLDER has a node_modules with @grafana/data
import {createRequire} from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

// What the library asks of a browser when it is loaded.
const nothing = () => {};
const element = () => ({getContext: () => ({measureText: () => ({width: 1})}), style: {}, setAttribute: nothing, appendChild: nothing});
globalThis.window ??= globalThis;
globalThis.self ??= globalThis;
globalThis.document ??= {createElement: element, documentElement: {style: {}}, body: {classList: {}}, addEventListener: nothing,
  querySelector: () => null, getElementsByTagName: () => [element()], createTextNode: () => ({}), head: {appendChild: nothing}};
globalThis.navigator ?? Object.defineProperty(globalThis, 'navigator', {value: {userAgent: 'node', language: 'vi', languages: ['vi']}});
globalThis.location ??= {href: 'http://localhost/', search: '', pathname: '/'};
globalThis.history ??= {pushState: nothing, replaceState: nothing};
globalThis.localStorage ??= {getItem: () => null, setItem: nothing};
globalThis.addEventListener ??= nothing;
globalThis.matchMedia ??= () => ({matches: false, addListener: nothing, addEventListener: nothing});

export function library(folder) {
  const need = createRequire(path.resolve(folder, 'package.json'));
  const data = need('@grafana/data');
  const known = new Map(Object.values(data.standardTransformers).map((one) => [one.id, one]));
  data.standardTransformersRegistry.setInit(() => [...known.values()].map((one) =>
    ({id: one.id, aliasIds: one.aliasIds, name: one.name, transformation: one, editor: () => null})));
  const json = JSON.parse(fs.readFileSync(path.resolve(folder, 'node_modules/@grafana/data/package.json')));
  return {data, version: json.version, rxjs: need('rxjs')};
}

// Grafana 9 has arrays of its own, later ones plain ones.
const packed = (data, values) => (data.ArrayVector ? new data.ArrayVector(values) : values);
const unpacked = (values) => [...(values.toArray ? values.toArray() : values)];

const labelsOf = (series) => [...new Set(series.flatMap((one) => Object.keys(one.metric)))].sort();

function tableFrame(data, refId, series, several) {
  const points = series.flatMap((one) => (one.values ?? [one.value]).map((point) => ({metric: one.metric, point})));
  const field = (name, type, values) => ({name, type, config: {}, values: packed(data, values)});
  return {refId, length: points.length, fields: [
    field('Time', 'time', points.map(({point}) => point[0] * 1000)),
    ...labelsOf(series).map((label) => field(label, 'string', points.map(({metric}) => metric[label] ?? ''))),
    field(several ? `Value #${refId}` : 'Value', 'number', points.map(({point}) => Number(point[1])))]};
}

function seriesFrames(data, target, series) {
  const named = (metric) => target.legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? '');
  return series.map((one) => {
    const points = one.values ?? [one.value];
    const config = target.legendFormat && target.legendFormat !== '__auto' ? {displayNameFromDS: named(one.metric)} : {};
    return {refId: target.refId, name: config.displayNameFromDS, length: points.length, fields: [
      {name: 'Time', type: 'time', config: {}, values: packed(data, points.map((point) => point[0] * 1000))},
      {name: 'Value', type: 'number', config, labels: one.metric, values: packed(data, points.map((point) => Number(point[1])))}]};
  });
}

function frames(data, panel, answers) {
  const asked = panel.targets.filter((target) => !target.hide && answers[target.refId]?.series?.length);
  const tables = asked.filter((target) => target.format === 'table').length;
  return asked.flatMap((target) => target.format === 'table'
    ? [tableFrame(data, target.refId, answers[target.refId].series, tables > 1)]
    : seriesFrames(data, target, answers[target.refId].series));
}

// What the panel says of columns by name.
function namesUsed(panel) {
  const used = [];
  // A graph's series come and go, and so do alerts' labels; other columns do not.
  const varying = panel.targets.some((target) => target.format !== 'table' || /\bALERTS\b/.test(target.expr));
  for (const override of varying ? [] : panel.fieldConfig.overrides ?? []) {
    if (override.matcher.id === 'byName') used.push(['an override', override.matcher.options]);
  }
  for (const order of panel.options?.sortBy ?? []) used.push(['sortBy', order.displayName]);
  for (const layer of panel.type === 'geomap' ? panel.options.layers : []) {
    for (const key of ['latitude', 'longitude']) {
      if (layer.location?.[key]) used.push([`the map's ${key}`, layer.location[key]]);
    }
    for (const part of ['color', 'size', 'text']) {
      if (layer.config?.style?.[part]?.field) used.push([`the map's ${part}`, layer.config.style[part].field]);
    }
  }
  return used;
}

const nameOf = (data, field, frame, all) => data.getFieldDisplayName(field, frame, all);

function mistakes(data, panel, answers, out) {
  const names = out.flatMap((frame) => frame.fields.map((field) => nameOf(data, field, frame, out)));
  const whole = panel.targets.every((target) => target.hide || answers[target.refId]?.series?.length);
  const found = [];
  if (!out.some((frame) => frame.length > 0)) found.push('nothing comes out');
  for (const [where, name] of whole ? namesUsed(panel) : []) {
    if (!names.includes(name)) found.push(`${where} names ${JSON.stringify(name)}; there are ${JSON.stringify(names)}`);
  }
  if (panel.type === 'table') {
    const raw = new Set(['Time', 'Value', ...Object.values(answers).flatMap((one) => labelsOf(one.series ?? []))]);
    const hidden = new Set(panel.fieldConfig.overrides.filter((one) => one.properties.some((property) =>
      property.id === 'custom.hidden' && property.value)).map((one) => one.matcher.options));
    for (const frame of out) {
      for (const field of frame.fields) {
        const name = nameOf(data, field, frame, out);
        if ((raw.has(name) || /^Value( #|$)/.test(name)) && !hidden.has(name)) found.push(`a column keeps its raw name ${JSON.stringify(name)}`);
      }
    }
    if (out.length > 1) found.push(`${out.length} tables come out, one is shown`);
  }
  return found;
}

// A field's configuration: the panel's, and what overrides by name say.
function configOf(panel, field, name) {
  const config = {...panel.fieldConfig.defaults, ...field.config};
  for (const override of panel.fieldConfig.overrides) {
    if (override.matcher.id !== 'byName' || override.matcher.options !== name) continue;
    for (const property of override.properties) if (!property.id.startsWith('custom.')) config[property.id] = property.value;
  }
  return config;
}

// Words that Grafana itself puts beside figures: none, but for units that are written alike in both languages.
const UNITS = new Set(['dBm', 'bit', 'MiB', 'KiB', 'GiB', 'kbit', 'Mbit', 'Gbit']);

function foreignWords(data, panel, frame, field, name) {
  const config = configOf(panel, field, name);
  const display = data.getDisplayProcessor({field: {...field, config}, theme: data.createTheme(), timeZone: 'Asia/Ho_Chi_Minh'});
  const own = JSON.stringify([config.unit, config.noValue, config.mappings]);
  const found = new Set();
  for (const value of unpacked(field.values)) {
    const shown = display(value);
    for (const word of `${shown.prefix ?? ''} ${shown.text} ${shown.suffix ?? ''}`.match(/\p{L}{3,}/gu) ?? []) {
      if (!own.includes(word) && !UNITS.has(word)) found.add(word);
    }
  }
  return [...found].map((word) => `${JSON.stringify(name)} prints the word ${JSON.stringify(word)}`);
}

async function mistakesOfABoard({data, version, rxjs}, board, answers, summary) {
  const found = [];
  for (const panel of board.panels.flatMap((one) => [one, ...(one.panels ?? [])])) {
    if (!panel.targets?.length || !answers[panel.id] || !Object.values(answers[panel.id]).some((one) => one.series?.length)) continue;
    const out = await rxjs.firstValueFrom(data.transformDataFrame(panel.transformations ?? [], frames(data, panel, answers[panel.id])));
    for (const mistake of mistakes(data, panel, answers[panel.id], out)) {
      found.push(`${version}: ${board.uid}: panel ${panel.id} "${panel.title}": ${mistake}`);
    }
    for (const frame of out) {
      for (const field of frame.fields.filter((one) => one.type === 'number')) {
        for (const mistake of foreignWords(data, panel, frame, field, nameOf(data, field, frame, out))) {
          found.push(`${version}: ${board.uid}: panel ${panel.id} "${panel.title}": ${mistake}`);
        }
      }
    }
    const columns = out.map((frame) => [frame.length, frame.fields.map((field) =>
      [nameOf(data, field, frame, out), field.type, unpacked(field.values).slice(0, 3)])]);
    (summary[`${board.uid} ${panel.id} "${panel.title}"`] ??= {})[version] = JSON.stringify(columns);
  }
  return found;
}

// All that is wrong with the boards, by each of the libraries, and how many panels were looked at.
export async function check(libraries, boards, answers) {
  const summary = {}, found = [];
  for (const board of boards) {
    for (const one of libraries) found.push(...await mistakesOfABoard(one, board, answers[board.uid] ?? {}, summary));
  }
  for (const [panel, byVersion] of Object.entries(summary)) {
    if (new Set(Object.values(byVersion)).size > 1) found.push(`${panel}: versions differ: ${JSON.stringify(byVersion, null, 1)}`);
  }
  return {found, count: Object.keys(summary).length};
}

async function main([dashboards, answersFile, ...folders]) {
  if (!fs.existsSync(answersFile)) {
    console.log('skipped: the live test has kept no answers');
    return 77;
  }
  const libraries = folders.map(library);
  const boards = fs.readdirSync(dashboards).filter((name) => name.endsWith('.json')).sort().map((file) =>
    JSON.parse(fs.readFileSync(path.join(dashboards, file))));
  const {found, count} = await check(libraries, boards, JSON.parse(fs.readFileSync(answersFile)));
  console.log(found.length ? found.join('\n') : `${count} panels come out well from ${libraries.map((one) => one.version).join(' and ')}`);
  return found.length || !count ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
