import { useTranslation } from "react-i18next";
import { FaceDrawing } from "./FaceDrawing";

/** What a result looks like, before there is one. */
export function HeroFace() {
  const { t } = useTranslation();
  return (
    <div className="relative mx-auto w-full max-w-md overflow-hidden rounded-[2.5rem] bg-sunken pt-8">
      <FaceDrawing className="mx-auto block w-[78%]" label={t("home.preview")}>
        <g opacity="0.6" className="blur-[3px]">
          <path
            d="M64 60c12-12 60-12 72 0 4 8 4 18 2 25-13-6-63-6-76 0-2-7-2-17 2-25Z"
            fill="var(--grade-0)"
          />
          <path d="M56 126c10-4 22-2 28 6 2 12-4 24-14 26-8-6-14-20-14-32Z" fill="var(--grade-2)" />
          <path d="M144 126c-10-4-22-2-28 6-2 12 4 24 14 26 8-6 14-20 14-32Z" fill="var(--grade-2)" />
          <path d="M94 98h12l7 38c0 9-26 9-26 0Z" fill="var(--grade-1)" />
          <ellipse cx="100" cy="182" rx="16" ry="8" fill="var(--grade-0)" />
        </g>
      </FaceDrawing>
      <Tag className="top-[16%] left-4" grade={0} text={`${t("region.forehead")} · ${t("grade.0")}`} />
      <Tag className="top-[44%] right-3" grade={1} text={`${t("region.nose")} · ${t("grade.1")}`} />
      <Tag className="top-[62%] left-3" grade={2} text={`${t("concern.redness.name")} · ${t("grade.2")}`} />
    </div>
  );
}

const FILL = { 0: "bg-grade-0", 1: "bg-grade-1", 2: "bg-grade-2" } as const;

function Tag({ className, grade, text }: { className: string; grade: 0 | 1 | 2; text: string }) {
  return (
    <p
      aria-hidden="true"
      className={`absolute flex items-center gap-2 rounded-full bg-surface px-3.5 py-2 font-semibold text-sm shadow-card ${className}`}
    >
      <span className={`size-2.5 rounded-full ${FILL[grade]}`} />
      {text}
    </p>
  );
}
