import { create } from "zustand";
import type { Framing } from "@/api/model";

/** A photo lives in this tab's memory only, beside the analysis it was sent for. */
interface PhotoState {
  photos: Record<string, Blob>;
  framing: Framing;
  setFraming: (framing: Framing) => void;
  remember: (analysisId: string, photo: Blob) => void;
  forget: (analysisId: string) => void;
}

export const usePhotos = create<PhotoState>((set) => ({
  photos: {},
  framing: "auto",
  setFraming: (framing) => set({ framing }),
  remember: (analysisId, photo) => set(({ photos }) => ({ photos: { ...photos, [analysisId]: photo } })),
  forget: (analysisId) =>
    set(({ photos: { [analysisId]: _forgotten, ...photos } }) => ({
      photos,
    })),
}));
