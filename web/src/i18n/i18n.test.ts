import { expect, it } from "vitest";
import { changeLanguage, currentLanguage } from ".";
import en from "./locales/en.json";
import ja from "./locales/ja.json";
import ko from "./locales/ko.json";
import zh from "./locales/zh.json";

const PLURAL = /_(zero|one|two|few|many|other)$/;

function keys(tree: object, path = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" ? keys(value, `${path}${key}.`) : [`${path}${key.replace(PLURAL, "")}`],
  );
}

it.each([
  ["en", en],
  ["ja", ja],
  ["zh", zh],
])("says everything in %s that it says in Korean", (_, words) => {
  expect([...new Set(keys(words))].sort()).toEqual([...new Set(keys(ko))].sort());
});

it("begins in Korean, switches, tells the document, and remembers", async () => {
  expect(currentLanguage()).toBe("ko");
  await changeLanguage("en");
  expect(document.documentElement.lang).toBe("en");
  expect(localStorage.getItem("sesaclinic.lang")).toBe("en");
});
