import { create } from "zustand";
import type { Concern, RegionName } from "@/api/model";

/** What the person is looking at: the list beside the photo and the drawing on it follow the same choice. */
interface Selection {
  concern: Concern | null;
  region: RegionName | null;
  lesion: number | null;
  showLesions: boolean;
  pickConcern: (concern: Concern | null) => void;
  pickRegion: (region: RegionName | null) => void;
  pickLesion: (lesion: number | null) => void;
  toggleLesions: () => void;
}

export const useSelection = create<Selection>((set) => ({
  concern: null,
  region: null,
  lesion: null,
  showLesions: true,
  pickConcern: (concern) => set({ concern, region: null }),
  pickRegion: (region) => set({ region }),
  pickLesion: (lesion) => set({ lesion, showLesions: true }),
  toggleLesions: () => set(({ showLesions }) => ({ showLesions: !showLesions, lesion: null })),
}));
