import type { ProblemBody } from "./model";

/** An error the service explained, or the lack of one (code `network`). */
export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.code);
    this.name = "Problem";
    this.body = body;
  }

  /** Message and hint in the page's language; null where the service gave no words for it. */
  words(lang: string): { message: string; hint: string } | null {
    const { messages, detail, hint } = this.body;
    const own = messages?.[lang] ?? messages?.en;
    if (own) return own;
    return detail ? { message: detail, hint: hint ?? "" } : null;
  }

  static async from(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => null);
    if (typeof body === "object" && body !== null && "code" in body) {
      return new Problem({ status: response.status, ...(body as ProblemBody) });
    }
    return new Problem({ status: response.status, code: "internal" });
  }
}

/** Whatever was thrown, as a Problem; an abort is passed on, since it is nobody's fault. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({ code: "network" });
}
