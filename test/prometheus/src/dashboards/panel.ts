export interface Query {
  readonly legend: string;
  readonly expr: string;
}

export interface Panel {
  readonly title: string;
  /** The question that it answers. */
  readonly question: string;
  readonly kind?: "timeseries" | "stat" | "heatmap";
  readonly unit: "none" | "percentunit" | "s" | "currencyUSD" | "cpm" | "Bps" | "short";
  readonly queries: readonly Query[];
  /** Where the alert begins. */
  readonly threshold?: { readonly above: number } | { readonly below: number };
  /** Of 24 columns. */
  readonly width?: number;
}

const COLUMNS = 24;
const HEIGHTS = { timeseries: 8, heatmap: 8, stat: 4 };

export const query = (legend: string, expr: string): Query => ({ legend, expr });

/** Panels in Grafana's form, from left to right and from top to bottom. */
export function placed(panels: readonly Panel[], datasource: object): object[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel, i) => {
    const { kind = "timeseries", width = 8 } = panel;
    if (x + width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const gridPos = { x, y, w: width, h: HEIGHTS[kind] };
    x += width;
    rowHeight = Math.max(rowHeight, gridPos.h);
    return { id: i + 1, ...toPanel(panel, kind, datasource), gridPos };
  });
}

function toPanel(panel: Panel, kind: keyof typeof HEIGHTS, datasource: object): object {
  const { title, question, unit, queries, threshold } = panel;
  return {
    type: kind,
    title,
    description: question,
    datasource,
    fieldConfig: {
      defaults: {
        unit,
        ...(kind === "timeseries" && { min: 0 }),
        ...(unit === "percentunit" && kind === "timeseries" && { max: 1 }),
        color: { mode: kind === "stat" ? "thresholds" : "palette-classic" },
        thresholds: toThresholds(threshold),
        custom: kind === "timeseries" ? toLines(threshold !== undefined) : {},
      },
      overrides: [],
    },
    options: OPTIONS[kind],
    targets: queries.map(({ legend, expr }, i) => ({
      refId: String.fromCharCode(65 + i),
      datasource,
      editorMode: "code",
      expr,
      legendFormat: legend,
      ...(kind === "stat" ? { instant: true, range: false } : { instant: false, range: true }),
      ...(kind === "heatmap" && { format: "heatmap" }),
    })),
  };
}

function toThresholds(threshold: Panel["threshold"]): object {
  const [low, high] = threshold !== undefined && "below" in threshold ? ["red", "green"] : ["green", "red"];
  const steps = [{ color: low, value: null }];
  if (threshold === undefined) return { mode: "absolute", steps };
  const value = "below" in threshold ? threshold.below : threshold.above;
  return { mode: "absolute", steps: [...steps, { color: high, value }] };
}

function toLines(hasThreshold: boolean): object {
  return {
    drawStyle: "line",
    lineWidth: 1,
    fillOpacity: 5,
    showPoints: "never",
    spanNulls: false,
    thresholdsStyle: { mode: hasThreshold ? "dashed" : "off" },
  };
}

const OPTIONS: Readonly<Record<keyof typeof HEIGHTS, object>> = {
  timeseries: {
    legend: { displayMode: "table", placement: "bottom", calcs: ["lastNotNull", "max"], showLegend: true },
    tooltip: { mode: "multi", sort: "desc" },
  },
  stat: {
    reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    colorMode: "value",
    graphMode: "none",
    textMode: "auto",
  },
  heatmap: {
    calculate: false,
    yAxis: { unit: "none" },
    color: { mode: "scheme", scheme: "Oranges", steps: 64 },
    cellGap: 1,
    legend: { show: true },
    tooltip: { mode: "single" },
  },
};
