import { useTranslation } from "react-i18next";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Concern, HistoryEntry } from "@/api/model";

interface Props {
  entries: HistoryEntry[];
  concern: Concern;
}

/** One concern's score over time; higher is better, as everywhere. */
export function TrendChart({ entries, concern }: Props) {
  const { t, i18n } = useTranslation();
  const points = entries
    .flatMap(({ created_at, scores }) => {
      const score = scores[concern];
      return score === undefined ? [] : [{ at: Date.parse(created_at), score: Math.round(score) }];
    })
    .sort((a, b) => a.at - b.at);
  const day = (at: number): string =>
    new Date(at).toLocaleDateString(i18n.language, { month: "short", day: "numeric" });
  const name = t(`concern.${concern}.name`);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2)
    return <p className="py-8 text-center text-muted">{t("history.one")}</p>;

  return (
    <figure
      aria-label={t("history.chart", { concern: name, from: first.score, to: last.score })}
      className="h-64"
    >
      <ResponsiveContainer initialDimension={{ width: 640, height: 256 }}>
        <LineChart data={points} margin={{ top: 12, right: 16, bottom: 0, left: -18 }}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={["dataMin", "dataMax"]}
            tickFormatter={day}
            stroke="var(--muted)"
            fontSize={12}
            tickLine={false}
            minTickGap={32}
          />
          <YAxis domain={[0, 100]} stroke="var(--muted)" fontSize={12} tickLine={false} axisLine={false} />
          <Tooltip
            labelFormatter={(at) => day(Number(at))}
            formatter={(score) => [score, name]}
            contentStyle={{ background: "var(--surface)", border: "1px solid var(--line)", borderRadius: 12 }}
            labelStyle={{ color: "var(--muted)" }}
            itemStyle={{ color: "var(--ink)" }}
          />
          <Line
            dataKey="score"
            stroke="var(--accent)"
            strokeWidth={2.5}
            dot={{ r: 4, fill: "var(--accent)" }}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
}
