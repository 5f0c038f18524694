import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { anAnalysis, aResource, finding } from "@/testing/analysis";
import { renderAt } from "@/testing/renderAt";
import { problem, server, sse } from "@/testing/server";

function answerWith(...resources: ReturnType<typeof aResource>[]) {
  server.use(
    http.get("/api/analyses/a1", () => {
      const [next] = resources.length > 1 ? resources.splice(0, 1) : resources;
      return HttpResponse.json(next);
    }),
  );
}

describe("on the way", () => {
  it("names the stage it is at, and shows the result when it is done", async () => {
    let finish = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (text: string) => controller.enqueue(new TextEncoder().encode(text));
        send(sse("progress", { stage: "face", done: 1, total: 4 }));
        finish = () => {
          send(sse("done", { id: "a1" }));
          controller.close();
        };
      },
    });
    answerWith(aResource({ status: "running", analysis: null }), aResource());
    server.use(
      http.get(
        "/api/analyses/a1/events",
        () => new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } }),
      ),
    );
    renderAt("/analyses/a1");
    expect(await screen.findByText("얼굴 찾기")).toBeVisible();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "25");
    finish();
    expect(await screen.findByText("건성에 가까운 피부예요.")).toBeVisible();
  });
});

describe("failed", () => {
  it("gives message, hint and ways on, with a second try as a close-up where no face was found", async () => {
    const error = {
      code: "no_face",
      messages: { ko: { message: "얼굴을 찾지 못했어요.", hint: "정면에서 찍어 주세요." } },
    };
    answerWith(aResource({ status: "failed", analysis: null, error: error as never }));
    renderAt("/analyses/a1");
    expect(await screen.findByRole("alert")).toHaveTextContent("얼굴을 찾지 못했어요.정면에서 찍어 주세요.");
    expect(screen.getByRole("button", { name: "다른 사진으로 하기" })).toBeEnabled();
    expect(screen.getByRole("link", { name: "사진 찍기" })).toHaveAttribute("href", "/camera");
  });

  it("says so when the time of a result is up", async () => {
    server.use(
      http.get("/api/analyses/a1", () =>
        problem(404, "not_found", "보관 시간이 지났어요.", "다시 분석해 주세요."),
      ),
    );
    renderAt("/analyses/a1");
    expect(await screen.findByRole("alert")).toHaveTextContent("보관 시간이 지났어요.");
    expect(screen.getByRole("link", { name: "처음으로 가기" })).toBeVisible();
  });
});

