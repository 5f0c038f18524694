import { ChevronDown, ScanSearch } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "@/api/model";
import { type ConcernSummary, verdict } from "./concerns";
import { gradeColour, gradeKey } from "./grade";
import { useSelection } from "./selection";

interface Props {
  summary: ConcernSummary;
  onShow: () => void;
}

/** One concern: a bar and a word; open, the same for each region. Opening it also tints the photo. */
export function ConcernRow({ summary, onShow }: Props) {
  const { t } = useTranslation();
  const panel = useId();
  const { pickConcern } = useSelection();
  const [open, setOpen] = useState(false);
  const { concern, score, grade, sign, regions } = summary;
  const word = verdict(summary);
  const toggle = () => {
    setOpen(!open);
    if (!open) pickConcern(concern);
  };
  return (
    <li>
      <h4>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={panel}
          onClick={toggle}
          className="grid min-h-14 w-full grid-cols-[6.5rem_1fr_auto] items-center gap-2 rounded-xl py-2 text-left sm:grid-cols-[7rem_1fr_auto] sm:gap-3"
        >
          <span className="font-semibold">{t(`concern.${concern}.name`)}</span>
          <ScoreBar score={score} grade={grade} />
          <span className="flex items-center gap-2">
            <span className="w-[4.75rem] text-right text-sm leading-tight">
              {word && <span className="block font-semibold">{t(`grade.${word}`)}</span>}
              {score !== null && (
                <span className="block text-muted tabular-nums">
                  {t("result.concerns.score", { score: Math.round(score) })}
                </span>
              )}
            </span>
            <ChevronDown
              aria-hidden
              className={`size-4 text-muted transition-transform ${open ? "rotate-180" : ""}`}
            />
          </span>
        </button>
      </h4>
      <div id={panel} hidden={!open} className="pb-4">
        <p className="text-muted text-sm">
          {t(`concern.${concern}.what`)} {sign === "uncertain" && t("result.concerns.unsureSign")}
        </p>
        <ul className="mt-2 grid empty:hidden gap-x-6 sm:grid-cols-2">
          {regions.map((finding) => (
            <RegionRow key={finding.region} finding={finding} />
          ))}
        </ul>
        {regions.some((finding) => finding.grade !== null) && (
          <button
            type="button"
            onClick={onShow}
            className="mt-2 inline-flex min-h-11 items-center gap-2 rounded-full px-3 font-semibold text-accent text-sm hover:bg-soft lg:hidden"
          >
            <ScanSearch aria-hidden className="size-4.5" />
            {t("result.concerns.showOnPhoto")}
          </button>
        )}
      </div>
    </li>
  );
}

function RegionRow({ finding }: { finding: Finding }) {
  const { t } = useTranslation();
  const { concern: shown, region: shownRegion, pickConcern, pickRegion } = useSelection();
  const { concern, region, score, grade, value } = finding;
  const count = finding.unit === "lesions" ? value : null; // spots are counted, not scored, in a region
  const picked = shown === concern && shownRegion === region;
  const pick = () => {
    pickConcern(concern);
    pickRegion(picked ? null : region);
  };
  return (
    <li>
      <button
        type="button"
        aria-pressed={picked}
        disabled={score === null && count === null}
        onClick={pick}
        className="grid min-h-11 w-full grid-cols-[6.5rem_1fr_2rem] items-center gap-2 rounded-lg px-2 text-left text-sm hover:bg-sunken aria-pressed:bg-soft aria-pressed:text-on-soft"
      >
        <span>{t(`region.${region}`)}</span>
        {score === null ? (
          <span className="col-span-2 text-right text-muted tabular-nums">
            {count === null ? t("result.concerns.unmeasured") : t("result.lesions.count", { count })}
          </span>
        ) : (
          <>
            <ScoreBar score={score} grade={grade} />
            <span className="text-right tabular-nums">{Math.round(score)}</span>
          </>
        )}
        {grade !== null && <span className="sr-only">{t(`grade.${gradeKey(grade)}`)}</span>}
      </button>
    </li>
  );
}

function ScoreBar({ score, grade }: { score: number | null; grade: number | null }) {
  return (
    <span aria-hidden="true" className="block h-2 overflow-hidden rounded-full bg-sunken">
      <span
        className="block h-full rounded-full"
        style={{ width: `${Math.max(score ?? 0, 2)}%`, background: gradeColour(grade) }}
      />
    </span>
  );
}
