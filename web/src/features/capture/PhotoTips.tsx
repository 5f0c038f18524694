import { useTranslation } from "react-i18next";
import { TIP_DRAWINGS } from "./TipDrawings";

const TIPS = ["light", "front", "bare", "near"] as const;

export function PhotoTips() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="tips">
      <h2 id="tips" className="mb-4 font-bold text-xl">
        {t("home.tipsTitle")}
      </h2>
      <ul className="grid grid-cols-4 gap-3 sm:gap-5">
        {TIPS.map((tip) => (
          <li key={tip} className="text-center">
            {TIP_DRAWINGS[tip]}
            <p className="mt-2.5 font-semibold text-sm leading-snug sm:text-base">
              {t(`home.tips.${tip}.name`)}
            </p>
            <p className="mt-0.5 text-muted text-xs leading-snug sm:text-sm">{t(`home.tips.${tip}.what`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
