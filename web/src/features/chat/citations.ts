/** Turns [1] and [1][2] into links that the answer view draws as numbered buttons. */
export function linkCitations(text: string, known: readonly number[]): string {
  return text.replace(/\[(\d{1,3})\](?!\()/g, (mark, digits: string) =>
    known.includes(Number(digits)) ? `[${digits}](#source-${digits})` : mark,
  );
}

/** The citation number behind such a link; null for any other address. */
export function citationOf(href: string | undefined): number | null {
  const match = /^#source-(\d+)$/.exec(href ?? "");
  return match?.[1] ? Number(match[1]) : null;
}
