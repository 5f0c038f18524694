import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { Spinner } from "@/ui/Spinner";
import { Sprout } from "@/ui/Sprout";
import { LanguageSwitch } from "./LanguageSwitch";
import { Toast } from "./Toast";
import { useHistory } from "./useHistory";

function Header() {
  const { t } = useTranslation();
  const { data: history } = useHistory();
  const link =
    "inline-flex min-h-11 min-w-11 items-center justify-center rounded-full px-3 font-medium text-muted hover:text-ink aria-[current=page]:text-ink sm:px-4";
  return (
    <header className="mx-auto flex w-full max-w-6xl items-center justify-between gap-2 px-4 py-3 sm:px-8">
      <Link to="/" className="flex min-h-11 items-center gap-1.5 rounded-full pr-2 font-bold text-lg">
        <Sprout className="size-7 text-accent" />
        <span className="tracking-tight">{t("app.name")}</span>
      </Link>
      <div className="flex items-center gap-1 sm:gap-2">
        <nav aria-label={t("app.nav")} className="flex">
          <NavLink to="/chat" className={link}>
            {t("app.ask")}
          </NavLink>
          {history?.enabled && (
            <NavLink to="/history" className={link}>
              {t("app.history")}
            </NavLink>
          )}
        </nav>
        <LanguageSwitch />
      </div>
    </header>
  );
}

function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="mx-auto w-full max-w-6xl px-5 pt-12 pb-8 text-muted text-sm sm:px-8">
      <p>
        {t("app.privacy")} {t("app.notMedical")}
      </p>
    </footer>
  );
}

export function Layout() {
  const { t } = useTranslation();
  // the chat fills the window and has its own last line
  const filling = useLocation().pathname.endsWith("/chat");
  return (
    <div className={`flex flex-col ${filling ? "h-dvh overflow-hidden" : "min-h-dvh"}`}>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-4 focus:left-4 focus:z-50 focus:rounded-full focus:bg-accent focus:px-5 focus:py-3 focus:font-semibold focus:text-on-accent"
      >
        {t("app.skip")}
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <Suspense fallback={<Spinner label={t("app.loading")} />}>
          <Outlet />
        </Suspense>
      </main>
      {!filling && <Footer />}
      <Toast />
      <ScrollRestoration />
    </div>
  );
}
