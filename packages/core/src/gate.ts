import type { OperationStart, ToolInfo } from "./contract.ts";
import type { OperationRecord, UserContext } from "./record.ts";

/** What a gate may base its decision on. */
export interface GateView extends Pick<OperationStart, "name" | "provider" | "model" | "agent" | "conversationId"> {
  readonly tool?: Pick<ToolInfo, "name" | "callId">;
  readonly agentPath: readonly string[];
  readonly context: UserContext;
}

/** Decides whether an operation may begin. Throw or reject to deny: the caller gets that error. */
export interface Gate {
  enter(view: GateView): void | Promise<void>;
  /** Called once for each `enter` that was let in, with the finished record. */
  leave?(record: OperationRecord): void;
}
