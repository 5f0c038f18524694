import { ChevronDown, Languages } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Lang } from "@/api/model";
import { changeLanguage, currentLanguage, LANGUAGES } from "@/i18n";

/** The language's name; on a narrow screen only a sign, so that the menu beside it keeps to one line. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  return (
    <span className="relative inline-flex shrink-0 items-center rounded-full bg-sunken">
      <select
        aria-label={t("app.language")}
        value={currentLanguage()}
        onChange={(event) => void changeLanguage(event.target.value as Lang)}
        className="h-11 w-11 cursor-pointer appearance-none rounded-full bg-transparent font-semibold text-sm text-transparent sm:w-auto sm:pr-8 sm:pl-3.5 sm:text-ink"
      >
        {(Object.keys(LANGUAGES) as Lang[]).map((lang) => (
          <option key={lang} value={lang} lang={lang} className="bg-surface text-ink">
            {LANGUAGES[lang]}
          </option>
        ))}
      </select>
      <Languages aria-hidden className="pointer-events-none absolute inset-x-0 mx-auto size-5 sm:hidden" />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute right-2.5 size-4 text-muted max-sm:hidden"
      />
    </span>
  );
}
