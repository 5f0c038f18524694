export type Point = readonly [number, number];

/** `points` attribute of an SVG polygon. */
export function pointList(polygon: readonly Point[]): string {
  return polygon.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
}

/** Centre of area (shoelace); the mean of the vertices where the polygon encloses nothing. */
export function centroid(polygon: readonly Point[]): Point {
  let area = 0;
  let cx = 0;
  let cy = 0;
  polygon.forEach(([x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length] ?? [x0, y0];
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    cx += (x0 + x1) * cross;
    cy += (y0 + y1) * cross;
  });
  if (Math.abs(area) > 1e-9) return [cx / (3 * area), cy / (3 * area)];
  const count = Math.max(polygon.length, 1);
  const mean = (axis: 0 | 1): number => polygon.reduce((sum, point) => sum + point[axis], 0) / count;
  return [mean(0), mean(1)];
}

/** The polygon drawn closer to its centre (factor below 1). */
export function shrunk(polygon: readonly Point[], factor: number): Point[] {
  const [cx, cy] = centroid(polygon);
  return polygon.map(([x, y]) => [cx + (x - cx) * factor, cy + (y - cy) * factor]);
}

/** Path of a polygon with another cut out of it; fill it by the even-odd rule. */
export function ringPath(outer: readonly Point[], inner: readonly Point[]): string {
  return [outer, inner]
    .filter(({ length }) => length > 0)
    .map((polygon) => `M${pointList(polygon).replaceAll(" ", "L")}Z`)
    .join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
