import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { HistoryEntry, SkinTypeLabel } from "@/api/model";

export function HistoryList({ entries }: { entries: HistoryEntry[] }) {
  const { t, i18n } = useTranslation();
  return (
    <ul className="divide-y divide-line/70">
      {entries.map(({ id, created_at, skin_type, summary }) => {
        const date = new Date(created_at).toLocaleString(i18n.language, {
          dateStyle: "medium",
          timeStyle: "short",
        });
        return (
          <li key={id}>
            <Link
              to={`/analyses/${id}`}
              className="-mx-2 flex min-h-16 items-center gap-3 rounded-2xl px-2 py-3 hover:bg-sunken"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-semibold">
                  {date} · {t(`result.skinType.label.${skin_type as SkinTypeLabel}`)}
                </span>
                <span className="block truncate text-muted text-sm">{summary[1] ?? summary[0]}</span>
              </span>
              <ChevronRight aria-hidden className="size-5 shrink-0 text-muted" />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
