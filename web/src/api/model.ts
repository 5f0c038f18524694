/** The nouns of the HTTP API, mirroring `sesaclinic.domain`. Boxes and polygons are in photo pixels. */

export type Lang = "ko" | "en";

export type RegionName =
  | "face"
  | "forehead"
  | "glabella"
  | "left_cheek"
  | "right_cheek"
  | "nose"
  | "chin"
  | "left_under_eye"
  | "right_under_eye"
  | "left_crows_feet"
  | "right_crows_feet"
  | "nasolabial"
  | "perioral"
  | "t_zone"
  | "u_zone";

export type Concern =
  | "redness"
  | "pigmentation"
  | "tone"
  | "evenness"
  | "shine"
  | "dryness"
  | "wrinkles"
  | "pores"
  | "blackheads"
  | "dark_circles"
  | "acne";

export type LesionLabel = "acne" | "pigmentation" | "psoriasis";
export type SkinTypeLabel = "dry" | "normal" | "oily" | "combination" | "uncertain";
export type SignLabel = "present" | "absent" | "uncertain";
export type TriageLevel = "none" | "caution" | "doctor" | "urgent" | "out_of_scope";
export type Framing = "auto" | "face" | "closeup";

export interface SkinType {
  label: SkinTypeLabel;
  probabilities: { dry: number; normal: number; oily: number };
}

export interface Sign {
  label: SignLabel;
  probability: number;
  score: number;
}

export interface Lesion {
  label: LesionLabel;
  confidence: number;
  /** x0, y0, x1, y1 */
  box: [number, number, number, number];
}

export interface Finding {
  concern: Concern;
  region: RegionName;
  score: number | null;
  grade: number | null;
  value: number | null;
  unit: string;
}

export interface Region {
  name: RegionName;
  polygon: [number, number][];
}

export interface Analysis {
  photo: string;
  face: { box: [number, number, number, number] | null; count: number };
  quality: { score: number; accepted: boolean; issues: { code: string; message: string }[] };
  skin_type: SkinType;
  redness: Sign;
  wrinkles: Sign;
  pores: Sign;
  lesions: Lesion[];
  findings: Finding[];
  models: Record<string, string>;
  timings_ms: Record<string, number>;
  image: { width: number; height: number } | null;
  regions: Region[];
}

export interface Citation {
  n: number;
  article: string;
  section: string;
  title: string;
  url: string;
}

export interface Answer {
  answer: string;
  citations: Citation[];
  provider: string;
  triage: { level: TriageLevel; reasons: string[] };
}

export interface RoutineStep {
  when: "morning" | "evening";
  step: number;
  title: string;
  why: string;
  citations: Citation[];
}

export interface AnalysisResource {
  id: string;
  status: "queued" | "running" | "done" | "failed";
  created_at: string;
  expires_at: string | null;
  kept: boolean;
  analysis: Analysis | null;
  summary: string[];
  routine: RoutineStep[];
  error: ProblemBody | null;
}

export interface HistoryEntry {
  id: string;
  created_at: string;
  skin_type: SkinTypeLabel;
  scores: Partial<Record<Concern, number>>;
  summary: string[];
}

export interface History {
  /** Whether this service keeps results at all. */
  enabled: boolean;
  /** Whether this person asked it to. */
  keep_results: boolean;
  results: HistoryEntry[];
}

export interface Chat {
  id: string;
  suggestions: string[];
}

/** RFC 9457 problem, with both languages at hand. */
export interface ProblemBody {
  status?: number;
  code: string;
  detail?: string;
  hint?: string;
  messages?: Record<string, { message: string; hint: string }>;
}
