import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ChoosePhoto } from "./ChoosePhoto";
import type { CameraFault } from "./useCamera";
import { useSubmitPhoto } from "./useSubmitPhoto";

/** Why there is no camera, and the ways that still lead to a result. */
export function CameraFaultView({ fault, onRetry }: { fault: CameraFault; onRetry: () => void }) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useSubmitPhoto();
  return (
    <div className="space-y-5 py-10">
      <Notice tone="warn" role="alert" title={t(`camera.errors.${fault}.message`)}>
        {t(`camera.errors.${fault}.hint`)}
      </Notice>
      <div className="flex flex-wrap gap-3">
        {fault !== "insecure" && <Button onClick={onRetry}>{t("error.retry")}</Button>}
        <ChoosePhoto disabled={isPending} onPhoto={(photo) => mutate({ photo })} />
        <ButtonLink variant="quiet" to="/">
          {t("error.home")}
        </ButtonLink>
      </div>
      {error && <ProblemNotice error={error} />}
    </div>
  );
}
