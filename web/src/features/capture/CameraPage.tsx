import { ArrowLeft, SwitchCamera } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button } from "@/ui/Button";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { CameraFaultView } from "./CameraFaultView";
import { useCamera } from "./useCamera";
import { useLightHint } from "./useLightHint";
import { useShownPhoto } from "./useShownPhoto";
import { useSubmitPhoto } from "./useSubmitPhoto";

const ROUND =
  "inline-flex size-12 items-center justify-center rounded-full bg-black/45 text-white hover:bg-black/65";

export function CameraPage() {
  const { t } = useTranslation();
  const camera = useCamera();
  const [shot, setShot] = useState<Blob | null>(null);
  const shown = useShownPhoto(shot ?? undefined);
  const hint = useLightHint(camera.video, camera.ready && !shot);
  const { mutate, isPending, error } = useSubmitPhoto();
  const mirrored = camera.facing === "user" ? "-scale-x-100" : "";

  return (
    <div className="mx-auto w-full max-w-xl px-4 pb-6">
      <title>{`${t("camera.title")} – ${t("app.name")}`}</title>
      <h1 className="sr-only">{t("camera.title")}</h1>
      {camera.fault ? (
        <CameraFaultView fault={camera.fault} onRetry={camera.restart} />
      ) : (
        <>
          <div className="relative aspect-[3/4] max-h-[calc(100dvh-13rem)] w-full overflow-hidden rounded-3xl bg-black">
            <video ref={camera.video} muted playsInline className={`size-full object-cover ${mirrored}`} />
            {shot && shown && (
              <img
                src={shown}
                alt={t("camera.shot")}
                className="absolute inset-0 size-full bg-black object-cover"
              />
            )}
            {!shot && <OvalGuide good={hint === "good"} />}
            {!shot && (
              <p
                role="status"
                className="absolute inset-x-4 bottom-4 mx-auto w-fit rounded-full bg-black/65 px-4 py-2 text-center font-medium text-white"
              >
                {camera.ready ? t(hint ? `camera.${hint}` : "camera.guide") : t("camera.starting")}
              </p>
            )}
            <Link
              to="/"
              aria-label={t("camera.close")}
              title={t("camera.close")}
              className={`absolute top-3 left-3 ${ROUND}`}
            >
              <ArrowLeft aria-hidden className="size-5" />
            </Link>
            {camera.canSwitch && !shot && (
              <button
                type="button"
                aria-label={t("camera.switch")}
                title={t("camera.switch")}
                onClick={camera.switchFacing}
                className={`absolute top-3 right-3 ${ROUND}`}
              >
                <SwitchCamera aria-hidden className="size-5" />
              </button>
            )}
          </div>
          {shot ? (
            <div className="mt-5 grid gap-3 sm:grid-cols-2">
              <Button disabled={isPending} onClick={() => mutate({ photo: shot })}>
                {isPending ? t("home.sending") : t("camera.use")}
              </Button>
              <Button variant="secondary" disabled={isPending} onClick={() => setShot(null)}>
                {t("camera.again")}
              </Button>
            </div>
          ) : (
            <div className="mt-5 flex justify-center">
              <button
                type="button"
                aria-label={t("camera.shoot")}
                title={t("camera.shoot")}
                disabled={!camera.ready}
                onClick={async () => setShot(await camera.shoot())}
                className="size-[4.5rem] rounded-full border-4 border-accent bg-surface p-1.5 transition-transform active:scale-95 disabled:opacity-40"
              >
                <span className="block size-full rounded-full bg-accent" />
              </button>
            </div>
          )}
          {error && !isPending && (
            <div className="mt-5">
              <ProblemNotice error={error} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function OvalGuide({ good }: { good: boolean }) {
  return (
    <svg
      viewBox="0 0 300 400"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      className="absolute inset-0 size-full"
    >
      <path
        d="M0 0h300v400H0ZM150 50c-62 0-98 54-98 128s40 142 98 142 98-68 98-142S212 50 150 50Z"
        fillRule="evenodd"
        fill="#000"
        opacity="0.42"
      />
      <path
        d="M150 50c-62 0-98 54-98 128s40 142 98 142 98-68 98-142S212 50 150 50Z"
        fill="none"
        stroke={good ? "#a9e3c1" : "#fff"}
        strokeWidth="3"
        strokeDasharray={good ? "none" : "8 7"}
        strokeLinecap="round"
      />
    </svg>
  );
}
