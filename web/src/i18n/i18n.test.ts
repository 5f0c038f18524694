import { expect, it } from "vitest";
import { changeLanguage, currentLanguage } from ".";
import en from "./locales/en.json";
import ko from "./locales/ko.json";

const PLURAL = /_(zero|one|two|few|many|other)$/;

function keys(tree: object, path = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" ? keys(value, `${path}${key}.`) : [`${path}${key.replace(PLURAL, "")}`],
  );
}

it("says everything in every language", () => {
  expect([...new Set(keys(en))].sort()).toEqual([...new Set(keys(ko))].sort());
});

it("begins in Korean, switches, tells the document, and remembers", async () => {
  expect(currentLanguage()).toBe("ko");
  await changeLanguage("en");
  expect(document.documentElement.lang).toBe("en");
  expect(localStorage.getItem("sesaclinic.lang")).toBe("en");
});
