import { streamEvents } from "./events";
import { request, requestJson } from "./http";
import type { AnalysisResource, Framing, ProblemBody, SelfReport } from "./model";

/** What a person says of their own skin: question to answer. */
export type Answers = SelfReport["answers"];

import { Problem } from "./problem";

export interface Progress {
  stage: string;
  done: number;
  total: number;
}

function photoForm(photo: Blob, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.append("photo", photo, photo instanceof File ? photo.name : "photo.jpg");
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

/** Hands the photo over and answers as soon as the service has taken it. */
export function submitPhoto(photo: Blob, framing: Framing, answers: Answers = {}): Promise<AnalysisResource> {
  return requestJson<AnalysisResource>("/api/analyses", {
    method: "POST",
    headers: { Prefer: "respond-async" },
    body: photoForm(photo, { framing, answers: JSON.stringify(answers) }),
  });
}

export function getAnalysis(id: string): Promise<AnalysisResource> {
  return requestJson<AnalysisResource>(`/api/analyses/${encodeURIComponent(id)}`);
}

/** Follows an analysis to its end; throws the Problem it failed with. */
export async function followAnalysis(
  id: string,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const { event, data } of streamEvents(`/api/analyses/${encodeURIComponent(id)}/events`, {
    signal,
  })) {
    if (event === "progress") onProgress(data as Progress);
    if (event === "failed") throw new Problem(data as ProblemBody);
    if (event === "done") return;
  }
}

export async function deleteAnalysis(id: string): Promise<void> {
  await request(`/api/analyses/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** An upright JPEG of a photo this browser cannot decode. */
export async function previewPhoto(photo: Blob): Promise<Blob> {
  const response = await request("/api/photos/preview", { method: "POST", body: photoForm(photo) });
  return response.blob();
}
