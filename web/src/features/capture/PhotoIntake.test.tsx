import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { aResource } from "@/testing/analysis";
import { renderAt } from "@/testing/renderAt";
import { problem, server, sse, stream } from "@/testing/server";

const photo = new File(["…"], "me.jpg", { type: "image/jpeg" });

it("sends a chosen photo with the chosen framing and moves on to the result", async () => {
  const sent: (string | null)[] = [];
  server.use(
    http.post("/api/analyses", ({ request }) => {
      sent.push(request.headers.get("Prefer"), request.headers.get("Accept-Language"));
      return HttpResponse.json(aResource({ status: "running", analysis: null }), { status: 202 });
    }),
    http.get("/api/analyses/a1", () => HttpResponse.json(aResource())),
    http.get("/api/analyses/a1/events", () => stream(sse("done", { id: "a1" }))),
  );
  const { user, router } = renderAt("/");
  await user.click(screen.getByText("촬영 범위:", { exact: false }));
  await user.click(screen.getByRole("radio", { name: /피부 근접/ }));
  await user.upload(screen.getByTestId("photo-input"), photo);
  expect(await screen.findByRole("heading", { name: "피부 분석 결과" })).toBeVisible();
  expect(router.state.location.pathname).toBe("/analyses/a1");
  expect(sent).toEqual(["respond-async", "ko"]);
});

it("reads the same photo again with what the person says about it", async () => {
  const sent: FormData[] = [];
  server.use(
    http.post("/api/analyses", async ({ request }) => {
      sent.push(await request.formData());
      return HttpResponse.json(aResource({ status: "running", analysis: null }), { status: 202 });
    }),
    http.get("/api/analyses/a1", () => HttpResponse.json(aResource())),
  );
  const { user } = renderAt("/");
  await user.upload(screen.getByTestId("photo-input"), photo);
  await user.click(await screen.findByText("평소 느낌도 함께 볼까요?"));
  for (const answer of ["많이 당겨요", "안 번들거려요", "거의 없어요"])
    await user.click(screen.getByLabelText(answer));
  await user.click(screen.getAllByLabelText("가끔").at(-1) as HTMLElement);
  await user.click(screen.getByRole("button", { name: "반영해서 다시 보기" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(JSON.parse(String(sent[1]?.get("answers")))).toEqual({
    tightness: "strong",
    midday_shine: "none",
    sensitivity: "rarely",
    flaking: "sometimes",
  });
});

it("says what is wrong with a file and leaves the way open for another", async () => {
  server.use(
    http.post("/api/analyses", () =>
      problem(415, "photo_not_image", "사진 파일이 아니에요.", "JPEG, PNG 사진을 올려 주세요."),
    ),
  );
  const { user } = renderAt("/");
  await user.upload(screen.getByTestId("photo-input"), photo);
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "사진 파일이 아니에요.JPEG, PNG 사진을 올려 주세요.",
  );
  expect(screen.getByRole("button", { name: "사진 고르기" })).toBeEnabled();
});

it("says so when the service cannot be reached", async () => {
  server.use(http.post("/api/analyses", () => HttpResponse.error()));
  const { user } = renderAt("/");
  await user.upload(screen.getByTestId("photo-input"), photo);
  expect(await screen.findByRole("alert")).toHaveTextContent("서비스에 연결하지 못했어요.");
});

it.each([
  ["English", "Take a photo"],
  ["日本語", "写真を撮る"],
  ["中文", "拍照"],
])("speaks %s when it is chosen", async (language, words) => {
  const { user } = renderAt("/");
  await user.selectOptions(screen.getByRole("combobox", { name: "언어" }), language);
  expect(await screen.findByRole("link", { name: words })).toBeVisible();
});
