import type { Analysis, AnalysisResource, Concern, Finding, RegionName } from "@/api/model";

export function finding(
  concern: Concern,
  region: RegionName,
  score: number | null,
  grade: number | null,
): Finding {
  return { concern, region, score, grade, value: 1, unit: "a.u." };
}

/** A dry skin with marked redness of the left cheek and one spot. */
export function anAnalysis(change: Partial<Analysis> = {}): Analysis {
  return {
    photo: "me.jpg",
    face: { box: [100, 100, 200, 250], count: 1 },
    quality: { score: 82, accepted: true, issues: [] },
    skin_type: { label: "dry", probabilities: { dry: 0.6, normal: 0.3, oily: 0.1 } },
    redness: { label: "present", probability: 0.8, score: 45 },
    wrinkles: { label: "uncertain", probability: 0.5, score: 60 },
    pores: { label: "absent", probability: 0.1, score: 85 },
    lesions: [{ label: "acne", confidence: 0.72, box: [150, 200, 160, 210] }],
    findings: [
      finding("redness", "left_cheek", 30, 3),
      finding("redness", "forehead", 70, 1),
      finding("pores", "nose", 85, 0),
      { ...finding("tone", "face", null, null), value: 38.4 },
    ],
    models: {},
    timings_ms: {},
    image: { width: 400, height: 500 },
    regions: [
      {
        name: "left_cheek",
        polygon: [
          [220, 200],
          [280, 200],
          [280, 260],
          [220, 260],
        ],
      },
    ],
    ...change,
  };
}

export function aResource(change: Partial<AnalysisResource> = {}): AnalysisResource {
  return {
    id: "a1",
    status: "done",
    created_at: "2026-01-02T03:04:05Z",
    expires_at: "2026-01-02T03:34:05Z",
    kept: false,
    analysis: anAnalysis(),
    summary: ["건성에 가까운 피부예요.", "왼쪽 볼에 붉은 기가 뚜렷해요."],
    routine: [
      {
        when: "morning",
        step: 1,
        title: "자외선 차단제",
        why: "붉은 기가 진해지는 것을 막아요.",
        citations: [
          { n: 1, article: "sunscreen", section: "고르기", title: "AAD", url: "https://example.org/sun" },
        ],
      },
    ],
    error: null,
    ...change,
  };
}
