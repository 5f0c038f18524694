import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { HistoryEntry } from "@/api/model";
import { renderAt } from "@/testing/renderAt";
import { server } from "@/testing/server";

function entry(id: string, day: number, redness: number): HistoryEntry {
  return {
    id,
    created_at: `2026-03-0${day}T00:00:00Z`,
    skin_type: "dry",
    scores: { redness, pores: 80 },
    summary: ["건성이에요.", "볼이 붉어요."],
  };
}

function historyOf(...results: HistoryEntry[]) {
  server.use(
    http.get("/api/history", () => HttpResponse.json({ enabled: true, keep_results: true, results })),
  );
}

it("draws how a score changed and leads to each result", async () => {
  historyOf(entry("b", 5, 62), entry("a", 1, 48));
  renderAt("/history");
  expect(await screen.findByRole("figure", { name: "홍조 점수: 48점에서 62점" })).toBeVisible();
  const links = within(screen.getByRole("region", { name: /보관한 결과/ })).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["/analyses/b", "/analyses/a"]);
});

it("asks for a second result before it draws a line", async () => {
  historyOf(entry("a", 1, 48));
  renderAt("/history");
  expect(await screen.findByText("한 번 더 분석하면 변화를 그려 드려요.")).toBeVisible();
});

it("deletes everything only after asking", async () => {
  let deleted = false;
  historyOf(entry("a", 1, 48));
  server.use(
    http.delete("/api/me", () => {
      deleted = true;
      historyOf();
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = renderAt("/history");
  await user.click(await screen.findByRole("button", { name: "모두 지우기" }));
  const dialog = screen.getByRole("dialog");
  expect(deleted).toBe(false);
  await user.click(within(dialog).getByRole("button", { name: "모두 지우기" }));
  expect(await screen.findByText("보관한 결과를 모두 지웠어요.")).toBeVisible();
  expect(await screen.findByText("아직 보관한 결과가 없어요.")).toBeVisible();
});

it("says so where the service keeps nothing, and leaves it out of the menu", async () => {
  renderAt("/history");
  expect(await screen.findByText("이 서버는 결과를 보관하지 않아요.")).toBeVisible();
  expect(screen.queryByRole("link", { name: "기록" })).toBeNull();
});
