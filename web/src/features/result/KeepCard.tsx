import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { deleteAnalysis, setConsent } from "@/api/analyses";
import type { AnalysisResource } from "@/api/model";
import { toast } from "@/app/Toast";
import { usePhotos } from "@/features/capture/photoStore";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ProblemNotice } from "@/ui/ProblemNotice";

/** The person's say over the result: keep it, let it lapse, or delete it now. */
export function KeepCard({ resource }: { resource: AnalysisResource }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: setConsent,
    onSettled: () => client.invalidateQueries({ queryKey: ["analysis", resource.id] }),
  });
  const remove = useMutation({
    mutationFn: () => deleteAnalysis(resource.id),
    onSuccess: async () => {
      usePhotos.getState().forget(resource.id);
      await navigate("/");
      client.removeQueries({ queryKey: ["analysis", resource.id] });
      toast(t("result.keep.deleted"));
    },
  });
  const kept = keep.isPending ? keep.variables : resource.kept;
  const until = resource.expires_at
    ? new Date(resource.expires_at).toLocaleTimeString(i18n.language, { hour: "numeric", minute: "2-digit" })
    : null;

  return (
    <Card title={t("result.keep.title")}>
      <label className="flex min-h-11 items-start justify-between gap-4">
        <span>
          <span className="block font-semibold">{t("result.keep.label")}</span>
          <span className="block text-muted text-sm">{t("result.keep.what")}</span>
          {!resource.kept && until && (
            <span className="block text-muted text-sm">{t("result.keep.off", { time: until })}</span>
          )}
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={kept}
          aria-checked={kept}
          disabled={keep.isPending}
          onChange={(event) => keep.mutate(event.target.checked)}
          className="relative mt-1 h-7 w-12 shrink-0 cursor-pointer appearance-none rounded-full bg-muted/60 transition-colors before:absolute before:top-1 before:left-1 before:size-5 before:rounded-full before:bg-surface before:transition-transform checked:bg-accent checked:before:translate-x-5"
        />
      </label>
      {keep.error && (
        <div className="mt-4">
          <ProblemNotice error={keep.error} />
        </div>
      )}
      <Button variant="danger" className="mt-5" disabled={remove.isPending} onClick={() => remove.mutate()}>
        <Trash2 aria-hidden className="size-4.5" />
        {t("result.keep.delete")}
      </Button>
      {remove.error && (
        <div className="mt-4">
          <ProblemNotice error={remove.error} />
        </div>
      )}
    </Card>
  );
}
