import { RotateCcw, ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Analysis } from "@/api/model";
import { IconButton } from "@/ui/Button";
import { Overlay } from "./Overlay";
import { OverlayLabels } from "./OverlayLabels";
import { useSelection } from "./selection";
import { useZoomPan } from "./useZoomPan";
import { faceView, photoBox, type Size, viewAround } from "./view";

const FACE_ASPECT = 4 / 5;
const SPOT_SHARE = 5; // a picked spot fills about a fifth of the frame

interface Props {
  analysis: Analysis;
  image: Size;
  url: string | null;
}

/** The photo with everything drawn on it. */
export function PhotoStage({ analysis, image, url }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const box = analysis.face.box;
  // a close-up keeps its own shape, within what fits a phone
  const aspect = box ? FACE_ASPECT : Math.min(Math.max(image.width / image.height, 3 / 4), 4 / 3);
  const home = useMemo(() => faceView(image, box, aspect), [image, box, aspect]);
  const zoom = useZoomPan(frame, home, image);
  const { lesion } = useSelection();
  const { show } = zoom;

  useEffect(() => {
    const spot = lesion === null ? undefined : analysis.lesions[lesion];
    if (!spot) return;
    const [x0, y0, x1, y1] = spot.box;
    const side = Math.max(x1 - x0, y1 - y0) * SPOT_SHARE;
    show(viewAround({ x: (x0 + x1 - side) / 2, y: (y0 + y1 - side) / 2, width: side, height: side }, aspect));
  }, [lesion, analysis, aspect, show]);

  return (
    <div
      className="relative mx-auto lg:max-w-[calc((100dvh-17rem)*var(--aspect))]"
      style={{ "--aspect": aspect }}
    >
      <section
        ref={frame}
        aria-label={t("result.photo")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys pan and +/- zoom the photo
        tabIndex={0}
        onKeyDown={zoom.onKeyDown}
        className={`relative overflow-hidden rounded-3xl bg-sunken ${zoom.closer ? "touch-none" : "touch-pan-y"}`}
        style={{ aspectRatio: aspect }}
      >
        {url && (
          <img
            src={url}
            alt={t("result.photo")}
            draggable={false}
            className="absolute max-w-none select-none"
            style={photoBox(zoom.view, image)}
          />
        )}
        <Overlay analysis={analysis} view={zoom.view} outlines={!url} />
        <OverlayLabels analysis={analysis} view={zoom.view} />
      </section>
      <div className="absolute right-3 bottom-3 flex rounded-full bg-surface/90 shadow-card backdrop-blur">
        <IconButton label={t("result.overlay.zoomOut")} onClick={zoom.zoomOut} disabled={zoom.whole}>
          <ZoomOut aria-hidden className="size-5" />
        </IconButton>
        <IconButton label={t("result.overlay.reset")} onClick={zoom.reset}>
          <RotateCcw aria-hidden className="size-4.5" />
        </IconButton>
        <IconButton label={t("result.overlay.zoomIn")} onClick={zoom.zoomIn}>
          <ZoomIn aria-hidden className="size-5" />
        </IconButton>
      </div>
      {!url && <p className="mt-3 text-muted text-sm">{t("result.photoGone")}</p>}
    </div>
  );
}
