import type { ComponentProps } from "react";
import { Link } from "react-router";

const SHAPE =
  "inline-flex min-h-12 items-center justify-center gap-2 rounded-full px-6 text-base font-semibold transition-colors " +
  "disabled:opacity-50";

const VARIANTS = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line bg-surface text-ink hover:bg-sunken",
  quiet: "px-4 text-ink hover:bg-sunken",
  danger: "border border-line bg-surface text-danger-ink hover:bg-danger-bg",
} as const;

interface Look {
  variant?: keyof typeof VARIANTS;
}

export function buttonClass(variant: keyof typeof VARIANTS = "primary", extra = ""): string {
  return `${SHAPE} ${VARIANTS[variant]} ${extra}`;
}

export function Button({ variant, className, type = "button", ...rest }: ComponentProps<"button"> & Look) {
  return <button type={type} className={buttonClass(variant, className)} {...rest} />;
}

export function ButtonLink({ variant, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={buttonClass(variant, className)} {...rest} />;
}

/** A round button that shows only an icon; `label` is read aloud and shown on hover. */
export function IconButton({
  label,
  className = "",
  type = "button",
  ...rest
}: ComponentProps<"button"> & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={`inline-flex size-11 shrink-0 items-center justify-center rounded-full transition-colors hover:bg-sunken disabled:opacity-40 ${className}`}
      {...rest}
    />
  );
}
