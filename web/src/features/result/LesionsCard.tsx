import { useTranslation } from "react-i18next";
import type { Analysis, LesionLabel } from "@/api/model";
import { Card } from "@/ui/Card";
import { useSelection } from "./selection";

const LABELS: LesionLabel[] = ["acne", "pigmentation", "psoriasis"];

/** The single spots, grouped by what they look like; each button brings its spot to the middle of the photo. */
export function LesionsCard({ analysis, onShow }: { analysis: Analysis; onShow: () => void }) {
  const { t } = useTranslation();
  const { lesion: picked, pickLesion } = useSelection();
  const installed = analysis.models.lesions !== "not installed";
  const numbered = analysis.lesions.map((lesion, index) => ({ ...lesion, index }));
  if (numbered.length === 0) {
    return (
      <Card title={t("result.lesions.title")}>
        <p className="text-muted">{t(installed ? "result.lesions.none" : "result.lesions.missing")}</p>
      </Card>
    );
  }
  return (
    <Card title={t("result.lesions.title")}>
      <div className="space-y-5">
        {LABELS.map((label) => ({ label, spots: numbered.filter((lesion) => lesion.label === label) }))
          .filter(({ spots }) => spots.length > 0)
          .map(({ label, spots }) => (
            <div key={label}>
              <h3 className="flex justify-between font-semibold">
                {t(`result.lesions.label.${label}`)}
                <span className="font-normal text-muted">
                  {t("result.lesions.count", { count: spots.length })}
                </span>
              </h3>
              <ul className="mt-2 flex flex-wrap gap-2">
                {spots.map(({ index, confidence }, place) => (
                  <li key={index}>
                    <button
                      type="button"
                      aria-pressed={picked === index}
                      aria-label={t("result.overlay.lesion", {
                        label: `${t(`result.lesions.label.${label}`)} ${place + 1}`,
                        percent: Math.round(confidence * 100),
                      })}
                      onClick={() => {
                        pickLesion(picked === index ? null : index);
                        onShow();
                      }}
                      className="min-h-11 min-w-11 rounded-full bg-sunken px-3 text-sm tabular-nums aria-pressed:bg-accent aria-pressed:text-on-accent"
                    >
                      {place + 1}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
      </div>
    </Card>
  );
}
