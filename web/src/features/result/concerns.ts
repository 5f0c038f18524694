import type { Analysis, Concern, Finding, RegionName, SignLabel } from "@/api/model";
import { type GradeKey, gradeKey } from "./grade";

/** Natural lightness is neither good nor bad, so it is told apart from what can be cared for. */
const NOT_A_CONCERN: Concern = "tone";
const WHOLE: readonly RegionName[] = ["face", "t_zone", "u_zone"];
const CARE_FROM_GRADE = 2;

export interface ConcernSummary {
  concern: Concern;
  score: number | null;
  grade: number | null;
  /** Set for the signs that a calibrated head decides on. */
  sign: SignLabel | null;
  regions: Finding[];
}

function mean(values: number[]): number | null {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

function known<T>(values: (T | null)[]): T[] {
  return values.filter((value): value is T => value !== null);
}

function signOf(analysis: Analysis, concern: Concern) {
  return concern === "redness" || concern === "wrinkles" || concern === "pores" ? analysis[concern] : null;
}

function summaryOf(analysis: Analysis, concern: Concern): ConcernSummary {
  const own = analysis.findings.filter((finding) => finding.concern === concern);
  const face = own.find(({ region }) => region === "face");
  const regions = own.filter(({ region }) => !WHOLE.includes(region));
  const sign = signOf(analysis, concern);
  return {
    concern,
    score: face?.score ?? sign?.score ?? mean(known(own.map(({ score }) => score))),
    grade: gradeOf(known(own.map(({ grade }) => grade)), sign?.label ?? null, face?.grade ?? 0),
    sign: sign?.label ?? null,
    regions,
  };
}

/** As the summary reads it: the worst region, bounded by what sign and grade of the whole face say. */
function gradeOf(grades: number[], sign: SignLabel | null, ofFace: number): number | null {
  const worst = grades.length ? Math.max(...grades) : null;
  if (sign === "present") return Math.max(CARE_FROM_GRADE, worst ?? 0);
  if (sign === "absent") return Math.min(Math.max(CARE_FROM_GRADE - 1, ofFace), worst ?? 0);
  return worst;
}

/** One summary for each measured concern, the most pressing first. */
export function summariseConcerns(analysis: Analysis): ConcernSummary[] {
  const concerns = [...new Set(analysis.findings.map(({ concern }) => concern))];
  return concerns
    .filter((concern) => concern !== NOT_A_CONCERN)
    .map((concern) => summaryOf(analysis, concern))
    .sort((a, b) => (b.grade ?? -1) - (a.grade ?? -1) || (a.score ?? 101) - (b.score ?? 101));
}

export function needsCare({ grade }: ConcernSummary): boolean {
  return grade !== null && grade >= CARE_FROM_GRADE;
}

/** What to call it: a grade, "unknown" where a sign could not be decided, nothing where there are only numbers. */
export function verdict({ grade, sign }: ConcernSummary): GradeKey | null {
  if (grade !== null) return gradeKey(grade);
  return sign === "uncertain" ? "unknown" : null;
}

/** Individual typology angle of the whole face, in degrees; null where it was not measured. */
export function lightness(analysis: Analysis): number | null {
  const tones = analysis.findings.filter(({ concern }) => concern === NOT_A_CONCERN);
  const face = tones.find(({ region }) => region === "face");
  return face?.value ?? mean(known(tones.map(({ value }) => value)));
}

/** Grade of each region for one concern, for tinting. */
export function gradesByRegion(analysis: Analysis, concern: Concern): Map<RegionName, number> {
  const grades = new Map<RegionName, number>();
  for (const finding of analysis.findings) {
    if (finding.concern !== concern || finding.grade === null || WHOLE.includes(finding.region)) continue;
    grades.set(finding.region, finding.grade);
  }
  return grades;
}

/** Concerns that can be tinted on the photo, the most pressing first. */
export function drawableConcerns(analysis: Analysis): Concern[] {
  return summariseConcerns(analysis)
    .map(({ concern }) => concern)
    .filter((concern) => gradesByRegion(analysis, concern).size > 0);
}
