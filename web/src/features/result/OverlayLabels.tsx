import { useTranslation } from "react-i18next";
import type { Analysis } from "@/api/model";
import { gradesByRegion } from "./concerns";
import { gradeKey } from "./grade";
import { centroid } from "./polygon";
import { useSelection } from "./selection";
import { placeIn, type View } from "./view";

const TAG =
  "-translate-x-1/2 pointer-events-none absolute whitespace-nowrap rounded-full bg-ink/90 px-3 py-1 font-semibold text-bg text-sm";

/** Words for what is picked, placed in the frame so that they keep their size at every zoom. */
export function OverlayLabels({ analysis, view }: { analysis: Analysis; view: View }) {
  const { t } = useTranslation();
  const { concern, region, lesion, showLesions } = useSelection();
  const shape = concern && analysis.regions.find(({ name }) => name === region);
  const grade = concern && region ? (gradesByRegion(analysis, concern).get(region) ?? null) : null;
  const spot = lesion === null || !showLesions ? undefined : analysis.lesions[lesion];
  return (
    <div aria-hidden="true">
      {shape && (
        <p
          className={`${TAG} -translate-y-[130%]`}
          style={placeIn(view, centroid(shape.polygon)[0], Math.min(...shape.polygon.map(([, y]) => y)))}
        >
          {t(`region.${shape.name}`)}
          {grade !== null && ` · ${t(`grade.${gradeKey(grade)}`)}`}
        </p>
      )}
      {spot && (
        <p
          className={`${TAG} -translate-y-[130%]`}
          style={placeIn(view, (spot.box[0] + spot.box[2]) / 2, spot.box[1])}
        >
          {t(`result.lesions.label.${spot.label}`)} {Math.round(spot.confidence * 100)}%
        </p>
      )}
    </div>
  );
}
