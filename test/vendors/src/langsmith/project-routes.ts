import { randomUUID } from "node:crypto";
import type { Answer, Question } from "../http/exchange.ts";
import { readJson } from "./read-json.ts";

export interface Projects {
  /** The project's id; it is made with the first run in it. */
  idOf(name: string): string;
  /** `/sessions` and `/sessions/<id>`. */
  answer(question: Question, path: string): Answer;
}

/** Projects, which the API calls sessions. */
export function projects(): Projects {
  const ids = new Map<string, string>();
  const idOf = (name: string): string => {
    const id = ids.get(name) ?? randomUUID();
    ids.set(name, id);
    return id;
  };
  const all = () => [...ids].map(([name, id]) => ({ id, name, start_time: "2026-01-01T00:00:00Z" }));
  return {
    idOf,
    answer: ({ method, query, body }, path) => {
      if (method === "POST") {
        const { name } = readJson(body);
        if (typeof name !== "string") return { status: 422, body: { detail: "name is missing" } };
        const known = ids.has(name);
        if (known && query.upsert !== "true") return { status: 409, body: { detail: "Session already exists." } };
        return { status: 200, body: { id: idOf(name), name } };
      }
      if (path === "/sessions") {
        const { name } = query;
        return { status: 200, body: all().filter((project) => name === undefined || project.name === name) };
      }
      const found = all().find(({ id }) => path === `/sessions/${id}`);
      return found ? { status: 200, body: found } : { status: 404, body: { detail: "Session not found" } };
    },
  };
}
