import { useTranslation } from "react-i18next";
import type { Analysis, Concern } from "@/api/model";
import { GRADE_COLOURS, type GradeKey } from "./grade";
import { useSelection } from "./selection";

const CHIP =
  "inline-flex min-h-11 shrink-0 items-center rounded-full border border-line bg-surface px-4 font-medium text-sm " +
  "aria-pressed:border-transparent aria-pressed:bg-accent aria-pressed:text-on-accent";

interface Props {
  analysis: Analysis;
  concerns: Concern[];
}

/** Chooses what is drawn on the photo. */
export function OverlayControls({ analysis, concerns }: Props) {
  const { t } = useTranslation();
  const { concern, pickConcern, showLesions, toggleLesions } = useSelection();
  return (
    <fieldset className="mt-4">
      <legend className="sr-only">{t("result.overlay.title")}</legend>
      <div className="-mx-5 flex gap-2 overflow-x-auto px-5 py-1 [scrollbar-width:none] lg:mx-0 lg:flex-wrap lg:px-0">
        {concerns.map((option) => (
          <button
            key={option}
            type="button"
            className={CHIP}
            aria-pressed={option === concern}
            onClick={() => pickConcern(option === concern ? null : option)}
          >
            {t(`concern.${option}.name`)}
          </button>
        ))}
        {analysis.lesions.length > 0 && (
          <button type="button" className={CHIP} aria-pressed={showLesions} onClick={toggleLesions}>
            {t("result.overlay.lesions", { count: analysis.lesions.length })}
          </button>
        )}
      </div>
      {concern && (
        <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
          {GRADE_COLOURS.map((colour, grade) => (
            <li key={colour} className="flex items-center gap-1.5">
              <span className="size-3 rounded-full" style={{ background: colour }} />
              {t(`grade.${String(grade) as GradeKey}`)}
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
