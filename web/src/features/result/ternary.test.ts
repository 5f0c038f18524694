import { describe, expect, it } from "vitest";
import { corners, percentages, ternaryPoint } from "./ternary";

const at = corners(100);

describe("ternaryPoint", () => {
  it.each(["dry", "normal", "oily"] as const)("puts a certain %s skin on its corner", (type) => {
    const point = ternaryPoint({ dry: 0, normal: 0, oily: 0, [type]: 1 }, at);
    expect(point.x).toBeCloseTo(at[type].x);
    expect(point.y).toBeCloseTo(at[type].y);
  });

  it("puts equal shares in the centre of mass", () => {
    const point = ternaryPoint({ dry: 1 / 3, normal: 1 / 3, oily: 1 / 3 }, at);
    expect(point.x).toBeCloseTo(50);
    expect(point.y).toBeCloseTo((at.dry.y * 2) / 3);
  });

  it("does not mind shares that do not add up to one, or to anything", () => {
    expect(ternaryPoint({ dry: 4, normal: 0, oily: 4 }, at)).toEqual(
      ternaryPoint({ dry: 0.5, normal: 0, oily: 0.5 }, at),
    );
    expect(ternaryPoint({ dry: 0, normal: 0, oily: 0 }, at).x).toBeCloseTo(50);
  });
});

describe("percentages", () => {
  it("always add up to 100", () => {
    expect(percentages({ dry: 1 / 3, normal: 1 / 3, oily: 1 / 3 })).toEqual({
      dry: 34,
      normal: 33,
      oily: 33,
    });
    expect(percentages({ dry: 0.587, normal: 0.284, oily: 0.129 })).toEqual({
      dry: 59,
      normal: 28,
      oily: 13,
    });
  });
});
