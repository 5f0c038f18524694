import type { ReactNode } from "react";
import { FaceDrawing } from "./FaceDrawing";

const FRAME = "relative mx-auto aspect-square w-full overflow-hidden rounded-2xl bg-sunken";

function Sun() {
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true" className="absolute top-1.5 left-1.5 size-2/5">
      <circle cx="15" cy="15" r="7" fill="#f0b73f" />
      <g stroke="#f0b73f" strokeWidth="2.4" strokeLinecap="round">
        <path d="M15 2v3M2 15h3M6 6l2 2M24 6l-2 2M6 24l2-2M26 20l8 4M22 25l5 7" />
      </g>
    </svg>
  );
}

/** One small picture for each tip; the words beside it carry the meaning for readers who cannot see it. */
export const TIP_DRAWINGS: Record<"light" | "front" | "bare" | "near", ReactNode> = {
  light: (
    <div className={FRAME}>
      <FaceDrawing className="-bottom-1 absolute left-[18%] w-[74%]" />
      <Sun />
    </div>
  ),
  front: (
    <div className={FRAME}>
      <FaceDrawing className="-bottom-1 absolute left-[13%] w-[74%]" />
      <svg viewBox="0 0 100 100" aria-hidden="true" className="absolute inset-0 size-full">
        <ellipse
          cx="50"
          cy="56"
          rx="25"
          ry="36"
          fill="none"
          stroke="var(--accent)"
          strokeWidth="2.5"
          strokeDasharray="5 4"
          strokeLinecap="round"
        />
      </svg>
    </div>
  ),
  bare: (
    <div className={FRAME}>
      <FaceDrawing className="-bottom-1 absolute left-[13%] w-[74%]" />
      <svg viewBox="0 0 40 40" aria-hidden="true" className="absolute top-2 right-2 size-[38%]">
        <circle cx="20" cy="20" r="18" fill="var(--surface)" />
        <g fill="none" stroke="var(--ink)" strokeWidth="2.2" strokeLinecap="round">
          <circle cx="13.500" cy="20" r="4.500" />
          <circle cx="26.500" cy="20" r="4.500" />
          <path d="M18 19.500c1-1 3-1 4 0M9 19l-2-1M31 19l2-1" />
        </g>
        <path d="M9 31 31 9" stroke="var(--grade-3)" strokeWidth="2.8" strokeLinecap="round" />
      </svg>
    </div>
  ),
  near: (
    <div className={FRAME}>
      <FaceDrawing className="-top-[22%] -left-[12%] absolute w-[124%] max-w-none" />
      <svg viewBox="0 0 100 100" aria-hidden="true" className="absolute inset-0 size-full">
        <path
          d="M12 26V16a4 4 0 0 1 4-4h10M74 12h10a4 4 0 0 1 4 4v10M88 74v10a4 4 0 0 1-4 4H74M26 88H16a4 4 0 0 1-4-4V74"
          fill="none"
          stroke="var(--accent)"
          strokeWidth="3.500"
          strokeLinecap="round"
        />
      </svg>
    </div>
  ),
};
