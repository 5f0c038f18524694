import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { useChats } from "@/features/chat/chatStore";
import { useSelection } from "@/features/result/selection";
import { changeLanguage, startI18n } from "@/i18n";
import { server } from "./server";

// pages load on demand, which takes its time on a busy machine
configure({ asyncUtilTimeout: 8000 });

// what jsdom lacks and a browser has
Element.prototype.scrollIntoView = vi.fn();
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
  this.dispatchEvent(new Event("close"));
};
URL.createObjectURL = () => "blob:photo";
URL.revokeObjectURL = () => undefined;
HTMLImageElement.prototype.decode = () => Promise.resolve();
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("IntersectionObserver", Observer);
vi.stubGlobal("ResizeObserver", Observer);
Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 640, 256);
window.scrollTo = () => undefined;
window.matchMedia = (query) =>
  Object.assign(new EventTarget(), { matches: false, media: query }) as MediaQueryList;

beforeAll(async () => {
  server.listen({ onUnhandledRequest: "error" });
  await startI18n();
});
afterEach(async () => {
  cleanup();
  server.resetHandlers();
  useChats.setState({ conversations: {} });
  useSelection.setState(useSelection.getInitialState());
  localStorage.clear();
  await changeLanguage("ko");
});
afterAll(() => server.close());
