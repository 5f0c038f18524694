import { useTranslation } from "react-i18next";
import type { ProblemBody } from "@/api/model";
import { Problem } from "@/api/problem";
import { ChoosePhoto } from "@/features/capture/ChoosePhoto";
import { useSubmitPhoto } from "@/features/capture/useSubmitPhoto";
import { Button, ButtonLink } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";

interface Props {
  error: ProblemBody | null;
  photo: Blob | undefined;
  photoUrl: string | null;
}

/** A photo that could not be used: what is wrong with it, what to do, and the buttons to do it. */
export function FailedView({ error, photo, photoUrl }: Props) {
  const { t } = useTranslation();
  const submit = useSubmitPhoto();
  const problem = new Problem(error ?? { code: "internal" });
  return (
    <div className="mx-auto w-full max-w-xl px-5 py-8">
      {photoUrl && (
        <img
          src={photoUrl}
          alt={t("result.photo")}
          className="mx-auto mb-6 max-h-72 rounded-3xl object-contain"
        />
      )}
      <ProblemNotice error={submit.error ?? problem}>
        <ChoosePhoto
          variant="primary"
          label={t("error.anotherPhoto")}
          disabled={submit.isPending}
          onPhoto={(next) => submit.mutate({ photo: next })}
        />
        <ButtonLink variant="secondary" to="/camera">
          {t("home.take")}
        </ButtonLink>
        {photo && problem.body.code === "no_face" && (
          <Button
            variant="secondary"
            disabled={submit.isPending}
            onClick={() => submit.mutate({ photo, framing: "closeup" })}
          >
            {t("error.closeup")}
          </Button>
        )}
      </ProblemNotice>
    </div>
  );
}
