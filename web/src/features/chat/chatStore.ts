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

export interface Conversation {
  chatId: string | null;
  messages: Message[];
}

export const EMPTY: Conversation = { chatId: null, messages: [] };

interface ChatState {
  /** One conversation for each analysis, and one without; gone with the tab. */
  conversations: Record<string, Conversation>;
  setChatId: (key: string, chatId: string) => void;
  add: (key: string, message: Message) => void;
  update: (key: string, id: number, change: (message: Message) => Partial<Message>) => void;
  drop: (key: string, id: number) => void;
  clear: (key: string) => void;
}

export const useChats = create<ChatState>((set) => {
  const edit = (key: string, change: (conversation: Conversation) => Conversation) =>
    set(({ conversations }) => ({
      conversations: { ...conversations, [key]: change(conversations[key] ?? EMPTY) },
    }));
  return {
    conversations: {},
    setChatId: (key, chatId) => edit(key, (conversation) => ({ ...conversation, chatId })),
    add: (key, message) =>
      edit(key, ({ messages, ...rest }) => ({ ...rest, messages: [...messages, message] })),
    update: (key, id, change) =>
      edit(key, ({ messages, ...rest }) => ({
        ...rest,
        messages: messages.map((message) =>
          message.id === id ? { ...message, ...change(message) } : message,
        ),
      })),
    drop: (key, id) =>
      edit(key, ({ messages, ...rest }) => ({
        ...rest,
        messages: messages.filter((message) => message.id !== id),
      })),
    clear: (key) => edit(key, () => EMPTY),
  };
});
