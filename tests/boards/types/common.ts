// What the types of both versions are made of: Grafana's own with enums as the strings that stand in JSON, and what Grafana
// publishes no types for, written down from its sources (the query of Prometheus, links of fields, the style of map layers).

// A type as it stands in JSON: the text of an enum's member in place of the member.
export type Plain<T> = unknown extends T ? T
  : T extends string ? `${T}`
  : T extends (infer One)[] ? Plain<One>[]
  : T extends object ? {[Key in keyof T]: Plain<T[Key]>}
  : T;

// public/app/plugins/datasource/prometheus/types.ts (9.4), packages/grafana-prometheus/src/types.ts (12)
export interface Target {
  datasource: {type: 'prometheus', uid: string};
  refId: string;
  expr: string;
  instant: boolean;
  range: boolean;
  format: 'table' | 'time_series' | 'heatmap';
  editorMode: 'code' | 'builder';
  legendFormat: string;
  interval?: string;
}

// What an annotation asks; both versions still read this form of theirs.
export interface AskedAnnotation {
  expr: string;
  step: string;
  titleFormat: string;
  textFormat: string;
  tagKeys: string;
  useValueForTime: boolean;
}

// packages/grafana-data/src/types/dataLink.ts
export interface FieldLink {
  title: string;
  url: string;
  targetBlank: boolean;
}

// public/app/plugins/panel/geomap/style/types.ts and layers/
interface Dimension<T> {
  field?: string;
  fixed?: T;
}
interface Style {
  color?: Dimension<string>;
  opacity?: number;
  lineWidth?: number;
  size?: Dimension<number> & {min: number, max: number};
  symbol?: Dimension<string> & {mode: 'fixed' | 'field' | 'mapping'};
  text?: Dimension<string> & {mode: 'fixed' | 'field' | 'template'};
  textConfig?: {fontSize?: number, offsetX?: number, offsetY?: number, textAlign?: 'left' | 'center' | 'right',
    textBaseline?: 'top' | 'middle' | 'bottom'};
  rotation?: Dimension<number> & {mode: 'mod' | 'clamped', min: number, max: number};
}
type Layer<Options, Type, Config> = Omit<Options, 'type' | 'config'> & {type: Type, config: Config};
export type Basemap<Options> = Layer<Options, 'geojson', {src: string, rules: [], style: Style}>;
export type Markers<Options> = Layer<Options, 'markers', {showLegend: boolean, style: Style}>;
