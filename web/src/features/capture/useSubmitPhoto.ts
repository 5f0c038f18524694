import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { type Answers, submitPhoto } from "@/api/analyses";
import type { Framing } from "@/api/model";
import { usePhotos } from "./photoStore";

interface Submission {
  photo: Blob;
  /** Overrides the person's choice for this photo. */
  framing?: Framing;
  answers?: Answers;
}

/** Sends a photo and moves on to its analysis. */
export function useSubmitPhoto() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ photo, framing, answers }: Submission) =>
      submitPhoto(photo, framing ?? usePhotos.getState().framing, answers),
    onSuccess: async ({ id }, { photo }) => {
      usePhotos.getState().remember(id, photo);
      await navigate(`/analyses/${id}`);
    },
  });
}
