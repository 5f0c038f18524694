import { MessageCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/ui/Button";

export function AskCard({ analysisId }: { analysisId: string }) {
  const { t } = useTranslation();
  return (
    <section className="flex flex-wrap items-center justify-between gap-4 rounded-3xl bg-soft p-5 text-on-soft sm:p-7">
      <div>
        <h2 className="font-bold text-lg">{t("result.ask.title")}</h2>
        <p>{t("result.ask.what")}</p>
      </div>
      <ButtonLink to={`/analyses/${analysisId}/chat`}>
        <MessageCircle aria-hidden className="size-5" />
        {t("result.ask.action")}
      </ButtonLink>
    </section>
  );
}
