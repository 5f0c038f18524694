import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { followAnalysis, getAnalysis, type Progress } from "@/api/analyses";

const POLL_MS = 2000; // only where the event stream broke off

/** An analysis and, while it runs, the stages it has reached. */
export function useAnalysis(id: string) {
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const [stages, setStages] = useState<Progress[]>([]);
  const query = useQuery({
    queryKey: ["analysis", id, i18n.language],
    queryFn: () => getAnalysis(id),
    placeholderData: (previous) => (previous?.id === id ? previous : undefined), // a language switch keeps the page
    refetchInterval: ({ state }) =>
      state.data?.status === "queued" || state.data?.status === "running" ? POLL_MS : false,
  });
  const pending = query.data?.status === "queued" || query.data?.status === "running";

  useEffect(() => {
    if (!pending) return;
    const leaving = new AbortController();
    const add = (progress: Progress) =>
      setStages((seen) => [...seen.filter(({ stage }) => stage !== progress.stage), progress]);
    followAnalysis(id, add, leaving.signal)
      .catch(() => undefined) // the resource itself says why it failed
      .then(() => {
        if (!leaving.signal.aborted) void client.invalidateQueries({ queryKey: ["analysis", id] });
      });
    return () => leaving.abort();
  }, [id, pending, client]);

  return { ...query, stages };
}
