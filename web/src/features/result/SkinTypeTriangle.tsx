import { useTranslation } from "react-i18next";
import type { SkinTypeLabel } from "@/api/model";
import { type Corners, corners, percentages, type Shares, ternaryPoint } from "./ternary";

const SIDE = 180;
const LINES = [0.25, 0.5, 0.75]; // quarter lines: enough to read a share by eye
const ACROSS = { dry: ["normal", "oily"], normal: ["dry", "oily"], oily: ["dry", "normal"] } as const;

/** Where the skin lies between dry, normal and oily. An uncertain result is drawn as a wide area, not a point. */
export function SkinTypeTriangle({ shares, label }: { shares: Shares; label: SkinTypeLabel }) {
  const { t } = useTranslation();
  const at = corners(SIDE);
  const point = ternaryPoint(shares, at);
  const unsure = label === "uncertain";
  return (
    <svg
      viewBox={`-30 -26 ${SIDE + 60} ${at.dry.y + 52}`}
      role="img"
      aria-label={t("result.skinType.plot", { ...percentages(shares) })}
      className="mx-auto w-full max-w-64 sm:w-56"
    >
      <path
        d={`M${at.normal.x} ${at.normal.y}L${at.oily.x} ${at.oily.y}L${at.dry.x} ${at.dry.y}Z`}
        fill="var(--soft)"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      {LINES.flatMap((share) =>
        (["dry", "normal", "oily"] as const).map((corner) => gridLine(corner, share, at)),
      )}
      <g fill="var(--ink)" fontSize="13" fontWeight="600" textAnchor="middle">
        <text x={at.normal.x} y={at.normal.y - 10}>
          {t("result.skinType.label.normal")}
        </text>
        <text x={at.dry.x} y={at.dry.y + 20}>
          {t("result.skinType.label.dry")}
        </text>
        <text x={at.oily.x} y={at.oily.y + 20}>
          {t("result.skinType.label.oily")}
        </text>
      </g>
      <circle
        cx={point.x}
        cy={point.y}
        r={unsure ? 30 : 16}
        fill="var(--accent)"
        fillOpacity={unsure ? 0.16 : 0.22}
        stroke="var(--accent)"
        strokeWidth={unsure ? 1.5 : 0}
        strokeDasharray="4 4"
      />
      {!unsure && (
        <circle
          cx={point.x}
          cy={point.y}
          r="7"
          fill="var(--accent)"
          stroke="var(--surface)"
          strokeWidth="2.5"
        />
      )}
    </svg>
  );
}

function gridLine(corner: keyof Shares, share: number, at: Corners) {
  const [left, right] = ACROSS[corner];
  const zero: Shares = { dry: 0, normal: 0, oily: 0 };
  const from = ternaryPoint({ ...zero, [corner]: share, [left]: 1 - share }, at);
  const to = ternaryPoint({ ...zero, [corner]: share, [right]: 1 - share }, at);
  return (
    <line
      key={`${corner}-${share}`}
      x1={from.x}
      y1={from.y}
      x2={to.x}
      y2={to.y}
      stroke="var(--accent)"
      strokeOpacity="0.18"
    />
  );
}
