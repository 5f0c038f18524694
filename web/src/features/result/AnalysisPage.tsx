import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { usePhotos } from "@/features/capture/photoStore";
import { useShownPhoto } from "@/features/capture/useShownPhoto";
import { Button, ButtonLink } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Spinner } from "@/ui/Spinner";
import { FailedView } from "./FailedView";
import { ProgressView } from "./ProgressView";
import { ResultPage } from "./ResultPage";
import { useAnalysis } from "./useAnalysis";

/** One address for the whole life of an analysis: on its way, failed, or done. */
export function AnalysisPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { data: resource, error, stages, refetch } = useAnalysis(id);
  const photo = usePhotos(({ photos }) => photos[id]);
  const photoUrl = useShownPhoto(photo);

  if (error) {
    return (
      <div className="mx-auto w-full max-w-xl px-5 py-16">
        <ProblemNotice error={error}>
          <ButtonLink to="/">{t("error.home")}</ButtonLink>
          <Button variant="secondary" onClick={() => void refetch()}>
            {t("error.retry")}
          </Button>
        </ProblemNotice>
      </div>
    );
  }
  if (!resource) return <Spinner label={t("app.loading")} />;
  if (resource.status === "failed")
    return <FailedView error={resource.error} photo={photo} photoUrl={photoUrl} />;
  if (resource.status === "done" && resource.analysis) {
    return <ResultPage resource={resource} analysis={resource.analysis} photo={photo} photoUrl={photoUrl} />;
  }
  return <ProgressView stages={stages} photoUrl={photoUrl} />;
}
