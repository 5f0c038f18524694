import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { askQuestion, closeChat, openChat } from "@/api/chats";
import type { Lang } from "@/api/model";
import { asProblem } from "@/api/problem";
import { NOTHING_SAID, useChats } from "./chatStore";

let nextId = 1;

/** A chat on the service, opened once for each result and language and kept as long as the tab. */
function chatOptions(analysisId: string | null, lang: Lang) {
  return queryOptions({
    queryKey: ["chat", analysisId, lang],
    queryFn: () => openChat(analysisId, lang),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** A conversation about one analysis (or none): what was said, and the ways to go on. */
export function useChat(analysisId: string | null) {
  const key = analysisId ?? "general";
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const messages = useChats(({ conversations }) => conversations[key] ?? NOTHING_SAID);
  const options = useMemo(() => chatOptions(analysisId, i18n.language as Lang), [analysisId, i18n.language]);
  const opened = useQuery(options);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const ask = useCallback(
    async (question: string) => {
      const { add, update } = useChats.getState();
      const id = nextId++;
      add(key, { id, question, text: "", citations: [], answer: null, state: "streaming", error: null });
      const stop = new AbortController();
      running.current = stop;
      try {
        const chat = await client.ensureQueryData(options);
        for await (const event of askQuestion(chat.id, question, stop.signal)) {
          if (event.kind === "citations") update(key, id, () => ({ citations: event.citations }));
          if (event.kind === "token") update(key, id, ({ text }) => ({ text: text + event.text }));
          if (event.kind === "done") {
            const { answer } = event;
            const { answer: text, citations } = answer;
            update(key, id, () => ({ answer, text, citations, state: "done" }));
          }
        }
        // a stream that ends without its last event was cut on the way
        update(key, id, ({ state }) =>
          state === "streaming" ? { state: "failed", error: asProblem(null) } : {},
        );
      } catch (thrown) {
        const error = asProblem(thrown);
        update(key, id, () => (stop.signal.aborted ? { state: "stopped" } : { state: "failed", error }));
        // its half hour is over: the next try opens another
        if (error.body.code === "not_found") client.removeQueries({ queryKey: options.queryKey });
      }
    },
    [key, client, options],
  );

  const restart = useCallback(async () => {
    running.current?.abort();
    useChats.getState().clear(key);
    const chat = client.getQueryData(options.queryKey);
    if (chat) await closeChat(chat.id).catch(() => undefined); // it lapses by itself as well
    await client.resetQueries({ queryKey: options.queryKey });
  }, [key, client, options]);

  const retry = useCallback(
    (id: number, question: string) => {
      useChats.getState().drop(key, id);
      return ask(question);
    },
    [key, ask],
  );

  return {
    messages,
    suggestions: opened.data?.suggestions ?? [],
    openError: opened.error,
    busy: messages.some(({ state }) => state === "streaming"),
    ask,
    retry,
    restart,
    stop: useCallback(() => running.current?.abort(), []),
  };
}
