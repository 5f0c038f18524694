import { Check, LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Progress } from "@/api/analyses";

interface Props {
  stages: Progress[];
  photoUrl: string | null;
}

/** The stages as they happen, beside the photo they happen to. */
export function ProgressView({ stages, photoUrl }: Props) {
  const { t, i18n } = useTranslation();
  const last = stages.at(-1);
  const share = last && last.total > 0 ? Math.round((last.done / last.total) * 100) : 0;
  const name = (stage: string): string => {
    const key = `progress.stages.${stage}`;
    return i18n.exists(key) ? t(key as "progress.stages.face") : stage;
  };
  return (
    <div className="mx-auto w-full max-w-md px-5 py-8 text-center">
      <h1 className="font-extrabold text-2xl">{t("progress.title")}</h1>
      <div className="relative mx-auto mt-6 aspect-[4/5] w-56 overflow-hidden rounded-3xl bg-sunken">
        {photoUrl && <img src={photoUrl} alt="" className="size-full object-cover" />}
        <div className="absolute inset-0 animate-sweep bg-linear-to-b from-transparent via-accent/35 to-transparent" />
      </div>
      <div
        role="progressbar"
        aria-label={t("progress.title")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        className="mt-6 h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-300"
          style={{ width: `${Math.max(share, 4)}%` }}
        />
      </div>
      <p
        role="status"
        aria-live="polite"
        className="mt-4 flex items-center justify-center gap-2 font-semibold"
      >
        <LoaderCircle aria-hidden className="size-5 animate-spin text-accent" />
        {name(last?.stage ?? "queued")}
      </p>
      <ul className="mx-auto mt-3 w-fit space-y-1 text-muted text-sm">
        {stages.slice(0, -1).map(({ stage }) => (
          <li key={stage} className="flex items-center gap-1.5">
            <Check aria-hidden className="size-4 text-accent" />
            {name(stage)}
          </li>
        ))}
      </ul>
    </div>
  );
}
