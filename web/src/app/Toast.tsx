import { useEffect } from "react";
import { create } from "zustand";

const SHOWN_MS = 5000; // long enough to read one sentence twice

interface ToastState {
  text: string | null;
  show: (text: string | null) => void;
}

const useToast = create<ToastState>((set) => ({ text: null, show: (text) => set({ text }) }));

/** Says one sentence at the bottom of the page for a few seconds. */
export function toast(text: string): void {
  useToast.getState().show(text);
}

export function Toast() {
  const { text, show } = useToast();
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => show(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text, show]);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-6 z-50 flex justify-center px-4"
    >
      {text && (
        <p className="animate-rise rounded-full bg-ink px-5 py-3 font-medium text-bg shadow-card">{text}</p>
      )}
    </div>
  );
}
