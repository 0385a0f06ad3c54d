import { getNumberFromEnv, getStringFromEnv } from "@opentelemetry/core";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { Ignore } from "./from-environment.ts";

const ROOTS: Readonly<Record<string, (ignore: Ignore) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ignore) => new TraceIdRatioBasedSampler(ratio(ignore)),
};
const PARENT_BASED = "parentbased_";

/**
 * The sampler of OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG; the default is `parentbased_always_on`.
 * Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function sampler(ignore: Ignore): Sampler {
  const name = getStringFromEnv("OTEL_TRACES_SAMPLER")?.trim() ?? "parentbased_always_on";
  const parentBased = name.startsWith(PARENT_BASED);
  const rootName = parentBased ? name.slice(PARENT_BASED.length) : name;
  const toRoot = Object.hasOwn(ROOTS, rootName) ? ROOTS[rootName] : undefined;
  if (toRoot === undefined) {
    const known = Object.keys(ROOTS).join(", ");
    ignore(`OTEL_TRACES_SAMPLER is ${name}; known are ${known}, each also after ${PARENT_BASED}. All are sampled`);
    return new ParentBasedSampler({ root: new AlwaysOnSampler() });
  }
  return parentBased ? new ParentBasedSampler({ root: toRoot(ignore) }) : toRoot(ignore);
}

function ratio(ignore: Ignore): number {
  const value = getNumberFromEnv("OTEL_TRACES_SAMPLER_ARG");
  if (value !== undefined && value >= 0 && value <= 1) return value;
  ignore("OTEL_TRACES_SAMPLER_ARG is no ratio between 0 and 1; all are sampled");
  return 1;
}
