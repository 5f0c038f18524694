import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const TONES = {
  info: { icon: Info, look: "bg-soft text-on-soft" },
  warn: { icon: TriangleAlert, look: "bg-warn-bg text-warn-ink" },
  danger: { icon: CircleAlert, look: "bg-danger-bg text-danger-ink" },
} as const;

interface Props {
  tone?: keyof typeof TONES;
  title?: ReactNode;
  children?: ReactNode;
  role?: "alert" | "note" | "status";
}

/** A coloured strip that says one thing; the icon carries the tone too, so colour is not alone. */
export function Notice({ tone = "info", title, children, role = "note" }: Props) {
  const { icon: Icon, look } = TONES[tone];
  return (
    <div role={role} className={`flex gap-3 rounded-2xl px-4 py-3.5 ${look}`}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-[0.9375rem]">{children}</div>}
      </div>
    </div>
  );
}
