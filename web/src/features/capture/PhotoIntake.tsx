import { Camera, LoaderCircle, LockKeyhole } from "lucide-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ChoosePhoto } from "./ChoosePhoto";
import { FramingChoice } from "./FramingChoice";
import { usePhotoDrop } from "./usePhotoDrop";
import { useSubmitPhoto } from "./useSubmitPhoto";

/** The one thing to do here: hand over a photo, by camera, file, drop or paste. */
export function PhotoIntake() {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useSubmitPhoto();
  const take = useCallback((photo: File) => mutate({ photo }), [mutate]);
  const hovering = usePhotoDrop(take);

  return (
    <div
      aria-busy={isPending}
      className={`rounded-3xl border-2 border-dashed p-5 transition-colors sm:p-6 ${hovering ? "border-accent bg-soft" : "border-line bg-surface"}`}
    >
      {isPending ? (
        <p role="status" className="flex min-h-28 items-center justify-center gap-3 font-semibold">
          <LoaderCircle aria-hidden className="size-5 animate-spin text-accent" />
          {t("home.sending")}
        </p>
      ) : (
        <>
          <div className="grid gap-3 sm:grid-cols-2">
            <ButtonLink to="/camera">
              <Camera aria-hidden className="size-5" />
              {t("home.take")}
            </ButtonLink>
            <ChoosePhoto onPhoto={take} />
          </div>
          <p className="mt-3 hidden text-center text-muted text-sm sm:block">
            {hovering ? t("home.dropNow") : t("home.dropHint")}
          </p>
        </>
      )}
      {error && !isPending && (
        <div className="mt-4">
          <ProblemNotice error={error} />
        </div>
      )}
      <div className="mt-2">
        <FramingChoice />
      </div>
      <p className="mt-2 flex items-start justify-center gap-2 text-muted text-sm">
        <LockKeyhole aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        {t("home.privacy")}
      </p>
    </div>
  );
}
