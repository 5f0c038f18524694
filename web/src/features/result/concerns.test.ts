import { describe, expect, it } from "vitest";
import { anAnalysis, finding } from "@/testing/analysis";
import { gradesByRegion, lightness, needsCare, summariseConcerns, verdict } from "./concerns";

describe("summariseConcerns", () => {
  it("puts the most pressing concern first and leaves lightness out", () => {
    expect(summariseConcerns(anAnalysis()).map(({ concern }) => concern)).toEqual(["redness", "pores"]);
  });

  it("takes the worst region's grade, and the score of the whole face", () => {
    const [redness] = summariseConcerns(anAnalysis());
    expect(redness).toMatchObject({ score: 45, grade: 3 });
    const findings = [finding("redness", "face", 64, 1), finding("redness", "nose", 30, 3)];
    expect(summariseConcerns(anAnalysis({ findings }))[0]).toMatchObject({ score: 64, grade: 3 });
  });

  it("names no verdict where there are only numbers, and owns up to a sign it could not decide", () => {
    const only = (concern: "evenness" | "wrinkles") =>
      summariseConcerns(anAnalysis({ findings: [finding(concern, "face", 60, null)] })).map(verdict);
    expect(only("evenness")).toEqual([null]);
    expect(only("wrinkles")).toEqual(["unknown"]);
  });

  it("calls a sign that is absent mild at most, whatever one region says", () => {
    const pores = summariseConcerns(anAnalysis({ findings: [finding("pores", "nose", 20, 3)] }))[0];
    expect(pores?.grade).toBe(1);
    expect(pores && needsCare(pores)).toBe(false);
  });

  it("keeps a moderate grade of the whole face though the sign, which means a marked one, is absent", () => {
    const findings = [finding("redness", "face", 55, 2), finding("redness", "nose", 20, 3)];
    const redness = { label: "absent", probability: 0.1, score: 55 } as const;
    expect(summariseConcerns(anAnalysis({ findings, redness }))[0]?.grade).toBe(2);
  });

  it("asks for care where a sign is present though no region stands out", () => {
    const redness = summariseConcerns(anAnalysis({ findings: [finding("redness", "nose", 80, 0)] }))[0];
    expect(redness?.grade).toBe(2);
  });

  it("knows nothing about what could not be measured", () => {
    const shine = summariseConcerns(anAnalysis({ findings: [finding("shine", "nose", null, null)] }))[0];
    expect(shine).toMatchObject({ score: null, grade: null });
  });

  it("lists single regions, not their unions", () => {
    const findings = [finding("shine", "t_zone", 40, 2), finding("shine", "nose", 40, 2)];
    expect(summariseConcerns(anAnalysis({ findings }))[0]?.regions.map(({ region }) => region)).toEqual([
      "nose",
    ]);
    expect([...gradesByRegion(anAnalysis({ findings }), "shine").keys()]).toEqual(["nose"]);
  });
});

it("tells the lightness of the face in degrees", () => {
  expect(lightness(anAnalysis())).toBe(38.4);
  expect(lightness(anAnalysis({ findings: [] }))).toBeNull();
});
