import { json, request, requestJson } from "./http";
import type { History } from "./model";

export function getHistory(): Promise<History> {
  return requestJson<History>("/api/history");
}

/** Keeps results from now on, beginning with this one. */
export async function keepResults(analysisId: string): Promise<void> {
  await request("/api/me/consent", json("PUT", { keep_results: true, analysis_id: analysisId }));
}

/** Deletes everything kept for this person, and the cookie it hung on. */
export async function forgetMe(): Promise<void> {
  await request("/api/me", { method: "DELETE" });
}
