import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Framing } from "@/api/model";
import { usePhotos } from "./photoStore";

const FRAMINGS: Framing[] = ["auto", "face", "closeup"];

export function FramingChoice() {
  const { t } = useTranslation();
  const { framing, setFraming } = usePhotos();
  return (
    <details className="group text-left">
      <summary className="mx-auto flex min-h-11 w-fit list-none items-center gap-1.5 rounded-full px-4 text-muted text-sm hover:text-ink">
        {t("home.framing")}:{" "}
        <span className="font-semibold text-ink">{t(`home.framings.${framing}.name`)}</span>
        <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
      </summary>
      <fieldset className="mt-1 grid gap-2">
        <legend className="sr-only">{t("home.framing")}</legend>
        {FRAMINGS.map((option) => (
          <label
            key={option}
            className="flex min-h-12 items-center gap-3 rounded-2xl border border-line px-4 py-2 has-checked:border-accent has-checked:bg-soft has-checked:text-on-soft has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="framing"
              value={option}
              checked={framing === option}
              onChange={() => setFraming(option)}
              className="size-4 shrink-0 accent-accent"
            />
            <span className="font-semibold">{t(`home.framings.${option}.name`)}</span>
            <span className="text-sm opacity-85">{t(`home.framings.${option}.what`)}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
