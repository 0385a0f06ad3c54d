import type { Diagnostics } from "./diagnostics.ts";
import type { Gate, GateView } from "./gate.ts";
import type { RecordedOperation } from "./operation.ts";
import type { OperationRecord } from "./record.ts";

/**
 * Asks the gates in order, once per operation whoever asks; a call inside a call was let in with it. The only place
 * from which an error may reach the application.
 */
export function admit(operation: RecordedOperation, gates: readonly Gate[]): void | Promise<void> {
  if (operation.denial !== undefined) throw operation.denial.error;
  if (operation.entered !== undefined || operation.outer !== undefined) return operation.admission;
  operation.entered = [];
  const inherited = operation.isModelCall ? denialAbove(operation) : undefined;
  if (inherited !== undefined) deny(operation, inherited.error);
  operation.admission = enterGates(operation, gates, 0);
  return operation.admission;
}

function enterGates(operation: RecordedOperation, gates: readonly Gate[], from: number): Promise<void> | undefined {
  for (let i = from; i < gates.length; i++) {
    const gate = gates[i] as Gate;
    let entering: void | Promise<void>;
    try {
      entering = gate.enter(toView(operation));
    } catch (error) {
      deny(operation, error);
    }
    if (isThenable(entering)) return wait(operation, gates, i, entering);
    operation.enteredGate(gate);
  }
  operation.host.begin(operation);
  return undefined;
}

async function wait(operation: RecordedOperation, gates: readonly Gate[], at: number, entering: Promise<void>) {
  operation.waiting = true;
  try {
    await entering;
  } catch (error) {
    deny(operation, error);
  } finally {
    operation.waiting = false;
  }
  // The wait is not part of the call.
  operation.startedAtMs = operation.host.now();
  operation.lastActivityMs = operation.startedAtMs;
  operation.enteredGate(gates[at] as Gate);
  await enterGates(operation, gates, at + 1);
}

function deny(operation: RecordedOperation, error: unknown): never {
  operation.denial = { error };
  if (operation.endedAtMs === undefined) operation.end({ error, outcome: "denied" });
  throw error;
}

export function leaveGate(gate: Gate, record: OperationRecord, diagnostics: Diagnostics): void {
  const failed = (error: unknown) => diagnostics.report("gate_error", "A gate's leave threw", error);
  try {
    const left: unknown = gate.leave?.(record);
    if (left instanceof Promise) left.catch(failed);
  } catch (error) {
    failed(error);
  }
}

/** Some frameworks swallow what is thrown at an agent's start, so the refusal is repeated at its next model call. */
function denialAbove(operation: RecordedOperation): RecordedOperation["denial"] {
  for (let above = operation.parent; above !== undefined; above = above.parent) {
    if (above.denial !== undefined) return above.denial;
  }
  return undefined;
}

function toView({ facts, agentPath }: RecordedOperation): GateView {
  const { name, provider, model, agent, conversationId, context = {} } = facts;
  // Its arguments are content.
  const tool = facts.tool && Object.freeze({ name: facts.tool.name, callId: facts.tool.callId });
  return Object.freeze({ name, provider, model, agent, tool, conversationId, agentPath, context }) as GateView;
}

function isThenable(value: unknown): value is Promise<void> {
  return typeof value === "object" && value !== null && "then" in value;
}
