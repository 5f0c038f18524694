import { expect, it } from "vitest";
import { citationOf, linkCitations } from "./citations";

it("links each mark that has a source", () => {
  expect(linkCitations("보습해요.[1][2] 차단해요. [10]", [1, 2, 10])).toBe(
    "보습해요.[1](#source-1)[2](#source-2) 차단해요. [10](#source-10)",
  );
});

it("leaves marks without a source and ordinary links alone", () => {
  expect(linkCitations("[3] [1](https://example.org)", [1])).toBe("[3] [1](https://example.org)");
});

it("reads the number back from its link only", () => {
  expect(citationOf("#source-12")).toBe(12);
  expect(citationOf("https://example.org/#source-1")).toBeNull();
  expect(citationOf(undefined)).toBeNull();
});
