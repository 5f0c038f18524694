import { useEffect, useState } from "react";
import { previewPhoto } from "@/api/analyses";

async function decodes(url: string): Promise<boolean> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return true;
  } catch {
    return false;
  }
}

/** An address this browser can draw the photo from; HEIC and the like come back from the service as JPEG. */
export function useShownPhoto(photo: Blob | undefined): string | null {
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    if (!photo) return;
    let left = false;
    const made: string[] = [];
    const show = (blob: Blob): string => {
      const url = URL.createObjectURL(blob);
      made.push(url);
      return url;
    };
    const load = async () => {
      const direct = show(photo);
      const url = (await decodes(direct)) ? direct : show(await previewPhoto(photo));
      if (!left) setShown(url);
    };
    // without a drawable photo the page still shows every finding
    load().catch(() => undefined);
    return () => {
      left = true;
      setShown(null);
      for (const url of made) URL.revokeObjectURL(url);
    };
  }, [photo]);
  return shown;
}
