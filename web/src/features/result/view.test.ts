import { describe, expect, it } from "vitest";
import {
  faceView,
  isWhole,
  keepInside,
  panned,
  photoBox,
  placeIn,
  viewAround,
  wholeView,
  zoomed,
} from "./view";

const image = { width: 1000, height: 800 };

describe("what the frame shows", () => {
  it("is the whole photo, letterboxed, for a close-up", () => {
    const view = faceView(image, null, 1);
    expect(view).toEqual({ x: 0, y: -100, width: 1000, height: 1000 });
    expect(isWhole(view, image)).toBe(true);
  });

  it("is the face with air around it, inside the photo", () => {
    const view = faceView(image, [400, 300, 200, 200], 4 / 5);
    expect(view.width / view.height).toBeCloseTo(4 / 5);
    expect(view.x).toBeLessThan(400);
    expect(view.x + view.width).toBeGreaterThan(600);
    expect(view.y).toBeGreaterThanOrEqual(0);
  });

  it("slides back into the photo when the face is at its edge", () => {
    const view = faceView(image, [0, 0, 200, 200], 1);
    expect(view).toMatchObject({ x: 0, y: 0 });
  });

  it("keeps the aspect of the frame around any rectangle", () => {
    expect(viewAround({ x: 0, y: 0, width: 100, height: 10 }, 1)).toEqual({
      x: 0,
      y: -45,
      width: 100,
      height: 100,
    });
  });
});

describe("zoom and pan", () => {
  const start = { x: 0, y: 0, width: 800, height: 800 };

  it("keeps the point under the fingers in place", () => {
    const next = zoomed(start, 2, image, { x: 0.25, y: 0.75 });
    expect(next).toEqual({ x: 100, y: 300, width: 400, height: 400 });
  });

  it("never shows more than the whole photo nor less than an eighth", () => {
    expect(zoomed(start, 0.01, image).width).toBe(wholeView(image, 1).width);
    expect(zoomed(start, 1000, image).width).toBe(wholeView(image, 1).width / 8);
  });

  it("stops at the edge of the photo", () => {
    expect(panned(start, -1, 0, image).x).toBe(0);
    expect(panned(start, 1, 0, image).x).toBe(200);
  });

  it("centres what is smaller than the frame", () => {
    expect(keepInside({ x: 300, y: 0, width: 2000, height: 800 }, image).x).toBe(-500);
  });
});

describe("placing things over the photo", () => {
  const view = { x: 100, y: 50, width: 200, height: 100 };

  it("scales the photo so that the view fills the frame", () => {
    expect(photoBox(view, image)).toEqual({ left: "-50%", top: "-50%", width: "500%", height: "800%" });
  });

  it("puts a photo point where the drawing has it", () => {
    expect(placeIn(view, 200, 75)).toEqual({ left: "50%", top: "25%" });
  });
});
