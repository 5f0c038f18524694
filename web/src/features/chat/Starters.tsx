import { useTranslation } from "react-i18next";
import { Sprout } from "@/ui/Sprout";

interface Props {
  questions: string[];
  onAsk: (question: string) => void;
}

/** The first thing in an empty chat: questions one tap away. */
export function Starters({ questions, onAsk }: Props) {
  const { t } = useTranslation();
  return (
    <div className="mx-auto max-w-xl py-8 text-center">
      <Sprout className="mx-auto size-12 text-accent" />
      <h2 className="mt-3 font-extrabold text-2xl">{t("chat.emptyTitle")}</h2>
      <p className="text-muted">{t("chat.emptyLead")}</p>
      <ul className="mt-6 grid gap-2.5 text-left">
        {questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="min-h-12 w-full rounded-2xl border border-line bg-surface px-4 py-3 text-left hover:border-accent hover:bg-soft hover:text-on-soft"
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
