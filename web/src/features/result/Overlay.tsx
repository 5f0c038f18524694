import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Analysis } from "@/api/model";
import { gradesByRegion } from "./concerns";
import { gradeColour, gradeKey } from "./grade";
import { centroid, pointList } from "./polygon";
import { useSelection } from "./selection";
import { placeIn, type View } from "./view";

interface Props {
  analysis: Analysis;
  view: View;
  /** Draws the outline of every region, for when there is no photo underneath. */
  outlines: boolean;
}

/** Regions tinted by the chosen concern and boxes around single spots, in photo pixels. */
export function Overlay({ analysis, view, outlines }: Props) {
  const blur = useId();
  const { concern, region: chosen, lesion: chosenLesion, showLesions, pickRegion } = useSelection();
  const grades = concern ? gradesByRegion(analysis, concern) : new Map();
  const regions = analysis.regions.filter(({ name }) => grades.has(name));
  return (
    <svg
      viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
      aria-hidden="true"
      className="absolute inset-0 size-full"
    >
      <defs>
        <filter id={blur} x="-20%" y="-20%" width="140%" height="140%">
          <feGaussianBlur stdDeviation={view.width * 0.008} />
        </filter>
      </defs>
      {outlines &&
        analysis.regions.map(({ name, polygon }) => (
          <polygon
            key={name}
            points={pointList(polygon)}
            fill="var(--surface)"
            stroke="var(--muted)"
            strokeWidth="1.2"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      {regions.map(({ name, polygon }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for pointers; the list beside it has the buttons
        <g key={name} onClick={() => pickRegion(name === chosen ? null : name)} className="cursor-pointer">
          <polygon
            points={pointList(polygon)}
            fill={gradeColour(grades.get(name) ?? null)}
            fillOpacity={chosen && chosen !== name ? 0.18 : 0.5}
            filter={`url(#${blur})`}
          />
          <polygon
            points={pointList(polygon)}
            fill="transparent"
            stroke={chosen === name ? "#fff" : "rgb(255 255 255 / 0.35)"}
            strokeWidth={chosen === name ? 3 : 1}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </g>
      ))}
      {showLesions &&
        analysis.lesions.map(({ label, box: [x0, y0, x1, y1] }, index) => (
          <g key={`${label}-${x0}-${y0}`} fill="none">
            {(["#0009", "#fff"] as const).map((stroke, layer) => (
              <rect
                key={stroke}
                x={x0}
                y={y0}
                width={x1 - x0}
                height={y1 - y0}
                rx={view.width * 0.006}
                stroke={stroke}
                strokeWidth={(index === chosenLesion ? 3 : 1.8) + (layer === 0 ? 2 : 0)}
                strokeDasharray={label === "pigmentation" ? "6 4" : label === "psoriasis" ? "2 3" : "none"}
                vectorEffect="non-scaling-stroke"
              />
            ))}
          </g>
        ))}
    </svg>
  );
}

/** Words for what is picked, placed in the frame so that they stay one size at every zoom. */
export function OverlayLabels({ analysis, view }: Omit<Props, "outlines">) {
  const { t } = useTranslation();
  const { concern, region, lesion, showLesions } = useSelection();
  const shape = analysis.regions.find(({ name }) => name === region);
  const grade = concern && region ? (gradesByRegion(analysis, concern).get(region) ?? null) : null;
  const picked = lesion === null || !showLesions ? undefined : analysis.lesions[lesion];
  const tag =
    "-translate-x-1/2 pointer-events-none absolute whitespace-nowrap rounded-full bg-ink/90 px-3 py-1 font-semibold text-bg text-sm";
  return (
    <div aria-hidden="true">
      {shape && concern && (
        <p className={`${tag} -translate-y-1/2`} style={placeIn(view, ...centroid(shape.polygon))}>
          {t(`region.${shape.name}`)} · {t(`grade.${gradeKey(grade)}`)}
        </p>
      )}
      {picked && (
        <p
          className={`${tag} -translate-y-[130%]`}
          style={placeIn(view, (picked.box[0] + picked.box[2]) / 2, picked.box[1])}
        >
          {t(`result.lesions.label.${picked.label}`)} {Math.round(picked.confidence * 100)}%
        </p>
      )}
    </div>
  );
}
