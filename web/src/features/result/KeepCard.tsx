import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bookmark, BookmarkCheck, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { deleteAnalysis } from "@/api/analyses";
import { keepResults } from "@/api/history";
import type { AnalysisResource } from "@/api/model";
import { toast } from "@/app/Toast";
import { useHistory } from "@/app/useHistory";
import { usePhotos } from "@/features/capture/photoStore";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ProblemNotice } from "@/ui/ProblemNotice";

/** The person's say over the result: keep it, let it lapse, or delete it now. */
export function KeepCard({ resource }: { resource: AnalysisResource }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: history } = useHistory();
  const { id, kept, expires_at } = resource;

  const keep = useMutation({
    mutationFn: () => keepResults(id),
    onSuccess: () =>
      Promise.all(["analysis", "history"].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
  const remove = useMutation({
    mutationFn: () => deleteAnalysis(id),
    onSuccess: async () => {
      usePhotos.getState().forget(id);
      await navigate("/");
      client.removeQueries({ queryKey: ["analysis", id] });
      await client.invalidateQueries({ queryKey: ["history"] });
      toast(t("result.keep.deleted"));
    },
  });
  const time =
    expires_at &&
    new Date(expires_at).toLocaleTimeString(i18n.language, { hour: "numeric", minute: "2-digit" });
  const error = keep.error ?? remove.error;

  return (
    <Card title={t("result.keep.title")}>
      {kept ? (
        <p className="flex items-center gap-2.5">
          <BookmarkCheck aria-hidden className="size-5 shrink-0 text-accent" />
          {t("result.keep.kept")}
        </p>
      ) : (
        <p className="text-muted">
          {history && t(history.enabled ? "result.keep.what" : "result.keep.off")}{" "}
          {time && t("result.keep.until", { time })}
        </p>
      )}
      <div className="mt-5 flex flex-wrap gap-3">
        {history?.enabled && !kept && (
          <Button variant="secondary" disabled={keep.isPending} onClick={() => keep.mutate()}>
            <Bookmark aria-hidden className="size-4.5" />
            {t("result.keep.label")}
          </Button>
        )}
        <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          <Trash2 aria-hidden className="size-4.5" />
          {t("result.keep.delete")}
        </Button>
      </div>
      {error && (
        <div className="mt-4">
          <ProblemNotice error={error} />
        </div>
      )}
    </Card>
  );
}
