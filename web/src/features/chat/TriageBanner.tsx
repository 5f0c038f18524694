import { useTranslation } from "react-i18next";
import type { Answer } from "@/api/model";
import { Notice } from "@/ui/Notice";

const TONE = { caution: "warn", doctor: "warn", urgent: "danger", out_of_scope: "info" } as const;

/** Shown above an answer whose question called for care. */
export function TriageBanner({ triage }: { triage: Answer["triage"] }) {
  const { t } = useTranslation();
  if (triage.level === "none") return null;
  return (
    <div className="mb-4">
      <Notice
        tone={TONE[triage.level]}
        role={triage.level === "urgent" ? "alert" : "note"}
        title={t(`chat.triage.${triage.level}.title`)}
      >
        {t(`chat.triage.${triage.level}.what`)}
      </Notice>
    </div>
  );
}
