import { BookOpenText, ChevronDown, ExternalLink } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Citation } from "@/api/model";

interface Props {
  citations: Citation[];
  open: boolean;
  onToggle: (open: boolean) => void;
  /** Brought into view and marked. */
  current: number | null;
}

/** What the answer rests on: title, section and the way to the original. */
export function Sources({ citations, open, onToggle, current }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    if (!open || current === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-n="${current}"]`);
    row?.scrollIntoView({ block: "nearest" });
    row?.focus({ preventScroll: true });
  }, [open, current]);

  return (
    <div className="mt-4 border-line/70 border-t pt-1">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onToggle(!open)}
        className="flex min-h-11 w-full items-center gap-2 font-semibold text-muted text-sm hover:text-ink"
      >
        <BookOpenText aria-hidden className="size-4.5" />
        {t("chat.sources", { count: citations.length })}
        <ChevronDown
          aria-hidden
          className={`ml-auto size-4 transition-transform ${open ? "rotate-180" : ""}`}
        />
      </button>
      {open && (
        <ol ref={list} className="space-y-2 pb-1">
          {citations.map(({ n, title, section, url }) => (
            <li
              key={n}
              data-n={n}
              tabIndex={-1}
              className={`grid grid-cols-[1.75rem_1fr] gap-3 rounded-xl p-3 text-sm ${n === current ? "bg-soft text-on-soft" : "bg-sunken"}`}
            >
              <span className="flex size-6 items-center justify-center rounded-full bg-surface font-bold text-ink text-xs tabular-nums">
                {n}
              </span>
              <span className="min-w-0">
                <span className="block font-semibold">{title}</span>
                <span className="block opacity-80">{section}</span>
                {/^https?:\/\//.test(url) && (
                  <a
                    href={url}
                    target="_blank"
                    rel="noreferrer noopener"
                    className="inline-flex min-h-11 items-center gap-1.5 font-semibold underline underline-offset-4"
                  >
                    {t("chat.open")}
                    <ExternalLink aria-hidden className="size-3.5" />
                  </a>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
