/** A support agent, whichever framework it is written with. */
export interface SupportAgent {
  /** Answers when the agent is done. */
  ask(question: string): Promise<string>;
  /** Yields the answer's text as the model writes it. */
  stream(question: string): AsyncIterable<string>;
}

export interface SupportAgentOptions {
  /** An OpenAI-compatible server's address, ending in `/v1`. */
  readonly baseURL: string;
  readonly apiKey: string;
  /** @default "gpt-4.1-mini" */
  readonly model?: string;
}

export interface Conversation {
  readonly name: "parallel-tools" | "streamed-answer" | "failing-tool";
  readonly question: string;
}

export interface PlayedConversation extends Conversation {
  readonly answer: string;
  /** How many pieces of text the answer came in. */
  readonly pieces: number;
}

export const defaultModel = "gpt-4.1-mini";

export const conversations: readonly Conversation[] = [
  { name: "parallel-tools", question: "Where is order A-1042, and can I still send it back?" },
  { name: "streamed-answer", question: "Explain step by step how I send something back." },
  { name: "failing-tool", question: "Order A-1077 arrived broken. I want a refund." },
];

/** Plays the three conversations, one after the other. */
export async function playConversations(agent: SupportAgent): Promise<PlayedConversation[]> {
  const played: PlayedConversation[] = [];
  for (const conversation of conversations) played.push(await playConversation(agent, conversation));
  return played;
}

async function playConversation(agent: SupportAgent, conversation: Conversation): Promise<PlayedConversation> {
  const pieces: string[] = [];
  if (conversation.name === "streamed-answer") {
    for await (const piece of agent.stream(conversation.question)) pieces.push(piece);
  } else {
    pieces.push(await agent.ask(conversation.question));
  }
  return { ...conversation, answer: pieces.join(""), pieces: pieces.length };
}
