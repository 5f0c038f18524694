import { RotateCcw } from "lucide-react";
import { memo, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Sprout } from "@/ui/Sprout";
import { AnswerText } from "./AnswerText";
import type { Message } from "./chatStore";
import { Sources } from "./Sources";
import { TriageBanner } from "./TriageBanner";

interface Props {
  message: Message;
  onRetry: (id: number, question: string) => void;
  ref?: Ref<HTMLLIElement>;
}

/** A question and its answer. */
export const Exchange = memo(function Exchange({ message, onRetry, ref }: Props) {
  const { t } = useTranslation();
  const [sources, setSources] = useState({ open: false, current: null as number | null });
  const { id, question, text, citations, answer, state, error } = message;
  const retry = (
    <Button variant="secondary" onClick={() => onRetry(id, question)}>
      <RotateCcw aria-hidden className="size-4.5" />
      {t("error.retry")}
    </Button>
  );
  return (
    // the newest exchange is as tall as the view, so that its question can go to the top and the answer grow below it
    <li ref={ref} className="scroll-mt-5 space-y-4 last:min-h-[calc(100cqh-2.5rem)]">
      <div className="flex justify-end">
        <p className="max-w-[85%] rounded-3xl rounded-br-lg bg-accent px-4 py-3 text-on-accent">
          <span className="sr-only">{t("chat.you")}: </span>
          <span className="line-clamp-[12] whitespace-pre-wrap">{question}</span>
        </p>
      </div>
      <div className="flex gap-3">
        <span className="hidden size-9 shrink-0 items-center justify-center rounded-full bg-soft sm:flex">
          <Sprout className="size-5.5 text-on-soft" />
        </span>
        <article
          aria-label={t("chat.assistant")}
          aria-busy={state === "streaming"}
          className="min-w-0 flex-1 rounded-3xl rounded-tl-lg border border-line/60 bg-surface p-4 shadow-card sm:p-5"
        >
          {answer && <TriageBanner triage={answer.triage} />}
          {text ? (
            <AnswerText
              text={text}
              known={citations.map(({ n }) => n)}
              onCite={(n) => setSources({ open: true, current: n })}
            />
          ) : (
            state === "streaming" && <Thinking label={t("chat.thinking")} />
          )}
          {state === "stopped" && (
            <div className="mt-4 space-y-3">
              <p className="text-muted text-sm">{t("chat.stopped")}</p>
              {retry}
            </div>
          )}
          {state === "failed" && (
            <div className={text ? "mt-4" : ""}>
              <ProblemNotice error={error}>{retry}</ProblemNotice>
            </div>
          )}
          {citations.length > 0 && state !== "streaming" && (
            <Sources
              citations={citations}
              open={sources.open}
              current={sources.current}
              onToggle={(open) => setSources({ open, current: null })}
            />
          )}
          {answer && (
            <p className="mt-1 text-muted text-xs">
              {answer.provider === "builtin"
                ? t("chat.builtin")
                : t("chat.model", { provider: answer.provider })}
            </p>
          )}
        </article>
      </div>
    </li>
  );
});

function Thinking({ label }: { label: string }) {
  return (
    <p className="flex items-center gap-3 text-muted">
      <span aria-hidden="true" className="flex gap-1">
        {["0s", "0.15s", "0.3s"].map((delay) => (
          <span
            key={delay}
            className="size-2 animate-bounce rounded-full bg-accent"
            style={{ animationDelay: delay }}
          />
        ))}
      </span>
      {label}
    </p>
  );
}
