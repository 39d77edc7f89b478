// The types of what a board holds, for Grafana 9.4. Its @grafana/schema has those of boards, fields, tables and graphs; the
// options of panels are composed here of its common types as public/app/plugins/panel/*/models.gen.ts of 9.4 does.
import type * as schema from '@grafana/schema';
import type {AskedAnnotation, Basemap, FieldLink, Markers, Plain} from './common';
export type {Target} from './common';

type LegendAndTooltip = schema.OptionsWithLegend & schema.OptionsWithTooltip;
// Of 9.4's own types two are stricter than its code: the lowest step has no value, and "special" has five more matches.
type Steps = {mode: `${schema.ThresholdsMode}`, steps: {color: string, value: number | null}[]};
type Special = {type: 'special', options: {match: `${schema.SpecialValueMatch}`, result: schema.ValueMappingResult}};
type Mapping = Plain<schema.ValueMap | schema.RangeMap | schema.RegexMap> | Special;

// Later versions' own; 9.4 passes them over.
interface Pages { perPage: number }
interface CellHeight { cellHeight: 'sm' | 'md' | 'lg' }

export interface Options {
  stat: Plain<schema.SingleStatBaseOptions> & {colorMode: `${schema.BigValueColorMode}`, graphMode: `${schema.BigValueGraphMode}`,
    justifyMode: `${schema.BigValueJustifyMode}`, textMode: `${schema.BigValueTextMode}`};
  table: {showHeader: boolean, sortBy: schema.TableSortByFieldState[]} & CellHeight;
  timeseries: Plain<LegendAndTooltip & schema.OptionsWithTimezones>;
  'state-timeline': Plain<LegendAndTooltip & schema.OptionsWithTimezones> & {showValue: `${schema.VisibilityMode}`, rowHeight: number,
    mergeValues: boolean, alignValue: schema.TimelineValueAlignment} & Pages;
  'status-history': Plain<LegendAndTooltip & schema.OptionsWithTimezones> & {showValue: `${schema.VisibilityMode}`, rowHeight: number,
    colWidth: number} & Pages;
  text: {mode: 'code' | 'html' | 'markdown', content: string, code: {language: string, showLineNumbers: boolean, showMiniMap: boolean}};
  geomap: {
    view: {id: 'coords', allLayers: boolean, lat: number, lon: number, zoom: number};
    controls: {showZoom: boolean, mouseWheelZoom: boolean, showAttribution: boolean, showScale: boolean, showMeasure: boolean,
      showDebug: boolean};
    tooltip: {mode: 'none' | 'details'};
    basemap: Basemap<Plain<schema.MapLayerOptions>>;
    layers: Markers<Plain<schema.MapLayerOptions>>[];
  };
}

interface Bars extends schema.HideableFieldConfig { lineWidth: number, fillOpacity: number }
export interface Custom {
  stat: Record<string, never>;
  table: Partial<Plain<Omit<schema.TableFieldOptions, 'cellOptions'>>>;
  timeseries: Plain<schema.GraphFieldConfig>;
  'state-timeline': Plain<Bars>;
  'status-history': Plain<Bars>;
  text: Record<string, never>;
  geomap: Plain<schema.HideableFieldConfig>;
}

export type Field<Type extends keyof Custom> = Plain<Omit<schema.FieldConfig, 'custom' | 'mappings' | 'thresholds' | 'links'>> &
  {custom?: Custom[Type], mappings?: Mapping[], thresholds?: Steps, links?: FieldLink[]};
export type Panel = Plain<Partial<Omit<schema.Panel, 'options' | 'fieldConfig' | 'targets'>>> & {hideTimeOverride?: boolean};
export type Board = Plain<Partial<Omit<schema.Dashboard, 'panels' | 'templating' | 'annotations' | 'id' | 'timepicker'>>> &
  {id: null, timepicker: {refresh_intervals: string[]}};
export type Annotation = Plain<Pick<schema.AnnotationQuery, 'datasource' | 'enable' | 'hide' | 'iconColor' | 'name'>> & AskedAnnotation;
// Its types know nothing of a variable's values.
export type Variable = Plain<Pick<schema.VariableModel, 'name' | 'label' | 'type' | 'query' | 'hide' | 'skipUrlSync'>> &
  {[Key in 'datasource' | 'refresh' | 'sort' | 'multi' | 'includeAll' | 'allValue' | 'current' | 'options' | 'regex' | 'definition']?: unknown};
