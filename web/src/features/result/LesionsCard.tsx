import { useTranslation } from "react-i18next";
import type { Analysis, Lesion, LesionLabel } from "@/api/model";
import { Card } from "@/ui/Card";
import { useSelection } from "./selection";
import { photoBox, type Size, viewAround } from "./view";

const LABELS: LesionLabel[] = ["acne", "pigmentation", "psoriasis"];

const AROUND = 2.2; // a thumbnail shows the spot and as much skin around it

interface Props {
  analysis: Analysis;
  photoUrl: string | null;
  onShow: () => void;
}

/** The single spots, grouped by what they look like; each button brings its spot to the middle of the photo. */
export function LesionsCard({ analysis, photoUrl, onShow }: Props) {
  const { t } = useTranslation();
  const { lesion: picked, pickLesion } = useSelection();
  const installed = analysis.models?.lesions !== "not installed";
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
                {spots.map(({ index, ...spot }, place) => (
                  <li key={index}>
                    <button
                      type="button"
                      aria-pressed={picked === index}
                      aria-label={t("result.overlay.lesion", {
                        label: `${t(`result.lesions.label.${label}`)} ${place + 1}`,
                        percent: Math.round(spot.confidence * 100),
                      })}
                      onClick={() => {
                        pickLesion(picked === index ? null : index);
                        onShow();
                      }}
                      className="relative flex size-16 items-center justify-center overflow-hidden rounded-2xl bg-sunken text-sm tabular-nums ring-accent ring-offset-2 ring-offset-surface aria-pressed:ring-3"
                    >
                      {photoUrl && analysis.image ? (
                        <Thumbnail spot={spot} image={analysis.image} url={photoUrl} />
                      ) : (
                        place + 1
                      )}
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

function Thumbnail({ spot, image, url }: { spot: Lesion; image: Size; url: string }) {
  const [x0, y0, x1, y1] = spot.box;
  const side = Math.max(x1 - x0, y1 - y0) * AROUND;
  const view = viewAround({ x: (x0 + x1 - side) / 2, y: (y0 + y1 - side) / 2, width: side, height: side }, 1);
  return <img src={url} alt="" className="absolute max-w-none" style={photoBox(view, image)} />;
}
