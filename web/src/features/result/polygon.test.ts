import { expect, it } from "vitest";
import { centroid, pointList, ringPath, shrunk } from "./polygon";

const square = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
] as const;

it("writes points the way SVG reads them", () => {
  expect(
    pointList([
      [1.04, 2],
      [3, 4.26],
    ]),
  ).toBe("1,2 3,4.3");
});

it("finds the centre of an area, not of its vertices", () => {
  expect(centroid([...square, [0, 5]])).toEqual([5, 5]);
});

it("falls back to the mean of the vertices for a line", () => {
  expect(
    centroid([
      [0, 0],
      [4, 0],
    ]),
  ).toEqual([2, 0]);
});

it("cuts a smaller copy out of an outline", () => {
  expect(ringPath(square, shrunk(square, 0.5))).toBe(
    "M0,0L10,0L10,10L0,10ZM2.5,2.5L7.5,2.5L7.5,7.5L2.5,7.5Z",
  );
  expect(ringPath(square, [])).toBe("M0,0L10,0L10,10L0,10Z");
});
