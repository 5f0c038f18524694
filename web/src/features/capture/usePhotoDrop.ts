import { useEffect, useState } from "react";

function imageIn(transfer: DataTransfer | null): File | null {
  const files = [...(transfer?.files ?? [])];
  // a HEIC file often has no type at all; the service has the last word on what is a photo
  return files.find((file) => file.type.startsWith("image/") || file.type === "") ?? files[0] ?? null;
}

/** Takes a photo dropped anywhere on the page or pasted into it. Returns whether one hovers now. */
export function usePhotoDrop(onPhoto: (photo: File) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setHovering(false);
      const photo = imageIn(event.dataTransfer);
      if (photo) onPhoto(photo);
    };
    const paste = (event: ClipboardEvent) => {
      const photo = imageIn(event.clipboardData);
      if (photo) onPhoto(photo);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
      document.removeEventListener("paste", paste);
    };
  }, [onPhoto]);
  return hovering;
}
