import { useTranslation } from "react-i18next";
import type { Lang } from "@/api/model";
import { changeLanguage, currentLanguage, LANGUAGES } from "@/i18n";

const SHORT: Record<Lang, string> = { ko: "한", en: "EN" };

export function LanguageSwitch() {
  const { t } = useTranslation();
  const current = currentLanguage();
  return (
    <fieldset className="flex rounded-full bg-sunken">
      <legend className="sr-only">{t("app.language")}</legend>
      {(Object.keys(LANGUAGES) as Lang[]).map((lang) => (
        <button
          key={lang}
          type="button"
          lang={lang}
          aria-pressed={lang === current}
          onClick={() => void changeLanguage(lang)}
          className="min-h-11 min-w-11 rounded-full px-2.5 font-semibold text-muted text-sm aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-card"
        >
          {SHORT[lang]}
          <span className="sr-only">{LANGUAGES[lang]}</span>
        </button>
      ))}
    </fieldset>
  );
}
