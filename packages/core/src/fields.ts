import type { AgentInfo, BilledCost, RequestParameters, ResponseInfo, RetrievalInfo, ToolInfo } from "./contract.ts";
import type { Keeper } from "./keeper.ts";
import type { UserContext } from "./record.ts";
import { toFinishReason } from "./to-finish-reason.ts";

/** What has been read of a group so far. */
export type Picked<T> = { -readonly [K in keyof T]?: T[K] | undefined };

/**
 * Copies what one group of facts says. In straight lines, since this is the hot path: an engine reads a field by its
 * name in the code several times as fast as by a name in a list.
 */
export type Read<T> = (given: T, picked: Picked<T>, keeper: Keeper) => void;

type Names = readonly string[];

/** The fields of each group, to be read one by one. What is not named here is never looked at. */
export const REQUEST: Names = (
  "temperature topP topK maxTokens frequencyPenalty presencePenalty seed choiceCount dimensions stopSequences " +
  "encodingFormats outputType reasoningLevel stream serverAddress serverPort"
).split(" ");
export const AGENT: Names = ["name", "id", "description", "version"];
export const TOOL: Names = ["name", "callId", "type", "description"];
export const RETRIEVAL: Names = ["dataSourceId", "topK"];
export const RESPONSE: Names = ["id", "model", "serviceTier", "finishReasons"];
export const BILLED: Names = ["usd"];
export const CONTEXT: Names = ["sessionId", "userId", "tenantId", "tags", "metadata", "prompt"];

const MAX_CHOICES = 128;
const MAX_METADATA = 64;

export const request: Read<RequestParameters> = (given, picked, keeper) => {
  const { temperature, topP, topK, maxTokens, frequencyPenalty, presencePenalty, seed, choiceCount } = given;
  const { dimensions, stopSequences, encodingFormats, outputType, reasoningLevel, stream } = given;
  const { serverAddress, serverPort } = given;
  if (Number.isFinite(temperature)) picked.temperature = temperature;
  if (Number.isFinite(topP)) picked.topP = topP;
  if (Number.isFinite(topK)) picked.topK = topK;
  if (Number.isFinite(maxTokens)) picked.maxTokens = maxTokens;
  if (Number.isFinite(frequencyPenalty)) picked.frequencyPenalty = frequencyPenalty;
  if (Number.isFinite(presencePenalty)) picked.presencePenalty = presencePenalty;
  if (Number.isFinite(seed)) picked.seed = seed;
  if (Number.isFinite(choiceCount)) picked.choiceCount = choiceCount;
  if (Number.isFinite(dimensions)) picked.dimensions = dimensions;
  if (typeof stream === "boolean") picked.stream = stream;
  if (Number.isFinite(serverPort)) picked.serverPort = serverPort;
  if (serverAddress) picked.serverAddress = keeper.name(serverAddress) ?? picked.serverAddress;
  if (outputType) picked.outputType = (keeper.name(outputType) as typeof outputType | undefined) ?? picked.outputType;
  if (reasoningLevel) picked.reasoningLevel = keeper.name(reasoningLevel) ?? picked.reasoningLevel;
  if (stopSequences) picked.stopSequences = texts(stopSequences, keeper) ?? picked.stopSequences;
  if (encodingFormats) picked.encodingFormats = texts(encodingFormats, keeper) ?? picked.encodingFormats;
};

export const agent: Read<AgentInfo> = ({ name, id, description, version }, picked, keeper) => {
  if (name) picked.name = keeper.name(name) ?? picked.name;
  if (id) picked.id = keeper.name(id) ?? picked.id;
  if (description) picked.description = keeper.name(description) ?? picked.description;
  if (version) picked.version = keeper.name(version) ?? picked.version;
};

export const tool: Read<ToolInfo> = ({ name, callId, type, description }, picked, keeper) => {
  if (name) picked.name = keeper.name(name) ?? picked.name;
  if (callId) picked.callId = keeper.name(callId) ?? picked.callId;
  if (type) picked.type = keeper.name(type) ?? picked.type;
  if (description) picked.description = keeper.name(description) ?? picked.description;
};

export const retrieval: Read<RetrievalInfo> = ({ dataSourceId, topK }, picked, keeper) => {
  if (dataSourceId) picked.dataSourceId = keeper.name(dataSourceId) ?? picked.dataSourceId;
  if (Number.isFinite(topK)) picked.topK = topK;
};

export const response: Read<ResponseInfo> = ({ id, model, serviceTier, finishReasons }, picked, keeper) => {
  if (id) picked.id = keeper.name(id) ?? picked.id;
  if (model) picked.model = keeper.name(model) ?? picked.model;
  if (serviceTier) picked.serviceTier = keeper.name(serviceTier) ?? picked.serviceTier;
  if (!Array.isArray(finishReasons)) return;
  const reasons: string[] = [];
  for (const given of finishReasons.length > MAX_CHOICES ? finishReasons.slice(0, MAX_CHOICES) : finishReasons) {
    const reason = toFinishReason(keeper.name(given));
    if (reason !== undefined) reasons.push(reason);
  }
  picked.finishReasons = Object.freeze(reasons);
};

export const billedCost: Read<BilledCost> = ({ usd }, picked) => {
  if (Number.isFinite(usd)) picked.usd = usd;
};

export const context: Read<UserContext> = ({ sessionId, userId, tenantId, tags, metadata, prompt }, picked, keeper) => {
  if (sessionId) picked.sessionId = keeper.name(sessionId) ?? picked.sessionId;
  if (userId) picked.userId = keeper.name(userId) ?? picked.userId;
  if (tenantId) picked.tenantId = keeper.name(tenantId) ?? picked.tenantId;
  if (tags) picked.tags = texts(tags, keeper) ?? picked.tags;
  if (isObject(metadata)) picked.metadata = labels(metadata, picked.metadata, keeper);
  if (!isObject(prompt)) return;
  const name = keeper.name(keeper.field(prompt, "name"));
  const version = plain(keeper.field(prompt, "version"), keeper);
  if (name === undefined) return;
  picked.prompt = Object.freeze(version === undefined ? { name } : { name, version: String(version) });
};

/** A name, a finite number, a boolean, or a list of texts; nothing else. */
export function plain(value: unknown, keeper: Keeper): unknown {
  if (typeof value === "string") return keeper.name(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return typeof value === "boolean" ? value : texts(value, keeper);
}

function texts(value: unknown, keeper: Keeper): readonly string[] | undefined {
  const found = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return found.length === 0 ? undefined : (keeper.content(found) as readonly string[]);
}

type Labels = NonNullable<UserContext["metadata"]>;

function labels(given: Labels, known: Labels | undefined, keeper: Keeper): Labels {
  const kept: Record<string, string | number | boolean> = { ...known };
  for (const key of Object.keys(given).slice(0, MAX_METADATA)) {
    const value = plain(keeper.field(given, key), keeper);
    const name = keeper.name(key);
    if (name !== undefined && value !== undefined && typeof value !== "object") kept[name] = value as string;
  }
  return Object.freeze(kept);
}

function isObject<T>(value: T): value is T & object {
  return typeof value === "object" && value !== null;
}
