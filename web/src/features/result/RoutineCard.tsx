import { BookOpenText, MoonStar, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Citation, RoutineStep } from "@/api/model";
import { Card } from "@/ui/Card";

const TIMES = [
  { when: "morning", icon: Sun },
  { when: "evening", icon: MoonStar },
] as const;

/** What to do from today on, with the reason for each step and the source of the reason. */
export function RoutineCard({ routine }: { routine: RoutineStep[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("result.routine.title")}>
      <div className="grid gap-8 sm:grid-cols-2">
        {TIMES.map(({ when, icon: Icon }) => (
          <div key={when}>
            <h3 className="flex items-center gap-2 font-semibold">
              <Icon aria-hidden className="size-5 text-accent" />
              {t(`result.routine.${when}`)}
            </h3>
            <ol className="mt-3 space-y-5">
              {routine
                .filter((step) => step.when === when)
                .map((step) => (
                  <Step key={step.step} {...step} />
                ))}
            </ol>
          </div>
        ))}
      </div>
    </Card>
  );
}

function Step({ step, title, why, citations }: RoutineStep) {
  return (
    <li className="grid grid-cols-[1.75rem_1fr] gap-3">
      <span
        aria-hidden="true"
        className="flex size-7 items-center justify-center rounded-full bg-soft font-bold text-on-soft text-sm"
      >
        {step}
      </span>
      <div className="min-w-0">
        <p className="font-semibold">{title}</p>
        <p className="mt-0.5 text-[0.9375rem] text-muted">{why}</p>
        {citations.map((citation) => (
          <Source key={citation.n} {...citation} />
        ))}
      </div>
    </li>
  );
}

function Source({ title, url }: Citation) {
  const { t } = useTranslation();
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex min-h-11 max-w-full items-center gap-1.5 text-muted text-sm underline decoration-line underline-offset-4 hover:text-ink"
    >
      <BookOpenText aria-hidden className="size-4 shrink-0" />
      <span className="sr-only">{t("result.routine.sources")}: </span>
      <span className="truncate">{title}</span>
    </a>
  );
}
