import { MoonStar, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { RoutineStep } from "@/api/model";
import { Card } from "@/ui/Card";

const TIMES = [
  { when: "morning", icon: Sun },
  { when: "evening", icon: MoonStar },
] as const;

export function RoutineCard({ routine }: { routine: RoutineStep[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("result.routine.title")}>
      <div className="grid gap-7 sm:grid-cols-2">
        {TIMES.map(({ when, icon: Icon }) => (
          <div key={when}>
            <h3 className="flex items-center gap-2 font-semibold">
              <Icon aria-hidden className="size-5 text-accent" />
              {t(`result.routine.${when}`)}
            </h3>
            <ol className="mt-3 space-y-4">
              {routine
                .filter((step) => step.when === when)
                .sort((a, b) => a.step - b.step)
                .map(({ step, title, why }, index) => (
                  <li key={step} className="grid grid-cols-[1.75rem_1fr] gap-3">
                    <span
                      aria-hidden="true"
                      className="flex size-7 items-center justify-center rounded-full bg-soft font-bold text-on-soft text-sm"
                    >
                      {index + 1}
                    </span>
                    <div>
                      <p className="font-semibold">{title}</p>
                      <p className="mt-0.5 text-[0.9375rem] text-muted">{why}</p>
                    </div>
                  </li>
                ))}
            </ol>
          </div>
        ))}
      </div>
    </Card>
  );
}
