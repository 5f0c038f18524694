import { expect, it } from "vitest";
import { lightOf } from "./useLightHint";

const grey = (level: number) => new Uint8ClampedArray([level, level, level, 255, level, level, level, 255]);

it.each([
  [20, "dark"],
  [130, "good"],
  [240, "bright"],
])("calls a mean luma of %i %s", (level, hint) => {
  expect(lightOf(grey(level))).toBe(hint);
});
