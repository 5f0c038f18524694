import { useId } from "react";
import type { Analysis, RegionName } from "@/api/model";
import { gradesByRegion } from "./concerns";
import { gradeColour } from "./grade";
import { type Point, pointList, ringPath, shrunk } from "./polygon";
import { useSelection } from "./selection";
import type { View } from "./view";

interface Props {
  analysis: Analysis;
  view: View;
  /** Draws the outline of every region, for when there is no photo underneath. */
  outlines: boolean;
}

/** Opacity of a tint by grade: what is fine stays nearly clear, so that the eye goes where it matters. */
const TINT = [0.2, 0.38, 0.5, 0.58];
const MOUTH = 0.72; // lips fill about this part of the outline around them
const OTHERS = 0.4; // of a tint's opacity while another region is picked
const DASH = { acne: "none", pigmentation: "6 4", psoriasis: "2 3" } as const;

/** Regions tinted by the chosen concern and boxes around single spots, in photo pixels. */
export function Overlay({ analysis, view, outlines }: Props) {
  return (
    <svg
      viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
      aria-hidden="true"
      className="absolute inset-0 size-full"
    >
      {outlines &&
        analysis.regions.map(({ polygon }) => (
          <polygon
            key={pointList(polygon)}
            points={pointList(polygon)}
            fill="var(--surface)"
            stroke="var(--muted)"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      <RegionTints analysis={analysis} view={view} />
      <LesionBoxes analysis={analysis} view={view} />
    </svg>
  );
}

function RegionTints({ analysis, view }: Omit<Props, "outlines">) {
  const blur = useId();
  const { concern, region: picked, pickRegion } = useSelection();
  if (!concern) return null;
  const grades = gradesByRegion(analysis, concern);
  return (
    <>
      <filter id={blur} x="-20%" y="-20%" width="140%" height="140%">
        <feGaussianBlur stdDeviation={view.width * 0.008} />
      </filter>
      {analysis.regions.map(({ name, polygon }) => {
        const grade = grades.get(name);
        if (grade === undefined && name !== picked) return null;
        const path = regionPath(name, polygon);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for pointers; the list beside it has the buttons
          <g key={path} onClick={() => pickRegion(name === picked ? null : name)} className="cursor-pointer">
            <path
              d={path}
              fillRule="evenodd"
              fill={gradeColour(grade ?? null)}
              fillOpacity={(TINT[grade ?? -1] ?? 0) * (picked && picked !== name ? OTHERS : 1)}
              filter={`url(#${blur})`}
            />
            <path
              d={path}
              fillRule="evenodd"
              fill="transparent"
              stroke="#fff"
              strokeOpacity={picked === name ? 1 : 0.3}
              strokeWidth={picked === name ? 3 : 1}
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </>
  );
}

/** The outline as a path; around the mouth it is a ring, since lips are not skin and are not measured. */
function regionPath(name: RegionName, polygon: readonly Point[]): string {
  return ringPath(polygon, name === "perioral" ? shrunk(polygon, MOUTH) : []);
}

function LesionBoxes({ analysis, view }: Omit<Props, "outlines">) {
  const { lesion: picked, showLesions } = useSelection();
  if (!showLesions) return null;
  return analysis.lesions.map(({ label, box: [x0, y0, x1, y1] }, index) => {
    const width = index === picked ? 3 : 1.8;
    // a dark line under a white one shows on every skin; the dash tells the labels apart without colour
    return [
      { stroke: "rgb(0 0 0 / 0.6)", strokeWidth: width + 2 },
      { stroke: "#fff", strokeWidth: width },
    ].map((line) => (
      <rect
        key={`${x0} ${y0} ${line.stroke}`}
        x={x0}
        y={y0}
        width={x1 - x0}
        height={y1 - y0}
        rx={view.width * 0.006}
        fill="none"
        strokeDasharray={DASH[label]}
        vectorEffect="non-scaling-stroke"
        {...line}
      />
    ));
  });
}
