import type { ReactNode } from "react";

const SKIN = "#efd8c6";
const SHADE = "#dcbda6";
const LINE = "#6b4f3f";
const HAIR = "#4b3a31";

interface Props {
  /** Drawn over the skin, under eyes and mouth, in the drawing's own 200 × 240 units. */
  children?: ReactNode;
  className?: string;
  label?: string;
}

/** A calm front-facing face: the page's own picture wherever no real photo is needed. */
export function FaceDrawing({ children, className, label }: Props) {
  return (
    <svg
      viewBox="0 0 200 240"
      className={className}
      role="img"
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path d="M36 112C30 50 62 14 100 14s70 36 64 98c-2 30-8 62-18 84H54c-10-22-16-54-18-84Z" fill={HAIR} />
      <path d="M78 176v30c0 10-22 16-40 22v12h124v-12c-18-6-40-12-40-22v-30Z" fill={SHADE} />
      <ellipse cx="46" cy="120" rx="8" ry="14" fill={SHADE} />
      <ellipse cx="154" cy="120" rx="8" ry="14" fill={SHADE} />
      <path
        d="M48 104c0-42 22-66 52-66s52 24 52 66c0 30-8 58-24 76-9 10-18 16-28 16s-19-6-28-16c-16-18-24-46-24-76Z"
        fill={SKIN}
      />
      {children}
      <path
        d="M100 30c-34 2-54 30-56 78-4-2-6-6-6-12 0-44 24-74 62-74s62 30 62 74c0 6-2 10-6 12-2-48-22-76-56-78Z"
        fill={HAIR}
      />
      <g fill="none" stroke={LINE} strokeLinecap="round" strokeWidth="2.6">
        <path d="M64 95c6-5 15-6 22-2M114 93c7-4 16-3 22 2" strokeWidth="3.6" />
        <path d="M66 112c5-6 15-6 20 0M114 112c5-6 15-6 20 0" />
        <path d="M91 138c2 5 16 5 18 0" strokeWidth="2.2" opacity="0.6" />
        <path d="M84 163c8 6 24 6 32 0" stroke="#b0665a" strokeWidth="3.4" />
      </g>
      <circle cx="76" cy="112.500" r="4" fill={LINE} />
      <circle cx="124" cy="112.500" r="4" fill={LINE} />
    </svg>
  );
}
