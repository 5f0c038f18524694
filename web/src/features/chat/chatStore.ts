import { create } from "zustand";
import type { Answer, Citation } from "@/api/model";

export interface Message {
  id: number;
  question: string;
  /** Grows while the answer streams; `answer` is set when it is whole. */
  text: string;
  citations: Citation[];
  answer: Answer | null;
  state: "streaming" | "done" | "stopped" | "failed";
  error: unknown;
}

export const NOTHING_SAID: Message[] = [];

interface ChatState {
  /** What was said about each analysis, and without one; gone with the tab. */
  conversations: Record<string, Message[]>;
  add: (key: string, message: Message) => void;
  update: (key: string, id: number, change: (message: Message) => Partial<Message>) => void;
  drop: (key: string, id: number) => void;
  clear: (key: string) => void;
}

export const useChats = create<ChatState>((set) => {
  const edit = (key: string, change: (messages: Message[]) => Message[]) =>
    set(({ conversations }) => ({
      conversations: { ...conversations, [key]: change(conversations[key] ?? NOTHING_SAID) },
    }));
  return {
    conversations: {},
    add: (key, message) => edit(key, (messages) => [...messages, message]),
    update: (key, id, change) =>
      edit(key, (messages) =>
        messages.map((message) => (message.id === id ? { ...message, ...change(message) } : message)),
      ),
    drop: (key, id) => edit(key, (messages) => messages.filter((message) => message.id !== id)),
    clear: (key) => edit(key, () => NOTHING_SAID),
  };
});
