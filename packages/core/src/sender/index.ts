export { eachInTurn } from "./each-in-turn.ts";
export type { AccountedExporter, DropReason, ExportCounts, ExportLedger } from "./export-ledger.ts";
export { exportCounts, exportLedger } from "./export-ledger.ts";
export { inOrder } from "./in-order.ts";
export { nextTurn } from "./next-turn.ts";
export { createSender, type Sender } from "./sender.ts";
export type { Answer, EncodedBatch, Refusal, SenderOptions } from "./sender-options.ts";
export type { SendResult } from "./settlement.ts";
