import { useTranslation } from "react-i18next";
import Markdown from "react-markdown";
import { citationOf, linkCitations } from "./citations";

/** What an answer may contain; anything else keeps its words and loses its form. */
const ALLOWED = ["p", "strong", "em", "ul", "ol", "li", "a", "br", "h3", "h4"];

interface Props {
  text: string;
  known: number[];
  onCite: (n: number) => void;
}

/** The answer's text with its [n] marks as buttons. An address a model wrote itself is never a link. */
export function AnswerText({ text, known, onCite }: Props) {
  const { t } = useTranslation();
  return (
    <div className="space-y-3 [&_li]:my-1 [&_ol]:list-decimal [&_ol]:pl-5 [&_ul]:list-disc [&_ul]:pl-5">
      <Markdown
        allowedElements={ALLOWED}
        unwrapDisallowed
        components={{
          a: ({ href, children }) => {
            const n = citationOf(href);
            if (n === null) return <>{children}</>;
            return (
              <button
                type="button"
                aria-label={t("chat.source", { n })}
                onClick={() => onCite(n)}
                className="-my-1 relative mx-0.5 inline-flex size-5.5 items-center justify-center rounded-full bg-soft align-[0.1em] font-bold text-on-soft text-xs tabular-nums after:absolute after:-inset-2.75 hover:bg-accent hover:text-on-accent"
              >
                {n}
              </button>
            );
          },
        }}
      >
        {linkCitations(text, known)}
      </Markdown>
    </div>
  );
}
