import type { Answer, Question } from "../http/exchange.ts";
import { decodeProtobuf, encodeProtobuf } from "./protobuf.ts";

/** An OTLP/HTTP request's content, in the shape of OTLP's JSON, or why there is none. */
export type OtlpContent = { readonly content: Readonly<Record<string, unknown>> } | { readonly wrong: string };

/** @param message the request's name in the schema, for a body in protobuf */
export function readOtlp(question: Question, message: string): OtlpContent {
  const contentType = question.headers["content-type"]?.toLowerCase() ?? "";
  try {
    if (contentType.includes("application/x-protobuf"))
      return { content: { ...decodeProtobuf(message, question.body) } };
    if (contentType.includes("application/json")) {
      const content: unknown = JSON.parse(question.body.toString("utf8"));
      return typeof content === "object" && content !== null
        ? { content: { ...content } }
        : { wrong: "no JSON object" };
    }
  } catch (error) {
    return { wrong: `cannot read the body as ${contentType}: ${String(error)}` };
  }
  return { wrong: `cannot read the content type "${contentType}"` };
}

/** The full or partial success that OTLP asks for, in the request's own encoding. */
export function otlpSuccess({ headers, partialSuccess }: Question, rejectedName: string): Answer {
  if (headers["content-type"]?.toLowerCase().includes("application/x-protobuf")) {
    const { rejected, message: errorMessage } = partialSuccess ?? {};
    const message = partialSuccess === undefined ? {} : { partialSuccess: { rejected, errorMessage } };
    const body = encodeProtobuf("ExportServiceResponse", message);
    return { status: 200, body, contentType: "application/x-protobuf" };
  }
  if (partialSuccess === undefined) return { status: 200, body: {} };
  const { rejected, message: errorMessage } = partialSuccess;
  return { status: 200, body: { partialSuccess: { [rejectedName]: String(rejected), errorMessage } } };
}
