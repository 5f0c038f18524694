import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { submitPhoto } from "@/api/analyses";
import type { Framing } from "@/api/model";
import { usePhotos } from "./photoStore";

/** Sends a photo and moves on to its analysis; `framing` overrides the person's choice for this photo. */
export function useSubmitPhoto() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ photo, framing }: { photo: Blob; framing?: Framing }) =>
      submitPhoto(photo, framing ?? usePhotos.getState().framing),
    onSuccess: async ({ id }, { photo }) => {
      usePhotos.getState().remember(id, photo);
      await navigate(`/analyses/${id}`);
    },
  });
}
