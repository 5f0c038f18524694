import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it } from "vitest";
import type { Answer } from "@/api/model";
import { renderAt } from "@/testing/renderAt";
import { problem, server, sse, stream } from "@/testing/server";

const citation = {
  n: 1,
  article: "dry",
  section: "보습",
  title: "AAD – Dry skin",
  url: "https://example.org/dry",
};

function anAnswer(change: Partial<Answer> = {}): Answer {
  return {
    answer: "보습제를 발라요. [1]",
    citations: [citation],
    provider: "builtin",
    triage: { level: "none", reasons: [] },
    ...change,
  };
}

function answerWith(answer: Answer) {
  server.use(
    http.post("/api/chats/c1/messages", () =>
      stream(
        sse("citations", answer.citations),
        sse("token", { text: answer.answer.slice(0, 4) }),
        sse("token", { text: answer.answer.slice(4) }),
        sse("done", answer),
      ),
    ),
  );
}

beforeEach(() => {
  server.use(
    http.post("/api/chats", () =>
      HttpResponse.json({ id: "c1", suggestions: ["건성 피부는 어떻게 관리해요?"] }, { status: 201 }),
    ),
  );
});

it("answers a starter question and opens the source behind a number", async () => {
  answerWith(anAnswer());
  const { user } = renderAt("/chat");
  await user.click(await screen.findByRole("button", { name: "건성 피부는 어떻게 관리해요?" }));
  await user.click(await screen.findByRole("button", { name: "근거 1 보기" }));
  expect(screen.getByText("AAD – Dry skin")).toBeVisible();
  expect(screen.getByRole("link", { name: "원문 열기" })).toHaveAttribute("href", "https://example.org/dry");
});

it("sends with Enter and writes a new line with Shift+Enter", async () => {
  let question: unknown;
  answerWith(anAnswer());
  server.use(
    http.post("/api/chats/c1/messages", async ({ request }) => {
      question = await request.clone().json();
    }),
  );
  const { user } = renderAt("/chat");
  await user.type(
    await screen.findByRole("textbox", { name: "질문" }),
    "첫 줄{Shift>}{Enter}{/Shift}둘째 줄{Enter}",
  );
  expect(await screen.findByText(/보습제를 발라요/)).toBeVisible();
  expect(question).toEqual({ question: "첫 줄\n둘째 줄" });
});

it.each([
  ["urgent", "지금 바로 진료를 받아 주세요"],
  ["doctor", "피부과 진료를 권해요"],
  ["caution", "주의해서 읽어 주세요"],
] as const)("puts a banner over an answer triaged %s", async (level, title) => {
  answerWith(anAnswer({ triage: { level, reasons: [] } }));
  const { user } = renderAt("/chat");
  await user.type(await screen.findByRole("textbox", { name: "질문" }), "얼굴이 부어요{Enter}");
  expect(await screen.findByText(title)).toBeVisible();
});

it("explains a refused question and asks it again on request", async () => {
  let calls = 0;
  answerWith(anAnswer());
  server.use(
    http.post("/api/chats/c1/messages", () => {
      calls += 1;
      if (calls === 1)
        return problem(429, "rate_limited", "요청이 너무 잦아요.", "잠시 뒤 다시 시도해 주세요.");
    }),
  );
  const { user } = renderAt("/chat");
  await user.type(await screen.findByRole("textbox", { name: "질문" }), "홍조{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("요청이 너무 잦아요.");
  await user.click(screen.getByRole("button", { name: "다시 시도" }));
  expect(await screen.findByText(/보습제를 발라요/)).toBeVisible();
  expect(screen.getAllByText("홍조")).toHaveLength(1);
});

it("says so when the stream breaks off before its end", async () => {
  server.use(http.post("/api/chats/c1/messages", () => stream(sse("token", { text: "보습" }))));
  const { user } = renderAt("/chat");
  await user.type(await screen.findByRole("textbox", { name: "질문" }), "홍조{Enter}");
  expect(await screen.findByText("서비스에 연결하지 못했어요.")).toBeVisible();
});

it("stops an answer on request and keeps what has been said", async () => {
  server.use(
    http.post("/api/chats/c1/messages", () => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) =>
          controller.enqueue(new TextEncoder().encode(sse("token", { text: "보습제를" }))),
      });
      return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
    }),
  );
  const { user } = renderAt("/chat");
  await user.type(await screen.findByRole("textbox", { name: "질문" }), "홍조{Enter}");
  expect(await screen.findByText("보습제를")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "멈추기" }));
  expect(await screen.findByText("답변을 멈췄어요.")).toBeVisible();
  expect(screen.getByText("보습제를")).toBeVisible();
});

it("never turns an address that the answer made up into a link", async () => {
  answerWith(anAnswer({ answer: "[여기](https://bad.example) <b>굵게</b> **중요**" }));
  const { user } = renderAt("/chat");
  await user.type(await screen.findByRole("textbox", { name: "질문" }), "홍조{Enter}");
  expect(await screen.findByText("중요")).toBeVisible();
  expect(screen.queryByRole("link", { name: "여기" })).toBeNull();
});

it("opens another chat when the old one's time was up", async () => {
  let opened = 0;
  server.use(
    http.post("/api/chats", () => {
      opened += 1;
      return HttpResponse.json({ id: `c${opened}`, suggestions: [] }, { status: 201 });
    }),
    http.post("/api/chats/c1/messages", () =>
      problem(404, "not_found", "보관 시간이 지났어요.", "새로 시작해요."),
    ),
    http.post("/api/chats/c2/messages", () => stream(sse("done", anAnswer()))),
  );
  const { user } = renderAt("/chat");
  await user.type(await screen.findByRole("textbox", { name: "질문" }), "홍조{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("보관 시간이 지났어요.");
  await user.click(screen.getByRole("button", { name: "다시 시도" }));
  expect(await screen.findByText(/보습제를 발라요/)).toBeVisible();
});

it("says when the result to talk about is gone, and offers to go on without it", async () => {
  server.use(
    http.get("/api/analyses/a1", () =>
      problem(404, "not_found", "보관 시간이 지났어요.", "다시 분석해 주세요."),
    ),
    http.post("/api/chats", () => problem(404, "not_found", "보관 시간이 지났어요.", "다시 분석해 주세요.")),
  );
  renderAt("/analyses/a1/chat");
  expect(await screen.findByRole("alert")).toHaveTextContent("보관 시간이 지났어요.");
  expect(screen.getByRole("link", { name: "사진 없이 물어보기" })).toHaveAttribute("href", "/chat");
});

it("starts anew", async () => {
  answerWith(anAnswer());
  server.use(http.delete("/api/chats/c1", () => new HttpResponse(null, { status: 204 })));
  const { user } = renderAt("/chat");
  await user.click(await screen.findByRole("button", { name: "건성 피부는 어떻게 관리해요?" }));
  await user.click(await screen.findByRole("button", { name: "새 대화" }));
  expect(await screen.findByRole("heading", { name: "무엇이든 물어보세요" })).toBeVisible();
});
