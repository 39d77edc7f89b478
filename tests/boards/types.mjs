// Boards against Grafana's own types, of each version that is installed: an option that is misspelt, unknown or of the wrong
// type is told of with its panel. What is checked is written down in types/.
//
// usage: node types.mjs DASHBOARDS FOLDER...      each FOLDER has a node_modules with @grafana/schema and typescript
import {createRequire} from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));

export function schema(folder) {
  const modules = path.resolve(folder, 'node_modules');
  const {version, types} = JSON.parse(fs.readFileSync(path.join(modules, '@grafana/schema/package.json')));
  return {version, modules, entry: path.join(modules, '@grafana/schema', types),
    ours: path.join(HERE, 'types', `grafana_${version.split('.')[0]}`), ts: createRequire(path.join(modules, 'x'))('typescript'), read: new Map()};
}

// An override as the part of a field's configuration that it is.
function overridden(properties) {
  const field = {};
  for (const {id, value} of properties) {
    const keys = id.split('.');
    const last = keys.pop();
    keys.reduce((part, key) => part[key] ??= {}, field)[last] = value;
  }
  return field;
}

// Each part of a board that has a type of its own: [where, type, value].
function* parts(board) {
  const {panels, templating, annotations, ...rest} = board;
  yield [board.uid, 'Board', rest];
  for (const one of templating?.list ?? []) yield [`${board.uid}: variable ${one.name}`, 'Variable', one];
  for (const one of annotations?.list ?? []) yield [`${board.uid}: annotation "${one.name}"`, 'Annotation', one];
  for (const {options, fieldConfig, targets, ...panel} of panels) {
    const where = `${board.uid}: panel ${panel.id} "${panel.title}"`;
    yield [where, 'Panel', panel];
    yield [where, `Options['${panel.type}']`, options];
    yield [where, `Field<'${panel.type}'>`, fieldConfig.defaults];
    for (const one of targets ?? []) yield [`${where} ${one.refId}`, 'Target', one];
    for (const one of fieldConfig.overrides) {
      yield [`${where}: override of "${one.matcher.options}"`, `Field<'${panel.type}'>`, overridden(one.properties)];
    }
  }
}

function program({ts, modules, entry, ours, read}, text) {
  const name = path.join(HERE, 'boards.ts');
  const options = {strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es2020.d.ts'], target: ts.ScriptTarget.ES2020,
    module: ts.ModuleKind.ES2020, moduleResolution: ts.ModuleResolutionKind.Node10, baseUrl: modules, paths: {
      '@grafana/schema': [entry], '@grafana/schema/raw/*': [path.join(path.dirname(entry), 'raw/*')], ours: [ours], '*': ['*']}};
  const host = ts.createCompilerHost(options);
  const {getSourceFile, fileExists} = host;
  host.fileExists = (file) => file === name || fileExists.call(host, file);
  host.getSourceFile = (file, ...more) => {
    if (file === name) return ts.createSourceFile(file, text, options.target);
    if (!read.has(file)) read.set(file, getSourceFile.call(host, file, ...more));
    return read.get(file);
  };
  return ts.createProgram([name], options, host);
}

export function check(one, boards) {
  const pieces = ["import type {Annotation, Board, Field, Options, Panel, Target, Variable} from 'ours';\n"];
  const begins = [];
  let length = pieces[0].length;
  for (const [where, type, value] of boards.flatMap((board) => [...parts(board)])) {
    begins.push([length, where]);
    pieces.push(`export const part_${begins.length}: ${type} = ${JSON.stringify(value, null, 1)};\n`);
    length += pieces.at(-1).length;
  }
  const {ts, version} = one;
  const found = ts.getPreEmitDiagnostics(program(one, pieces.join(''))).map(({file, start, messageText}) => {
    const words = ts.flattenDiagnosticMessageText(messageText, '\n  ');
    if (!file?.fileName.endsWith('boards.ts')) return `${version}: ${file?.fileName ?? ''}: ${words}`;
    const line = file.text.slice(start).split('\n', 1)[0];
    return `${version}: ${begins.findLast(([begin]) => begin <= start)?.[1]}: ${line.slice(0, 80)} ${words}`;
  });
  return {found, count: begins.length};
}

function main([dashboards, ...folders]) {
  const boards = fs.readdirSync(dashboards).filter((name) => name.endsWith('.json')).sort().map((file) =>
    JSON.parse(fs.readFileSync(path.join(dashboards, file))));
  let wrong = !boards.length;
  for (const one of folders.map(schema)) {
    const {found, count} = check(one, boards);
    console.log(found.length ? found.join('\n') : `${boards.length} boards, ${count} parts: all as @grafana/schema ${one.version} has them`);
    wrong ||= found.length > 0;
  }
  return wrong ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
