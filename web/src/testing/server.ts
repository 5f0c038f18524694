import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { ProblemBody } from "@/api/model";

/** The service, faked at the network: each test says what it answers. History is off unless a test turns it on. */
export const server = setupServer(
  http.get("/api/history", () => HttpResponse.json({ enabled: false, keep_results: false, results: [] })),
);

export function problem(status: number, code: string, message: string, hint: string) {
  const body: ProblemBody = {
    status,
    code,
    detail: message,
    hint,
    messages: { ko: { message, hint }, en: { message: `${code} (en)`, hint: `${code} hint (en)` } },
  };
  return HttpResponse.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

/** A server-sent event on the wire. */
export function sse(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** An event stream sent in the given pieces, which need not end where events do. */
export function stream(...pieces: string[]) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
}
