import { Info, RefreshCw } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Analysis, AnalysisResource } from "@/api/model";
import { Card } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { AskCard } from "./AskCard";
import { ConcernsCard } from "./ConcernsCard";
import { drawableConcerns, lightness, summariseConcerns } from "./concerns";
import { KeepCard } from "./KeepCard";
import { LesionsCard } from "./LesionsCard";
import { OverlayControls } from "./OverlayControls";
import { PhotoStage } from "./PhotoStage";
import { QualityCard } from "./QualityCard";
import { RoutineCard } from "./RoutineCard";
import { SkinTypeCard } from "./SkinTypeCard";
import { useSelection } from "./selection";

interface Props {
  resource: AnalysisResource;
  analysis: Analysis;
  photo: Blob | undefined;
  photoUrl: string | null;
}

export function ResultPage({ resource, analysis, photo: photoFile, photoUrl }: Props) {
  const { t, i18n } = useTranslation();
  const photo = useRef<HTMLDivElement>(null);
  const summaries = summariseConcerns(analysis);
  const showPhoto = () => {
    // beside the list the photo is in sight already; above it, it has to come back whole
    const beside = window.matchMedia("(min-width: 64rem)").matches;
    photo.current?.scrollIntoView({ behavior: "smooth", block: beside ? "nearest" : "start" });
  };

  // a new result opens on what matters most in it
  useEffect(() => {
    useSelection.setState({ concern: drawableConcerns(analysis)[0] ?? null, region: null, lesion: null });
  }, [analysis]);

  return (
    <div className="mx-auto w-full max-w-6xl px-5 pt-2 sm:px-8">
      <title>{`${t("result.title")} – ${t("app.name")}`}</title>
      <header className="mb-5 flex items-end justify-between gap-4">
        <div>
          <h1 className="font-extrabold text-2xl sm:text-3xl">{t("result.title")}</h1>
          <p className="text-muted text-sm">
            {t("result.analysed", {
              date: new Date(resource.created_at).toLocaleString(i18n.language, {
                dateStyle: "medium",
                timeStyle: "short",
              }),
            })}
          </p>
        </div>
        <Link
          to="/"
          className="inline-flex min-h-11 shrink-0 items-center gap-2 rounded-full px-3 font-medium text-muted hover:text-ink"
        >
          <RefreshCw aria-hidden className="size-4" />
          {t("result.newPhoto")}
        </Link>
      </header>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:items-start lg:gap-10">
        <div ref={photo} className="min-w-0 scroll-mt-4 lg:sticky lg:top-4">
          {analysis.image ? (
            <>
              <PhotoStage analysis={analysis} image={analysis.image} url={photoUrl} />
              {analysis.regions.length + analysis.lesions.length > 0 && (
                <OverlayControls analysis={analysis} concerns={drawableConcerns(analysis)} />
              )}
            </>
          ) : (
            <Notice>{t("result.noDrawing")}</Notice>
          )}
        </div>
        <div className="min-w-0 space-y-5">
          <Card title={t("result.summary")}>
            <ul className="space-y-2.5">
              {resource.summary.map((line) => (
                <li key={line} className="flex gap-3">
                  <span aria-hidden="true" className="mt-[0.6em] size-1.5 shrink-0 rounded-full bg-accent" />
                  {line}
                </li>
              ))}
            </ul>
            <p className="mt-5 flex gap-2.5 border-line/70 border-t pt-4 text-muted text-sm">
              <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
              {t("result.notice")}
            </p>
          </Card>
          <AskCard analysisId={resource.id} />
          <SkinTypeCard analysis={analysis} photo={photoFile} />
          <ConcernsCard summaries={summaries} lightness={lightness(analysis)} onShow={showPhoto} />
          <LesionsCard analysis={analysis} photoUrl={photoUrl} onShow={showPhoto} />
          {resource.routine.length > 0 && <RoutineCard routine={resource.routine} />}
          <QualityCard quality={analysis.quality} />
          <KeepCard resource={resource} />
        </div>
      </div>
    </div>
  );
}
