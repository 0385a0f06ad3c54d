import { z } from "zod";

// Everything the two support agents share. What is left in their own files is the framework.

export const agentName = "support";

export const instructions =
  "You are the support agent of a web shop. Look things up before you answer. Be brief and polite.";

/** Sent by both agents, by the names that their frameworks give these. */
export const modelSettings = { temperature: 0.2, maxTokens: 400 } as const;

export const lookupOrder = {
  name: "lookup_order",
  description: "Looks up an order's state by its id.",
  schema: z.object({ orderId: z.string().describe("For example A-1042") }),
  run: async ({ orderId }: { orderId: string }): Promise<Record<string, unknown>> => {
    return { orderId, state: "shipped", carrier: "DHL", arrives: "Thursday" };
  },
};

export const searchPolicy = {
  name: "search_policy",
  description: "Searches the shop's policies.",
  schema: z.object({ query: z.string().describe("A few words") }),
  run: async ({ query }: { query: string }): Promise<Record<string, unknown>> => {
    return { query, policy: "Items can be sent back within 30 days of delivery." };
  },
};

export const issueRefund = {
  name: "issue_refund",
  description: "Issues a refund for an order.",
  schema: z.object({ orderId: z.string(), reason: z.string() }),
  run: async ({ orderId }: { orderId: string; reason: string }): Promise<Record<string, unknown>> => {
    throw new Error(`The refund service is unavailable. Order ${orderId} was not refunded.`);
  },
};
