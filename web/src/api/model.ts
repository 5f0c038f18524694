/** The nouns of the HTTP API under short names. Boxes and polygons are in photo pixels. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Analysis = Schemas["Analysis"];
export type AnalysisResource = Schemas["AnalysisResource"];
export type Chat = Schemas["ChatResource"];
export type Citation = Schemas["Citation"];
export type Concern = Schemas["Concern"];
export type Finding = Schemas["Finding"];
export type History = Schemas["HistoryResource"];
export type HistoryEntry = Schemas["HistoryEntry"];
export type Lesion = Schemas["Lesion"];
export type RegionName = Schemas["RegionName"];
export type RoutineStep = Schemas["RoutineStep"];
export type LesionLabel = Lesion["label"];
export type SignLabel = Schemas["Sign"]["label"];
export type SelfReport = Schemas["SelfReport"];
export type SkinTypeLabel = Schemas["SkinType"]["label"];

/** What the service says went wrong; only `code` is sure, since a proxy may have answered instead. */
export type ProblemBody = Partial<Schemas["Problem"]> & { code: string };

export type Framing = "auto" | "face" | "closeup";

/** The languages of this page and of the service. */
export type Lang = "ko" | "en" | "ja" | "zh";

/** Data of the `done` event of a chat message; OpenAPI does not describe events. */
export interface Answer {
  answer: string;
  citations: Citation[];
  provider: string;
  triage: { level: "none" | "caution" | "doctor" | "urgent" | "out_of_scope"; reasons: string[] };
}
