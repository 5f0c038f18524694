import i18next from "i18next";
import resourcesToBackend from "i18next-resources-to-backend";
import { initReactI18next } from "react-i18next";
import type { Lang } from "@/api/model";

/** Languages the page speaks; a further one is a file in locales/ and a line here. */
export const LANGUAGES: Record<Lang, string> = {
  ko: "한국어",
  en: "English",
  ja: "日本語",
  zh: "中文",
};

const STORAGE_KEY = "sesaclinic.lang";

function isLang(value: string | null): value is Lang {
  return value !== null && value in LANGUAGES;
}

function rememberedLanguage(): Lang {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return isLang(stored) ? stored : "ko";
  } catch {
    return "ko"; // storage may be blocked; the page works without it
  }
}

/** Loads the remembered language (Korean first) before anything is drawn. */
export async function startI18n(): Promise<void> {
  i18next.on("languageChanged", (lang) => {
    document.documentElement.lang = lang;
  });
  await i18next
    .use(resourcesToBackend((lang: string) => import(`./locales/${lang}.json`)))
    .use(initReactI18next)
    .init({
      lng: rememberedLanguage(),
      supportedLngs: Object.keys(LANGUAGES),
      fallbackLng: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
}

export async function changeLanguage(lang: Lang): Promise<void> {
  try {
    localStorage.setItem(STORAGE_KEY, lang);
  } catch {
    // switched for this visit, though not remembered
  }
  await i18next.changeLanguage(lang);
}

export function currentLanguage(): Lang {
  return isLang(i18next.language) ? i18next.language : "ko";
}
