import { http } from "msw";
import { expect, it } from "vitest";
import { problem, server, sse, stream } from "@/testing/server";
import { streamEvents } from "./events";
import { Problem } from "./problem";

async function collect(path: string) {
  const events = [];
  for await (const event of streamEvents(path)) events.push(event);
  return events;
}

it("reads events that arrive in pieces, even inside a Korean letter", async () => {
  const bytes = new TextEncoder().encode(sse("token", { text: "보습" }) + sse("done", { id: "a" }));
  const cut = 30; // inside the first letter's three bytes
  server.use(
    http.get("/api/s", () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
    }),
  );
  expect(await collect("/api/s")).toEqual([
    { event: "token", data: { text: "보습" } },
    { event: "done", data: { id: "a" } },
  ]);
});

it("skips the comments that keep a connection open", async () => {
  server.use(http.get("/api/s", () => stream(": ping\n\n", sse("done", 1))));
  expect(await collect("/api/s")).toEqual([{ event: "done", data: 1 }]);
});

it("throws the problem of a refused request before any event", async () => {
  server.use(
    http.get("/api/s", () =>
      problem(422, "question_empty", "질문이 비어 있어요.", "한 문장으로 적어 주세요."),
    ),
  );
  const error = await collect("/api/s").catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Problem);
  expect((error as Problem).words("ko")).toEqual({
    message: "질문이 비어 있어요.",
    hint: "한 문장으로 적어 주세요.",
  });
});
