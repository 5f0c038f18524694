import { ArrowUp, Square } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  busy: boolean;
  onAsk: (question: string) => void;
  onStop: () => void;
}

export function Composer({ busy, onAsk, onStop }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState("");

  const send = () => {
    const question = draft.trim();
    if (!question || busy) return;
    onAsk(question);
    setDraft("");
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends a Hangul syllable; that one is not ours
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  const round =
    "absolute right-2 bottom-2 inline-flex size-11 items-center justify-center rounded-full bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-muted";
  return (
    <form onSubmit={onSubmit} className="relative">
      <textarea
        value={draft}
        rows={1}
        aria-label={t("chat.input")}
        placeholder={t("chat.placeholder")}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-40 min-h-15 w-full resize-none rounded-[1.875rem] border border-line bg-surface py-4 pr-16 pl-5 shadow-card placeholder:text-muted"
      />
      {busy ? (
        <button
          type="button"
          aria-label={t("chat.stop")}
          title={t("chat.stop")}
          onClick={onStop}
          className={round}
        >
          <Square aria-hidden className="size-4 fill-current" />
        </button>
      ) : (
        <button
          type="submit"
          aria-label={t("chat.send")}
          title={t("chat.send")}
          disabled={!draft.trim()}
          className={round}
        >
          <ArrowUp aria-hidden className="size-5" />
        </button>
      )}
    </form>
  );
}
