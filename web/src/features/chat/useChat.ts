import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { askQuestion, closeChat, openChat } from "@/api/chats";
import type { Lang } from "@/api/model";
import { asProblem } from "@/api/problem";
import { EMPTY, useChats } from "./chatStore";

let nextId = 1;

/** A conversation about one analysis (or none): what was said, and the ways to go on. */
export function useChat(analysisId: string | null) {
  const key = analysisId ?? "general";
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const { chatId, messages } = useChats(({ conversations }) => conversations[key] ?? EMPTY);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  // a conversation has one language; an open one is kept until a new chat is started
  const queryKey = ["chat", key, i18n.language];
  const opened = useQuery({
    queryKey,
    queryFn: () => openChat(analysisId, i18n.language as Lang),
    staleTime: Number.POSITIVE_INFINITY,
  });

  const ask = useCallback(
    async (question: string) => {
      const { add, update, setChatId, conversations } = useChats.getState();
      const id = nextId++;
      add(key, { id, question, text: "", citations: [], answer: null, state: "streaming", error: null });
      const stop = new AbortController();
      running.current = stop;
      try {
        const target =
          conversations[key]?.chatId ??
          opened.data?.id ??
          (await openChat(analysisId, i18n.language as Lang)).id;
        setChatId(key, target);
        for await (const event of askQuestion(target, question, stop.signal)) {
          if (event.kind === "citations") update(key, id, () => ({ citations: event.citations }));
          if (event.kind === "token") update(key, id, ({ text }) => ({ text: text + event.text }));
          if (event.kind === "done") {
            const { answer } = event;
            update(key, id, () => ({
              answer,
              text: answer.answer,
              citations: answer.citations,
              state: "done",
            }));
          }
        }
        // a stream that ends without its last event was cut on the way
        update(key, id, ({ state }) =>
          state === "streaming" ? { state: "failed", error: asProblem(null) } : {},
        );
      } catch (error) {
        update(key, id, () =>
          stop.signal.aborted ? { state: "stopped" } : { state: "failed", error: asProblem(error) },
        );
      }
    },
    [key, analysisId, i18n.language, opened.data?.id],
  );

  const restart = useCallback(async () => {
    running.current?.abort();
    const { conversations, clear } = useChats.getState();
    const old = conversations[key]?.chatId;
    clear(key);
    if (old) await closeChat(old).catch(() => undefined); // it lapses by itself as well
    await client.resetQueries({ queryKey: ["chat", key] });
  }, [key, client]);

  const retry = useCallback(
    (id: number, question: string) => {
      useChats.getState().drop(key, id);
      return ask(question);
    },
    [key, ask],
  );

  return {
    messages,
    chatId,
    suggestions: opened.data?.suggestions ?? [],
    openError: opened.error,
    busy: messages.some(({ state }) => state === "streaming"),
    ask,
    retry,
    restart,
    stop: useCallback(() => running.current?.abort(), []),
  };
}
