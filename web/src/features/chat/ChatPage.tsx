import { ArrowLeft, MessageCirclePlus } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Button, ButtonLink } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Composer } from "./Composer";
import { Exchange } from "./Exchange";
import { ResultAside } from "./ResultAside";
import { Starters } from "./Starters";
import { useChat } from "./useChat";

export function ChatPage() {
  const { t } = useTranslation();
  const { id = null } = useParams();
  const chat = useChat(id);
  const newest = useRef<HTMLLIElement>(null);
  const { messages, suggestions, busy } = chat;
  const last = messages.at(-1);

  // a new question goes to the top of the view; while its answer grows the reader keeps the place
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new message
  useEffect(() => {
    newest.current?.scrollIntoView({ block: "start" });
  }, [last?.id]);

  return (
    <div className="mx-auto flex min-h-0 w-full max-w-6xl flex-1 gap-10 sm:px-8">
      <title>{`${t("chat.title")} – ${t("app.name")}`}</title>
      {id && <ResultAside analysisId={id} />}
      <div className={`flex min-w-0 flex-1 flex-col ${id ? "" : "mx-auto max-w-3xl"}`}>
        <header className="flex min-h-16 items-center gap-2 border-line/60 border-b px-4 pb-2 sm:px-2">
          {id && (
            <Link
              to={`/analyses/${id}`}
              aria-label={t("chat.backToResult")}
              title={t("chat.backToResult")}
              className="-ml-2 inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-sunken lg:hidden"
            >
              <ArrowLeft aria-hidden className="size-5" />
            </Link>
          )}
          <div className="min-w-0 flex-1">
            <h1 className="font-bold text-lg leading-tight">{t("chat.title")}</h1>
            <p className="text-muted text-sm leading-snug">
              {t(id ? "chat.withResult" : "chat.withoutResult")}
            </p>
          </div>
          {messages.length > 0 && (
            <Button variant="quiet" className="shrink-0" onClick={() => void chat.restart()}>
              <MessageCirclePlus aria-hidden className="size-5" />
              <span className="max-sm:sr-only">{t("chat.new")}</span>
            </Button>
          )}
        </header>
        <section
          aria-label={t("chat.title")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
          tabIndex={0}
          className="relative min-h-0 flex-1 overflow-y-auto px-4 py-5 [container-type:size] sm:px-2"
        >
          {messages.length === 0 ? (
            <Starters
              questions={suggestions.length > 0 ? suggestions : t("chat.starters", { returnObjects: true })}
              onAsk={(question) => void chat.ask(question)}
            />
          ) : (
            <ol className="space-y-7">
              {messages.map((message) => (
                <Exchange
                  key={message.id}
                  {...(message === last && { ref: newest })}
                  message={message}
                  onRetry={chat.retry}
                />
              ))}
            </ol>
          )}
          {chat.openError && messages.length === 0 && (
            <ProblemNotice error={chat.openError}>
              <ButtonLink variant="secondary" to={id ? "/chat" : "/"}>
                {t(id ? "home.askOnly" : "error.home")}
              </ButtonLink>
            </ProblemNotice>
          )}
        </section>
        <p role="status" aria-live="polite" className="sr-only">
          {busy ? t("chat.thinking") : last?.state === "done" ? t("chat.answered") : ""}
        </p>
        <div className="px-4 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-2">
          <Composer busy={busy} onAsk={(question) => void chat.ask(question)} onStop={chat.stop} />
          <p className="mt-2 text-center text-muted text-xs">{t("chat.disclaimer")}</p>
        </div>
      </div>
    </div>
  );
}
