import { MessageCircle } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ButtonLink } from "@/ui/Button";
import { useScrolledPast } from "./useScrolledPast";

/** The way to the consultation; on a phone it stays at hand once it has scrolled away. */
export function AskCard({ analysisId }: { analysisId: string }) {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  const past = useScrolledPast(card);
  const to = `/analyses/${analysisId}/chat`;
  return (
    <>
      <section
        ref={card}
        className="flex flex-wrap items-center justify-between gap-4 rounded-3xl bg-soft p-5 text-on-soft sm:p-7"
      >
        <div>
          <h2 className="font-bold text-lg">{t("result.ask.title")}</h2>
          <p>{t("result.ask.what")}</p>
        </div>
        <ButtonLink to={to}>
          <MessageCircle aria-hidden className="size-5" />
          {t("result.ask.action")}
        </ButtonLink>
      </section>
      {past && (
        <Link
          to={to}
          aria-label={t("result.ask.action")}
          className="fixed right-4 bottom-[max(1rem,env(safe-area-inset-bottom))] z-40 inline-flex size-14 animate-rise items-center justify-center rounded-full bg-accent text-on-accent shadow-card lg:hidden"
        >
          <MessageCircle aria-hidden className="size-6" />
        </Link>
      )}
    </>
  );
}
