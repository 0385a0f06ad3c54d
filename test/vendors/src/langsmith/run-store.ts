import { checkCreate, checkUpdate } from "./check-run.ts";
import { Refusal } from "./multipart.ts";
import { type Attachment, type Batch, type RunPayload, toMs } from "./run-payload.ts";
import { uuidTimeMs, uuidVersion } from "./uuid.ts";

export interface StoredRun {
  readonly payload: RunPayload;
  readonly attachments: readonly Attachment[];
}

export interface RunStore {
  /** Takes all of a batch, or refuses all of it. */
  ingest(batch: Batch): void;
  /** Keeps a run that has passed every test, unless its id is taken. */
  keep(payload: RunPayload): void;
  /** The run as it was created. */
  find(id: string): RunPayload | undefined;
  /** What has been created, with its update where there is one. */
  runs(): StoredRun[];
}

/** @param onlyV7 refuses what is only frowned upon today: ids that do not begin with a time */
export function runStore(onlyV7: boolean, warn: (warning: string) => void): RunStore {
  const creates = new Map<string, RunPayload>();
  const updates = new Map<string, RunPayload>();
  const attachments = new Map<string, readonly Attachment[]>();

  function checkIds({ id, start_time }: RunPayload): void {
    const version = uuidVersion(String(id));
    if (version !== 7) {
      if (onlyV7) throw new Refusal(400, `Bad request: run ${id} has a UUID of version ${version}, not 7`);
      warn(`run ${id}: a UUID of version ${version}; future versions will require UUID v7`);
    } else if (uuidTimeMs(String(id)) !== toMs(start_time)) {
      warn(`run ${id}: its UUID was made at another time than it started, so its page will not open`);
    }
  }

  return {
    ingest: ({ creates: created, updates: updated, attachments: attached }) => {
      for (const run of created) checkCreate(run);
      for (const run of updated) checkUpdate(run);
      for (const run of created) checkIds(run);
      const ids = (runs: readonly RunPayload[]) => runs.map(({ id }) => String(id));
      const repeated = [
        ...ids(created).filter((id) => creates.has(id)),
        ...ids(updated).filter((id) => updates.has(id)),
      ];
      const doubled = [created, updated].some((runs) => new Set(ids(runs)).size < runs.length);
      // What a mixed batch does is nowhere told. The worst is assumed: one run that is known refuses all of them.
      if (repeated.length > 0 || doubled) {
        throw new Refusal(409, "Conflict: payload already received: payloads already received");
      }
      for (const run of created) creates.set(String(run.id), run);
      for (const run of updated) updates.set(String(run.id), run);
      for (const [id, list] of attached) attachments.set(id, list);
    },
    keep: (payload) => {
      if (!creates.has(String(payload.id))) creates.set(String(payload.id), payload);
    },
    find: (id) => creates.get(id),
    runs: () =>
      [...creates].map(([id, created]) => {
        const told = Object.entries(updates.get(id) ?? {}).filter(([, value]) => value !== undefined && value !== null);
        return { payload: { ...created, ...Object.fromEntries(told) }, attachments: attachments.get(id) ?? [] };
      }),
  };
}
