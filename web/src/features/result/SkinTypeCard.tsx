import { useTranslation } from "react-i18next";
import type { Analysis, SelfReport } from "@/api/model";
import { Card } from "@/ui/Card";
import { SelfReportForm } from "./SelfReportForm";
import { SkinTypeTriangle } from "./SkinTypeTriangle";
import { percentages } from "./ternary";

const TYPES = ["dry", "normal", "oily"] as const;

interface Props {
  analysis: Analysis;
  /** The photo itself, where this tab still has it. */
  photo: Blob | undefined;
}

export function SkinTypeCard({ analysis, photo }: Props) {
  const { t } = useTranslation();
  const { label, probabilities } = analysis.skin_type;
  const shares = percentages(probabilities);
  const report = analysis.self_report ?? null;
  return (
    <Card title={t("result.skinType.title")}>
      <div className="grid items-center gap-5 sm:grid-cols-[auto_1fr]">
        <SkinTypeTriangle shares={probabilities} label={label} />
        <div>
          <p className="font-extrabold text-2xl">
            {label === "uncertain" ? t("result.skinType.unsure") : t(`result.skinType.label.${label}`)}
          </p>
          <p className="mt-1 text-muted">
            {label === "uncertain" ? t("result.skinType.unsureWhy") : t(`result.skinType.what.${label}`)}
          </p>
          <dl className="mt-4 space-y-2">
            {TYPES.map((type) => (
              <div key={type} className="grid grid-cols-[3.5rem_1fr_3rem] items-center gap-3 text-sm">
                <dt>{t(`result.skinType.label.${type}`)}</dt>
                <dd aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-sunken">
                  <div className="h-full rounded-full bg-accent" style={{ width: `${shares[type]}%` }} />
                </dd>
                <dd className="text-right text-muted tabular-nums">{shares[type]}%</dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
      {report && (
        <p className="mt-5 rounded-2xl bg-soft px-4 py-3 text-on-soft text-sm">
          {t("result.selfReport.together", {
            photo: t(`result.skinType.label.${likeliest(report.photo)}`),
            answers: t(`result.skinType.label.${likeliest(report.answers_alone)}`),
          })}
        </p>
      )}
      {photo && <SelfReportForm photo={photo} report={report} />}
    </Card>
  );
}

function likeliest(shares: SelfReport["photo"]): keyof SelfReport["photo"] {
  const types = Object.keys(shares) as (keyof typeof shares)[];
  return types.reduce((best, type) => (shares[type] > shares[best] ? type : best));
}
