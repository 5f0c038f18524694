import { useTranslation } from "react-i18next";
import type { Analysis, Concern } from "@/api/model";
import { Chip } from "@/ui/Chip";
import { GRADE_COLOURS, type GradeKey } from "./grade";
import { useSelection } from "./selection";

interface Props {
  analysis: Analysis;
  concerns: Concern[];
}

/** Chooses what is drawn on the photo. */
export function OverlayControls({ analysis, concerns }: Props) {
  const { t } = useTranslation();
  const { concern, pickConcern, showLesions, toggleLesions } = useSelection();
  return (
    <fieldset className="mt-3 min-w-0">
      <legend className="sr-only">{t("result.overlay.title")}</legend>
      <ul className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
        {concern &&
          GRADE_COLOURS.map((colour, grade) => (
            <li key={colour} className="flex items-center gap-1.5">
              <span className="size-3 rounded-full" style={{ background: colour }} />
              {t(`grade.${String(grade) as GradeKey}`)}
            </li>
          ))}
      </ul>
      <div className="-mx-5 mt-1 flex gap-2 overflow-x-auto px-5 py-1.5 [scrollbar-width:none] lg:mx-0 lg:flex-wrap lg:px-0">
        {analysis.lesions.length > 0 && (
          <Chip pressed={showLesions} onClick={toggleLesions}>
            {t("result.overlay.lesions", { count: analysis.lesions.length })}
          </Chip>
        )}
        {concerns.map((option) => (
          <Chip
            key={option}
            pressed={option === concern}
            onClick={() => pickConcern(option === concern ? null : option)}
          >
            {t(`concern.${option}.name`)}
          </Chip>
        ))}
      </div>
    </fieldset>
  );
}
