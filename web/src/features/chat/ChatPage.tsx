import { ArrowLeft, MessageCirclePlus } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Button, buttonClass } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Composer } from "./Composer";
import { Exchange } from "./Exchange";
import { Starters } from "./Starters";
import { useChat } from "./useChat";

export function ChatPage() {
  const { t } = useTranslation();
  const { id = null } = useParams();
  const chat = useChat(id);
  const end = useRef<HTMLDivElement>(null);
  const { messages, suggestions, busy } = chat;
  const last = messages.at(-1);

  // a new question comes into view; while the answer grows the reader keeps the place
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new message
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [last?.id]);

  const fallback = t("chat.starters", { returnObjects: true });
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-3xl flex-1 flex-col">
      <title>{`${t("chat.title")} – ${t("app.name")}`}</title>
      <header className="flex items-center justify-between gap-3 border-line/60 border-b px-5 pb-3">
        <div className="min-w-0">
          <h1 className="font-bold text-lg">{t("chat.title")}</h1>
          <p className="text-muted text-sm">{t(id ? "chat.withResult" : "chat.withoutResult")}</p>
        </div>
        <div className="flex shrink-0 items-center">
          {messages.length > 0 && (
            <Button variant="quiet" onClick={() => void chat.restart()}>
              <MessageCirclePlus aria-hidden className="size-5" />
              {t("chat.new")}
            </Button>
          )}
          {id && messages.length === 0 && (
            <Link to={`/analyses/${id}`} className={buttonClass("quiet")}>
              <ArrowLeft aria-hidden className="size-5" />
              {t("chat.backToResult")}
            </Link>
          )}
        </div>
      </header>
      <section
        aria-label={t("chat.title")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-4 py-5 sm:px-5"
      >
        {messages.length === 0 ? (
          <Starters
            questions={suggestions.length > 0 ? suggestions : fallback}
            onAsk={(q) => void chat.ask(q)}
          />
        ) : (
          <ol className="space-y-7">
            {messages.map((message) => (
              <Exchange key={message.id} message={message} onRetry={chat.retry} />
            ))}
          </ol>
        )}
        {chat.openError && messages.length === 0 && <ProblemNotice error={chat.openError} />}
        <div ref={end} />
      </section>
      <p role="status" aria-live="polite" className="sr-only">
        {busy ? t("chat.thinking") : last?.state === "done" ? t("chat.answered") : ""}
      </p>
      <div className="px-4 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-5">
        <Composer busy={busy} onAsk={(question) => void chat.ask(question)} onStop={chat.stop} />
        <p className="mt-2 text-center text-muted text-xs">{t("chat.disclaimer")}</p>
      </div>
    </div>
  );
}
