export const GRADE_COLOURS = [
  "var(--grade-0)",
  "var(--grade-1)",
  "var(--grade-2)",
  "var(--grade-3)",
] as const;

export type GradeKey = "0" | "1" | "2" | "3" | "unknown";

export function gradeKey(grade: number | null): GradeKey {
  return grade === null || grade < 0 || grade > 3 ? "unknown" : (String(Math.round(grade)) as GradeKey);
}

export function gradeColour(grade: number | null): string {
  return GRADE_COLOURS[Math.round(grade ?? -1)] ?? "var(--muted)";
}
