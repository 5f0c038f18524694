import { streamEvents } from "./events";
import { json, request, requestJson } from "./http";
import type { Answer, Chat, Citation, Lang, ProblemBody } from "./model";
import { Problem } from "./problem";

export type AnswerEvent =
  | { kind: "citations"; citations: Citation[] }
  | { kind: "token"; text: string }
  | { kind: "done"; answer: Answer };

export function openChat(analysisId: string | null, lang: Lang): Promise<Chat> {
  return requestJson<Chat>(
    "/api/chats",
    json("POST", { lang, ...(analysisId && { analysis_id: analysisId }) }),
  );
}

/** The answer as it is written; throws the Problem that ended it. */
export async function* askQuestion(
  chatId: string,
  question: string,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const path = `/api/chats/${encodeURIComponent(chatId)}/messages`;
  for await (const { event, data } of streamEvents(path, { ...json("POST", { question }), signal })) {
    if (event === "citations") yield { kind: "citations", citations: data as Citation[] };
    if (event === "token") yield { kind: "token", text: (data as { text: string }).text };
    if (event === "done") yield { kind: "done", answer: data as Answer };
    if (event === "failed") throw new Problem(data as ProblemBody);
  }
}

export async function closeChat(id: string): Promise<void> {
  await request(`/api/chats/${encodeURIComponent(id)}`, { method: "DELETE" });
}
