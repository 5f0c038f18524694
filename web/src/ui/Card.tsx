import { type ReactNode, useId } from "react";

interface Props {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A titled section on its own sheet. */
export function Card({ title, aside, children, className = "" }: Props) {
  const id = useId();
  return (
    <section
      {...(title ? { "aria-labelledby": id } : {})}
      className={`rounded-3xl border border-line/60 bg-surface p-5 shadow-card sm:p-7 ${className}`}
    >
      {title && (
        <header className="mb-4 flex items-baseline justify-between gap-4">
          <h2 id={id} className="font-bold text-lg">
            {title}
          </h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
