import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePhotos } from "@/features/capture/photoStore";
import { useShownPhoto } from "@/features/capture/useShownPhoto";
import { needsCare, summariseConcerns, verdict } from "@/features/result/concerns";
import { gradeColour } from "@/features/result/grade";
import { useAnalysis } from "@/features/result/useAnalysis";
import { faceView, photoBox } from "@/features/result/view";
import { buttonClass } from "@/ui/Button";

/** The result being talked about, in sight beside the conversation where there is room. */
export function ResultAside({ analysisId }: { analysisId: string }) {
  const { t } = useTranslation();
  const { data: resource } = useAnalysis(analysisId);
  const photoUrl = useShownPhoto(usePhotos(({ photos }) => photos[analysisId]));
  const analysis = resource?.analysis;
  if (!analysis) return null;
  const concerns = summariseConcerns(analysis);
  const shown = concerns.some(needsCare) ? concerns.filter(needsCare) : concerns.slice(0, 3);
  return (
    <aside aria-label={t("chat.result")} className="hidden w-72 shrink-0 overflow-y-auto py-1 lg:block">
      {analysis.image && photoUrl && (
        <div className="relative mb-4 aspect-square overflow-hidden rounded-3xl bg-sunken">
          <img
            src={photoUrl}
            alt={t("result.photo")}
            className="absolute max-w-none"
            style={photoBox(faceView(analysis.image, analysis.face.box, 1), analysis.image)}
          />
        </div>
      )}
      <p className="font-bold text-lg">
        {t("result.skinType.title")}: {t(`result.skinType.label.${analysis.skin_type.label}`)}
      </p>
      <ul className="mt-2 space-y-1.5">
        {shown.map((summary) => {
          const word = verdict(summary);
          return (
            <li key={summary.concern} className="flex items-center gap-2.5">
              <span className="size-2.5 rounded-full" style={{ background: gradeColour(summary.grade) }} />
              {t(`concern.${summary.concern}.name`)}
              {word && <span className="ml-auto text-muted text-sm">{t(`grade.${word}`)}</span>}
            </li>
          );
        })}
      </ul>
      <Link to={`/analyses/${analysisId}`} className={buttonClass("secondary", "mt-5 w-full")}>
        {t("chat.backToResult")}
      </Link>
    </aside>
  );
}
