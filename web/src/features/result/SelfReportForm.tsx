import { ChevronDown } from "lucide-react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { SelfReport } from "@/api/model";
import { useSubmitPhoto } from "@/features/capture/useSubmitPhoto";
import { Button } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";

const QUESTIONS = {
  tightness: ["none", "slight", "strong"],
  midday_shine: ["none", "t_zone", "all_over"],
  sensitivity: ["rarely", "sometimes", "often"],
  flaking: ["none", "sometimes", "often"],
} as const;

type Question = keyof typeof QUESTIONS;

interface Props {
  photo: Blob;
  /** What was answered last time. */
  report: SelfReport | null;
}

/** Four questions about what no photo shows; the same photo is then read again together with the answers. */
export function SelfReportForm({ photo, report }: Props) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useSubmitPhoto();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    mutate({
      photo,
      answers: Object.fromEntries([...given].map(([question, answer]) => [question, String(answer)])),
    });
  };

  return (
    <details className="group mt-6 border-line/70 border-t pt-2">
      <summary className="flex min-h-11 list-none items-center justify-between gap-3 font-semibold">
        {t(report ? "result.selfReport.again" : "result.selfReport.title")}
        <ChevronDown aria-hidden className="size-4 text-muted transition-transform group-open:rotate-180" />
      </summary>
      <p className="text-muted text-sm">{t("result.selfReport.lead")}</p>
      <form onSubmit={submit} className="mt-4 space-y-5">
        {(Object.keys(QUESTIONS) as Question[]).map((question) => (
          <fieldset key={question}>
            <legend className="mb-2 font-medium text-[0.9375rem]">
              {t(`result.selfReport.questions.${question}.ask`)}
            </legend>
            <div className="flex flex-wrap gap-2">
              <Choices question={question} given={report?.answers[question]} />
            </div>
          </fieldset>
        ))}
        <Button type="submit" disabled={isPending}>
          {isPending ? t("home.sending") : t("result.selfReport.submit")}
        </Button>
        {error && !isPending && <ProblemNotice error={error} />}
      </form>
    </details>
  );
}

function Choices({ question, given }: { question: Question; given: string | undefined }) {
  const { t } = useTranslation();
  const words: Record<string, string> = t(`result.selfReport.questions.${question}.answers`, {
    returnObjects: true,
  });
  return QUESTIONS[question].map((answer) => (
    <label
      key={answer}
      className="inline-flex min-h-11 items-center gap-2 rounded-full border border-line px-4 text-sm has-checked:border-accent has-checked:bg-soft has-checked:text-on-soft has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
    >
      <input
        type="radio"
        name={question}
        value={answer}
        required
        defaultChecked={answer === given}
        className="accent-accent"
      />
      {words[answer]}
    </label>
  ));
}
