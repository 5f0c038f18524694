import { CircleCheck, Lightbulb } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Analysis } from "@/api/model";
import { Card } from "@/ui/Card";

export function QualityCard({ quality }: { quality: Analysis["quality"] }) {
  const { t } = useTranslation();
  return (
    <Card
      title={t("result.quality.title")}
      aside={
        <span className="text-muted tabular-nums">
          {t("result.quality.score", { score: Math.round(quality.score) })}
        </span>
      }
    >
      {quality.issues.length === 0 ? (
        <p className="flex items-center gap-2.5 text-muted">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-accent" />
          {t("result.quality.good")}
        </p>
      ) : (
        <>
          <p className="text-muted text-sm">{t("result.quality.fair")}</p>
          <ul className="mt-3 space-y-2.5">
            {quality.issues.map(({ code, message }) => (
              <li key={code} className="flex gap-2.5">
                <Lightbulb aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
                {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
