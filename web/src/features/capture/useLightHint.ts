import { type RefObject, useEffect, useState } from "react";

export type LightHint = "dark" | "good" | "bright";

const LOOK_EVERY_MS = 600;
const SIDE = 48; // a thumbnail is enough to judge exposure
const DARK_BELOW = 62; // mean luma of 255; about one stop under a well-lit face
const BRIGHT_ABOVE = 208; // skin this bright has begun to clip

/** Mean luma of the middle of the frame, where the face is. */
export function lightOf(pixels: Uint8ClampedArray): LightHint {
  let sum = 0;
  for (let i = 0; i + 2 < pixels.length; i += 4) {
    sum += 0.2126 * (pixels[i] ?? 0) + 0.7152 * (pixels[i + 1] ?? 0) + 0.0722 * (pixels[i + 2] ?? 0); // Rec. 709
  }
  const mean = sum / (pixels.length / 4);
  if (mean < DARK_BELOW) return "dark";
  return mean > BRIGHT_ABOVE ? "bright" : "good";
}

/** Says while aiming whether the light will do, so that nobody shoots a photo that is refused. */
export function useLightHint(video: RefObject<HTMLVideoElement | null>, active: boolean): LightHint | null {
  const [hint, setHint] = useState<LightHint | null>(null);
  useEffect(() => {
    if (!active) return;
    const canvas = document.createElement("canvas");
    canvas.width = SIDE;
    canvas.height = SIDE;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const look = () => {
      const source = video.current;
      if (!source?.videoWidth || !context) return;
      const side = Math.min(source.videoWidth, source.videoHeight) / 2;
      const x = (source.videoWidth - side) / 2;
      const y = (source.videoHeight - side) / 2;
      context.drawImage(source, x, y, side, side, 0, 0, SIDE, SIDE);
      setHint(lightOf(context.getImageData(0, 0, SIDE, SIDE).data));
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [video, active]);
  return hint;
}
