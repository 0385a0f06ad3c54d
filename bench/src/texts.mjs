// About what an agent with two small tools sends: 1.2 kB of instructions, results of 0.6 kB, an answer of 0.8 kB.
const PROSE =
  "Parcels that left the northern depot before noon arrived on the next working day, apart from those held for a " +
  "customs check, which took two days longer and were reported to their senders the same evening. ";

export const INSTRUCTIONS = `You answer questions about deliveries. ${PROSE.repeat(6)}`.slice(0, 1200);
export const QUESTION = `How late was parcel 4711, and why? Look it up before you answer. ${PROSE}`.slice(0, 200);
export const ANSWER = `Parcel 4711 came two days late. ${PROSE.repeat(4)}`.slice(0, 800);
export const TOOL_ARGUMENTS = { parcel: 4711, depot: "north" };
export const TOOL_RESULT = JSON.stringify({
  events: Array.from({ length: 6 }, (_, i) => ({ step: i, place: `depot ${i}`, hours: i * 7.5, held: i === 3 })),
  note: PROSE.slice(0, 200),
});
export const TOOLS = ["find_parcel", "list_delays"];
export const MODEL = "gpt-4o-mini";
export const CHUNKS = 500;
export const CHUNK = "parcel ";
