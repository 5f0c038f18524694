import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { forgetMe } from "@/api/history";
import type { Concern, HistoryEntry } from "@/api/model";
import { toast } from "@/app/Toast";
import { useHistory } from "@/app/useHistory";
import { Button, ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Chip } from "@/ui/Chip";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Spinner } from "@/ui/Spinner";
import { HistoryList } from "./HistoryList";
import { TrendChart } from "./TrendChart";

export function HistoryPage() {
  const { t } = useTranslation();
  const { data: history, error, refetch } = useHistory();
  const entries = history?.results ?? [];
  return (
    <div className="mx-auto w-full max-w-3xl space-y-5 px-5 pt-2 sm:px-8">
      <title>{`${t("history.title")} – ${t("app.name")}`}</title>
      <header>
        <h1 className="font-extrabold text-2xl sm:text-3xl">{t("history.title")}</h1>
        <p className="text-muted">{t("history.lead")}</p>
      </header>
      {error && (
        <ProblemNotice error={error}>
          <Button onClick={() => void refetch()}>{t("error.retry")}</Button>
        </ProblemNotice>
      )}
      {!history && !error && <Spinner label={t("app.loading")} />}
      {history && entries.length === 0 && <Empty off={!history.enabled} />}
      {entries.length > 0 && (
        <>
          <Trend entries={entries} />
          <Card title={t("history.list")}>
            <HistoryList entries={entries} />
            <DeleteAll />
          </Card>
        </>
      )}
    </div>
  );
}

function Empty({ off }: { off: boolean }) {
  const { t } = useTranslation();
  return (
    <Card>
      <p className="font-semibold">{t(off ? "history.off" : "history.empty")}</p>
      <p className="mb-5 text-muted">{t(off ? "history.offHint" : "history.emptyHint")}</p>
      <ButtonLink to="/">{t("history.start")}</ButtonLink>
    </Card>
  );
}

function Trend({ entries }: { entries: HistoryEntry[] }) {
  const { t } = useTranslation();
  const concerns = [...new Set(entries.flatMap(({ scores }) => Object.keys(scores) as Concern[]))];
  const [chosen, setChosen] = useState<Concern | null>(null);
  const concern = chosen ?? concerns[0];
  if (!concern) return null;
  return (
    <Card title={t("history.trend")}>
      <div className="mb-4 flex flex-wrap gap-2">
        {concerns.map((option) => (
          <Chip key={option} pressed={option === concern} onClick={() => setChosen(option)}>
            {t(`concern.${option}.name`)}
          </Chip>
        ))}
      </div>
      <TrendChart entries={entries} concern={concern} />
    </Card>
  );
}

function DeleteAll() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const forget = useMutation({
    mutationFn: forgetMe,
    onSuccess: async () => {
      setAsking(false);
      await client.resetQueries();
      toast(t("history.deleted"));
    },
  });
  return (
    <>
      <Button variant="danger" className="mt-5" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden className="size-4.5" />
        {t("history.deleteAll")}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t("history.confirm")}
          confirm={t("history.deleteAll")}
          cancel={t("history.cancel")}
          busy={forget.isPending}
          onConfirm={() => forget.mutate()}
          onClose={() => setAsking(false)}
        >
          {t("history.confirmWhat")}
          {forget.error && <ProblemNotice error={forget.error} />}
        </ConfirmDialog>
      )}
    </>
  );
}
