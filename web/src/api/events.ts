import { EventSourceParserStream } from "eventsource-parser/stream";
import { request } from "./http";

export interface ServerEvent {
  event: string;
  data: unknown;
}

/**
 * Server-sent events of one response, in order.
 *
 * EventSource can neither POST nor show the problem behind a 4xx, so the stream is read from fetch.
 */
export async function* streamEvents(path: string, init: RequestInit = {}): AsyncGenerator<ServerEvent> {
  const response = await request(path, {
    ...init,
    headers: { ...init.headers, Accept: "text/event-stream" },
  });
  if (!response.body) return;
  const reader = response.body
    .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const stop = () => void reader.cancel();
  init.signal?.addEventListener("abort", stop, { once: true });
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return init.signal?.throwIfAborted();
      if (value.data) yield { event: value.event ?? "message", data: JSON.parse(value.data) };
    }
  } finally {
    init.signal?.removeEventListener("abort", stop);
    // leaving the loop early also closes the connection
    await reader.cancel().catch(() => undefined);
  }
}