describe("a result", () => {
  it("says that it is no diagnosis", async () => {
    answerWith(aResource());
    renderAt("/analyses/a1");
    expect(await screen.findByText(/이 결과는 진단이 아니에요/)).toBeVisible();
  });

  it("opens a concern to its regions and says which could not be measured", async () => {
    answerWith(
      aResource({
        analysis: anAnalysis({
          findings: [finding("redness", "left_cheek", 30, 3), finding("redness", "chin", null, null)],
        }),
      }),
    );
    const { user } = renderAt("/analyses/a1");
    const row = await screen.findByRole("button", { name: /홍조\s*뚜렷한 편\s*45점/ });
    await user.click(row);
    expect(row).toHaveAttribute("aria-expanded", "true");
    const cheek = screen.getByRole("button", { name: /왼쪽 볼/ });
    await user.click(cheek);
    expect(cheek).toHaveAttribute("aria-pressed", "true");
    expect(screen.getByText("왼쪽 볼 · 뚜렷한 편")).toBeInTheDocument();
    expect(screen.getByText("잴 수 없었어요")).toBeVisible();
  });

  it("counts the spots of a region, which has no score of its own", async () => {
    const spots = { ...finding("acne", "chin", null, null), value: 3, unit: "lesions" };
    answerWith(aResource({ analysis: anAnalysis({ findings: [finding("acne", "face", 70, 1), spots] }) }));
    const { user } = renderAt("/analyses/a1");
    await user.click(await screen.findByRole("button", { name: /여드름\s*약한 편\s*70점/ }));
    expect(screen.getByRole("button", { name: /턱\s*3개/ })).toBeEnabled();
  });

  it("is honest about a skin type it cannot tell", async () => {
    const skin_type = { label: "uncertain", probabilities: { dry: 0.36, normal: 0.34, oily: 0.3 } } as const;
    answerWith(aResource({ analysis: anAnalysis({ skin_type }) }));
    renderAt("/analyses/a1");
    expect(await screen.findByText("사진만으로는 판단이 어려워요")).toBeVisible();
    expect(screen.getByRole("img", { name: /건성 36%, 중성 34%, 지성 30%/ })).toBeVisible();
  });

  it("says what came from the photo and what from the person's own answers", async () => {
    const photo = { dry: 0.2, normal: 0.6, oily: 0.1, combination: 0.1 };
    const dry = { dry: 0.7, normal: 0.1, oily: 0.1, combination: 0.1 };
    const self_report = {
      answers: { flaking: "often" },
      leaning: {},
      photo,
      answers_alone: dry,
      together: dry,
    };
    answerWith(aResource({ analysis: anAnalysis({ self_report }) }));
    renderAt("/analyses/a1");
    expect(await screen.findByText(/사진만 보면 중성, 답변만 보면 건성에 가까워요/)).toBeVisible();
  });

  it("names a spot by what it looks like, never as a disease", async () => {
    answerWith(aResource());
    const { user } = renderAt("/analyses/a1");
    const spot = await screen.findByRole("button", { name: "여드름처럼 보이는 곳 1, 확신도 72%" });
    await user.click(spot);
    expect(spot).toHaveAttribute("aria-pressed", "true");
  });

  it("says when spots are not looked for at all", async () => {
    answerWith(aResource({ analysis: anAnalysis({ lesions: [], models: { lesions: "not installed" } }) }));
    renderAt("/analyses/a1");
    expect(await screen.findByText(/아직 설치되지 않았어요/)).toBeVisible();
  });

  it("gives each routine step its reason and source", async () => {
    answerWith(aResource());
    renderAt("/analyses/a1");
    const routine = await screen.findByRole("region", { name: "오늘부터 이렇게" });
    expect(within(routine).getByText("붉은 기가 진해지는 것을 막아요.")).toBeVisible();
    expect(within(routine).getByRole("link", { name: /AAD/ })).toHaveAttribute(
      "href",
      "https://example.org/sun",
    );
  });

  it("passes on what would make the photo better", async () => {
    const quality = {
      score: 61,
      accepted: true,
      issues: [{ code: "blurred", message: "사진이 조금 흐려요." }],
    };
    answerWith(aResource({ analysis: anAnalysis({ quality }) }));
    renderAt("/analyses/a1");
    expect(await screen.findByText("사진이 조금 흐려요.")).toBeVisible();
  });
});

describe("a close-up", () => {
  it("shows scores without grades and the photo without regions", async () => {
    const findings = [finding("pigmentation", "face", 58, null), finding("redness", "face", null, null)];
    const closeup = { face: { box: null, count: 0 }, regions: [], lesions: [], findings };
    answerWith(aResource({ analysis: anAnalysis(closeup) }));
    renderAt("/analyses/a1");
    expect(await screen.findByRole("button", { name: /색소침착\s*58점/ })).toBeVisible();
    expect(screen.getByRole("heading", { name: "참고로 볼 것" })).toBeVisible();
  });
});

describe("the person's say", () => {
  it("deletes the result now and goes back to the start", async () => {
    let deleted = false;
    answerWith(aResource());
    server.use(
      http.delete("/api/analyses/a1", () => {
        deleted = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = renderAt("/analyses/a1");
    await user.click(await screen.findByRole("button", { name: "지금 지우기" }));
    expect(await screen.findByText("결과를 지웠어요.")).toBeVisible();
    expect(await screen.findByRole("link", { name: "사진 찍기" })).toBeVisible();
    expect(deleted).toBe(true);
  });

  it("offers keeping only where the service keeps anything", async () => {
    answerWith(aResource());
    renderAt("/analyses/a1");
    expect(await screen.findByText(/이 서버는 결과를 따로 보관하지 않아요/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "결과 보관하기" })).toBeNull();
  });

  it("keeps the result for a person who asks", async () => {
    let asked: unknown;
    answerWith(aResource(), aResource({ kept: true, expires_at: null }));
    server.use(
      http.get("/api/history", () => HttpResponse.json({ enabled: true, keep_results: false, results: [] })),
      http.put("/api/me/consent", async ({ request }) => {
        asked = await request.json();
        return HttpResponse.json({ enabled: true, keep_results: true });
      }),
    );
    const { user } = renderAt("/analyses/a1");
    await user.click(await screen.findByRole("button", { name: "결과 보관하기" }));
    expect(await screen.findByText(/보관한 결과예요/)).toBeVisible();
    expect(asked).toEqual({ keep_results: true, analysis_id: "a1" });
  });
});
