import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

/** The last net: an unknown address, or a page that failed to load or draw. */
export function RouteError() {
  const { t } = useTranslation();
  const error = useRouteError();
  const kind = isRouteErrorResponse(error) && error.status === 404 ? "pageMissing" : "unknown";
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-5 py-16">
      <Notice tone="danger" role="alert" title={t(`error.${kind}.message`)}>
        {t(`error.${kind}.hint`)}
      </Notice>
      <ButtonLink to="/">{t("error.home")}</ButtonLink>
    </div>
  );
}
