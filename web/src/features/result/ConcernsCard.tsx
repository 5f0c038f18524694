import { useTranslation } from "react-i18next";
import { Card } from "@/ui/Card";
import { ConcernRow } from "./ConcernRow";
import { type ConcernSummary, needsCare } from "./concerns";

interface Props {
  summaries: ConcernSummary[];
  lightness: number | null;
  onShow: () => void;
}

export function ConcernsCard({ summaries, lightness, onShow }: Props) {
  const { t } = useTranslation();
  const measured = summaries.filter(({ score, grade }) => score !== null || grade !== null);
  const missing = summaries.filter((summary) => !measured.includes(summary));
  const groups = [
    { key: "care", rows: measured.filter(needsCare) },
    { key: "fine", rows: measured.filter((each) => each.grade !== null && !needsCare(each)) },
    { key: "reference", rows: measured.filter(({ grade }) => grade === null) },
  ] as const;
  return (
    <Card title={t("result.concerns.title")}>
      <p className="-mt-2 mb-2 text-muted text-sm">{t("result.concerns.lead")}</p>
      {groups
        .filter(({ rows }) => rows.length > 0)
        .map(({ key, rows }) => (
          <div key={key} className="mt-4">
            <h3 className="font-semibold text-muted text-sm">{t(`result.concerns.${key}`)}</h3>
            <ul className="mt-1 divide-y divide-line/70">
              {rows.map((summary) => (
                <ConcernRow key={summary.concern} summary={summary} onShow={onShow} />
              ))}
            </ul>
          </div>
        ))}
      {missing.length > 0 && (
        <p className="mt-4 border-line/70 border-t pt-4 text-muted text-sm">
          {t("result.concerns.missing", {
            names: missing.map(({ concern }) => t(`concern.${concern}.name`)).join(", "),
          })}
        </p>
      )}
      {lightness !== null && (
        <p className="mt-4 flex justify-between gap-4 border-line/70 border-t pt-4 text-muted text-sm">
          <span>
            {t("result.tone.title")} – {t("concern.tone.what")}
          </span>
          <span className="shrink-0 tabular-nums">
            {t("result.tone.value", { value: Math.round(lightness) })}
          </span>
        </p>
      )}
    </Card>
  );
}
