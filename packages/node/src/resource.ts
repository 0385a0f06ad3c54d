import {
  defaultResource,
  detectResources,
  envDetector,
  hostDetector,
  osDetector,
  processDetector,
  type Resource,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from "@opentelemetry/resources";
import { choices, type Ignore } from "./from-environment.ts";

/** In the order in which they are asked: what the environment says outright wins over what was found out. */
const DETECTORS = {
  host: [hostDetector],
  os: [osDetector],
  serviceinstance: [serviceInstanceIdDetector],
  process: [processDetector],
  env: [envDetector],
} as const;
const ALL = Object.values(DETECTORS).flat();
/** Not the process's own detector, unless the environment asks for it: command lines hold secrets. */
const DEFAULT = Object.keys(DETECTORS).filter((name) => name !== "process");

/** What is said about this process with all that is sent, by OTEL_NODE_RESOURCE_DETECTORS. */
export function resource(serviceName: string | undefined, ignore: Ignore): Resource {
  const chosen = choices("OTEL_NODE_RESOURCE_DETECTORS", { ...DETECTORS, all: ALL }, DEFAULT, ignore).flat();
  const detectors = ALL.filter((detector) => chosen.includes(detector));
  const detected = defaultResource().merge(detectResources({ detectors }));
  return serviceName === undefined ? detected : detected.merge(resourceFromAttributes({ "service.name": serviceName }));
}
