// The types of what a board holds, for Grafana 12: all of them its own, but those in common.ts. What must be there in its types
// and is filled in by Grafana where it is not (Partial), need not be there.
import type * as schema from '@grafana/schema';
import type * as geomap from '@grafana/schema/raw/composable/geomap/panelcfg/x/types.gen';
import type * as stat from '@grafana/schema/raw/composable/stat/panelcfg/x/types.gen';
import type * as timeline from '@grafana/schema/raw/composable/statetimeline/panelcfg/x/types.gen';
import type * as history from '@grafana/schema/raw/composable/statushistory/panelcfg/x/types.gen';
import type * as table from '@grafana/schema/raw/composable/table/panelcfg/x/types.gen';
import type * as text from '@grafana/schema/raw/composable/text/panelcfg/x/types.gen';
import type * as series from '@grafana/schema/raw/composable/timeseries/panelcfg/x/types.gen';
import type {AskedAnnotation, Basemap, FieldLink, Markers, Plain} from './common';
export type {Target} from './common';

export interface Options {
  stat: Partial<Plain<stat.Options>>;
  table: Partial<Plain<table.Options>>;
  timeseries: Plain<series.Options>;
  'state-timeline': Plain<timeline.Options>;
  'status-history': Plain<history.Options>;
  text: Plain<text.Options>;
  geomap: Plain<Omit<geomap.Options, 'basemap' | 'layers'>> &
    {basemap: Basemap<Plain<schema.MapLayerOptions>>, layers: Markers<Plain<schema.MapLayerOptions>>[]};
}

export interface Custom {
  stat: Record<string, never>;
  // What 9.4 reads of a cell, displayMode, is what 12 makes its cellOptions of.
  table: Partial<Plain<Omit<table.FieldConfig, 'cellOptions'>>> & {hidden?: boolean};
  timeseries: Plain<series.FieldConfig>;
  'state-timeline': Plain<timeline.FieldConfig>;
  'status-history': Plain<history.FieldConfig>;
  text: Record<string, never>;
  geomap: Plain<schema.HideableFieldConfig>;
}

export type Field<Type extends keyof Custom> = Plain<Omit<schema.FieldConfig, 'custom' | 'links'>> &
  {custom?: Custom[Type], links?: FieldLink[]};
export type Panel = Plain<Omit<schema.Panel, 'options' | 'fieldConfig' | 'targets'>>;
// 9.4 has a style for each board.
export type Board = Plain<Omit<schema.Dashboard, 'panels' | 'templating' | 'annotations'>> & {style: 'dark' | 'light'};
export type Annotation = Plain<Omit<schema.AnnotationQuery, 'target'>> & AskedAnnotation;
// Nothing chosen yet is {}, which its types leave out.
export type Variable = Plain<Omit<schema.VariableModel, 'current'>> &
  {definition?: string, current: Plain<schema.VariableModel['current']> | Record<string, never>};
