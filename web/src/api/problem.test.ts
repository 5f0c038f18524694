import { describe, expect, it } from "vitest";
import { asProblem, Problem } from "./problem";

const words = {
  ko: { message: "얼굴이 없어요.", hint: "정면에서." },
  en: { message: "No face.", hint: "Face on." },
};

describe("Problem.words", () => {
  it("speaks the page's language, and English where it has no words for it", () => {
    const problem = new Problem({ code: "no_face", messages: words });
    expect(problem.words("ko")).toEqual(words.ko);
    expect(problem.words("ja")).toEqual(words.en);
  });

  it("falls back to the detail of a problem without both languages", () => {
    expect(new Problem({ code: "x", detail: "안 돼요." }).words("ko")).toEqual({
      message: "안 돼요.",
      hint: "",
    });
    expect(new Problem({ code: "x" }).words("ko")).toBeNull();
  });
});

describe("Problem.from", () => {
  it("reads a problem document", async () => {
    const problem = await Problem.from(new Response(JSON.stringify({ code: "too_dark" }), { status: 422 }));
    expect(problem.body).toMatchObject({ code: "too_dark", status: 422 });
  });

  it("makes do with an answer that is not one, such as a proxy's", async () => {
    const problem = await Problem.from(new Response("<html>Bad gateway</html>", { status: 502 }));
    expect(problem.body).toEqual({ code: "internal", status: 502 });
  });
});

it("takes anything else thrown as a lost connection", () => {
  expect(asProblem(new TypeError("Failed to fetch")).body.code).toBe("network");
});
