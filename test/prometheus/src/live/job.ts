import { type Clock, createTelemetry, type SemconvProfile, type Telemetry } from "@isospan/core";
import { type MetricsHandler, metricsHandler, prometheusSink } from "@isospan/prometheus";
import { type OpenAIServer, startOpenAIServer } from "@isospan-private/examples/openai-server";
import { replyTo, type Script } from "@isospan-private/examples/support-script";
import { Registry } from "prom-client";

/** What has really happened, counted where it happens: at the model. */
export interface Truth {
  runs: number;
  modelCalls: number;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
}

/** One application: a telemetry with a sink, its `/metrics`, and the model that it asks. */
export class Job {
  readonly name: string;
  readonly telemetry: Telemetry;
  readonly handler: MetricsHandler;
  readonly truth: Truth = { runs: 0, modelCalls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
  /** How long the model takes, in milliseconds of a clock that nobody waits for. */
  modelMs = 700;
  script: Script = replyTo;
  #model: OpenAIServer | undefined;
  #nowMs = Date.now();

  constructor(name: string, semconv: SemconvProfile = "1.41") {
    this.name = name;
    const registry = new Registry();
    const clock: Clock = { now: () => this.#nowMs };
    this.telemetry = createTelemetry({ clock, semconv, sinks: [prometheusSink({ registry, semconv })] });
    this.handler = metricsHandler({ registry });
  }

  /** Time passes when something takes time. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }

  /** Where its model is. */
  async baseURL(): Promise<string> {
    this.#model ??= await startOpenAIServer({ replyTo: (messages) => this.#reply(messages) });
    return this.#model.baseURL;
  }

  async close(): Promise<void> {
    await this.telemetry.shutdown();
    await this.#model?.close();
  }

  /** None of the models that are asked here reasons, so that the reply is all of the output. */
  #reply(messages: Parameters<Script>[0]): ReturnType<Script> {
    this.pass(this.modelMs);
    const reply = this.script(messages);
    this.truth.modelCalls += 1;
    this.truth.inputTokens += reply.usage.promptTokens;
    this.truth.cachedTokens += reply.usage.cachedTokens;
    this.truth.outputTokens += reply.usage.replyTokens;
    return reply;
  }
}
