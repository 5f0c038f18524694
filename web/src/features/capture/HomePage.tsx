import { MessageCircleQuestion, ScanFace, SunMoon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { HeroFace } from "./HeroFace";
import { PhotoIntake } from "./PhotoIntake";
import { PhotoTips } from "./PhotoTips";

const GETS = [
  { key: "skin", icon: ScanFace },
  { key: "care", icon: SunMoon },
  { key: "talk", icon: MessageCircleQuestion },
] as const;

export function HomePage() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto w-full max-w-6xl px-5 pt-4 sm:px-8 lg:pt-10">
      <title>{`${t("app.tagline")} – ${t("app.name")}`}</title>
      <div className="grid gap-10 lg:grid-cols-[1.1fr_1fr] lg:items-center lg:gap-16">
        <div>
          <h1 className="whitespace-pre-line font-extrabold text-[2.125rem] leading-[1.22] tracking-tight sm:text-5xl">
            {t("home.title")}
          </h1>
          <p className="mt-4 mb-6 text-balance text-lg text-muted">{t("home.lead")}</p>
          <PhotoIntake />
          <p className="mt-4 text-center">
            <Link
              to="/chat"
              className="inline-flex min-h-11 items-center px-3 text-accent underline underline-offset-4"
            >
              {t("home.askOnly")}
            </Link>
          </p>
        </div>
        <div className="hidden lg:block">
          <HeroFace />
        </div>
      </div>

      <div className="mt-10 grid gap-14 lg:mt-20 lg:grid-cols-2 lg:gap-20">
        <PhotoTips />
        <section aria-labelledby="get">
          <h2 id="get" className="mb-4 font-bold text-xl">
            {t("home.getTitle")}
          </h2>
          <ul className="space-y-5">
            {GETS.map(({ key, icon: Icon }) => (
              <li key={key} className="flex items-center gap-4">
                <span className="flex size-12 shrink-0 items-center justify-center rounded-2xl bg-soft text-on-soft">
                  <Icon aria-hidden className="size-6" />
                </span>
                <p>
                  <span className="block font-semibold">{t(`home.get.${key}.name`)}</span>
                  <span className="block text-muted text-sm">{t(`home.get.${key}.what`)}</span>
                </p>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}
