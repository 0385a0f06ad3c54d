import { setTelemetry } from "@isospan/core";
import { afterEach, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { trackRun } from "./index.ts";

afterEach(() => setTelemetry(undefined));

it("a tracked run is active, then counted with its outcome and its duration, and its result is passed on", async () => {
  const { telemetry, samples } = setUp();
  setTelemetry(telemetry);
  const active = () => samples("isospan_agent_active_runs");
  const seen = await trackRun("researcher", active);
  await expect(
    trackRun("researcher", () => {
      throw new TypeError("no");
    }),
  ).rejects.toThrow("no");
  expect(seen).toEqual(['isospan_agent_active_runs{gen_ai_agent_name="researcher"} 1']);
  expect(await active()).toEqual(['isospan_agent_active_runs{gen_ai_agent_name="researcher"} 0']);
  expect(await samples("isospan_agent_runs")).toEqual([
    'isospan_agent_runs_total{gen_ai_agent_name="researcher",isospan_outcome="ok"} 1',
    'isospan_agent_runs_total{gen_ai_agent_name="researcher",isospan_outcome="error"} 1',
  ]);
  expect(await samples("isospan_invoke_agent_duration_count")).toEqual([
    'isospan_invoke_agent_duration_count{gen_ai_agent_name="researcher"} 1',
    'isospan_invoke_agent_duration_count{gen_ai_agent_name="researcher",error_type="TypeError"} 1',
  ]);
});

it("what happens within belongs to the run, in the telemetry that is given", async () => {
  const { telemetry, samples } = setUp();
  await trackRun(
    "researcher",
    () => telemetry.recorder.start({ name: "execute_tool", tool: { name: "search" } }).end(),
    {
      telemetry,
    },
  );
  expect(await samples("isospan_invoke_agent_tool_calls_sum")).toEqual([
    'isospan_invoke_agent_tool_calls_sum{gen_ai_agent_name="researcher"} 1',
  ]);
});

it("wrong options are refused", async () => {
  await expect(trackRun("a", () => {}, { telemetri: 1 } as never)).rejects.toThrow(/telemetri: no such option/);
});
