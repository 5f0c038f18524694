import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { Notice } from "./Notice";

interface Props {
  error: unknown;
  /** The way forward: buttons or links. */
  children?: ReactNode;
}

/** What went wrong, what to do about it, and the buttons to do it. */
export function ProblemNotice({ error, children }: Props) {
  const { t, i18n } = useTranslation();
  const problem = asProblem(error);
  const kind = problem.body.code === "network" ? "network" : "unknown";
  const words = problem.words(i18n.language) ?? {
    message: t(`error.${kind}.message`),
    hint: t(`error.${kind}.hint`),
  };
  return (
    <div data-code={problem.body.code} className="space-y-4">
      <Notice tone="danger" role="alert" title={words.message}>
        {words.hint}
      </Notice>
      {children && <div className="flex flex-wrap gap-3">{children}</div>}
    </div>
  );
}
