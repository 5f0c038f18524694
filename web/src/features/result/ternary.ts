/** Geometry of a triangle plot: normal on top, dry bottom left, oily bottom right. */
export interface Shares {
  dry: number;
  normal: number;
  oily: number;
}

export interface Corners {
  dry: { x: number; y: number };
  normal: { x: number; y: number };
  oily: { x: number; y: number };
}

/** Equilateral triangle of the given side, its bounding box at (0, 0). */
export function corners(side: number): Corners {
  const height = (side * Math.sqrt(3)) / 2;
  return { normal: { x: side / 2, y: 0 }, dry: { x: 0, y: height }, oily: { x: side, y: height } };
}

/** Barycentric position of three shares; they need not add up to one. */
export function ternaryPoint(shares: Shares, at: Corners): { x: number; y: number } {
  const total = shares.dry + shares.normal + shares.oily;
  if (total <= 0) return ternaryPoint({ dry: 1, normal: 1, oily: 1 }, at);
  const along = (axis: "x" | "y"): number =>
    (shares.dry * at.dry[axis] + shares.normal * at.normal[axis] + shares.oily * at.oily[axis]) / total;
  return { x: along("x"), y: along("y") };
}

/** Whole percentages that add up to 100 (largest remainder). */
export function percentages(shares: Shares): Shares {
  const keys = ["dry", "normal", "oily"] as const;
  const total = keys.reduce((sum, key) => sum + shares[key], 0) || 1;
  const exact = keys.map((key) => ({ key, value: (shares[key] / total) * 100 }));
  const rounded = Object.fromEntries(
    exact.map(({ key, value }) => [key, Math.floor(value)]),
  ) as unknown as Shares;
  const left = 100 - keys.reduce((sum, key) => sum + rounded[key], 0);
  const byRemainder = exact.sort((a, b) => (b.value % 1) - (a.value % 1));
  for (const { key } of byRemainder.slice(0, left)) rounded[key] += 1;
  return rounded;
}
