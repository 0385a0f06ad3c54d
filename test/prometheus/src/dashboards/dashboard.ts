import { type Panel, placed } from "./panel.ts";

export interface Dashboard {
  /** Of the file, and of the dashboard's address in Grafana. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether one may choose agents: what its queries have in `$agent`. */
  readonly byAgent?: boolean;
  readonly panels: readonly Panel[];
}

/** As Grafana 12 writes it. */
const SCHEMA_VERSION = 41;
const DATASOURCE = { type: "prometheus", uid: "$datasource" };

/** The dashboard as Grafana imports it: nothing in it is of one Grafana, the source of data is chosen. */
export function toGrafana({ name, title, description, byAgent = false, panels }: Dashboard): object {
  return {
    uid: `isospan-${name}`,
    title,
    description,
    tags: ["isospan"],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    timezone: "browser",
    annotations: { list: [firing()] },
    links: [
      { type: "dashboards", title: "Isospan", tags: ["isospan"], asDropdown: true, keepTime: true, includeVars: true },
    ],
    templating: {
      list: [
        { type: "datasource", name: "datasource", label: "Prometheus", query: "prometheus", refresh: 1 },
        variable("job", "Job", 'label_values({__name__=~"isospan_.+"}, job)'),
        ...(byAgent
          ? [variable("agent", "Agent", 'label_values(isospan_agent_runs_total{job=~"$job"}, gen_ai_agent_name)')]
          : []),
      ],
    },
    panels: placed(panels, DATASOURCE),
  };
}

/** `.*` and not a list of values: what has no such label is there too. */
function variable(name: string, label: string, query: string): object {
  return {
    type: "query",
    name,
    label,
    datasource: DATASOURCE,
    definition: query,
    query: { query, refId: name, qryType: 1 },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: ".*",
    current: { text: "All", value: "$__all" },
  };
}

function firing(): object {
  return {
    name: "Alerts",
    datasource: DATASOURCE,
    enable: true,
    iconColor: "red",
    expr: 'ALERTS{alertname=~"Isospan.+", alertstate="firing", job=~"$job"}',
    titleFormat: "{{alertname}}",
    textFormat: "{{gen_ai_agent_name}} {{gen_ai_tool_name}} {{gen_ai_request_model}}",
  };
}
