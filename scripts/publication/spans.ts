// When a component was how, from incidents alone: spans of time with a state, cut into UTC days.
import { type ComponentStatus, worseStatus } from '../model/component.ts';
import { addMs, DAY_MS, type Instant, toMs, utcDay } from '../model/instant.ts';

/** A time in which a component was not operational; `until` null while it lasts. */
export type Span = {
  readonly incident: string;
  readonly status: ComponentStatus;
  readonly from: Instant;
  readonly until: Instant | null;
};

/** What one UTC day holds. */
export type DaySpans = {
  readonly day: string;
  /** How much of the day has passed. */
  readonly lengthMs: number;
  /** The worst state of the day. */
  readonly status: ComponentStatus;
  /** Milliseconds in each state; where spans overlap only the worst counts. */
  readonly ms: Readonly<Partial<Record<ComponentStatus, number>>>;
  readonly incidents: readonly string[];
};

/** The `count` days that end with the day of `now`, oldest first. */
export function cutIntoDays(
  spans: readonly Span[],
  now: Instant,
  count: number,
): readonly DaySpans[] {
  const today = `${utcDay(now)}T00:00:00.000Z`;
  return Array.from({ length: count }, (_, index) => {
    const start = addMs(today, (index - count + 1) * DAY_MS);
    return oneDay(spans, start, now);
  });
}

function oneDay(spans: readonly Span[], start: Instant, now: Instant): DaySpans {
  const end = addMs(start, DAY_MS);
  const limit = end < now ? end : now;
  const touching = spans.filter((span) => span.from < limit && (span.until ?? now) > start);
  const edges = [
    ...new Set([start, limit, ...touching.flatMap((span) => [span.from, span.until ?? now])]),
  ]
    .filter((edge) => edge >= start && edge <= limit)
    .toSorted();
  const ms: Partial<Record<ComponentStatus, number>> = {};
  let status: ComponentStatus = 'operational';
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const until = edges[index + 1] ?? from;
    const worst = touching
      .filter((span) => span.from <= from && (span.until ?? now) >= until)
      .reduce<ComponentStatus>((known, span) => worseStatus(known, span.status), 'operational');
    if (worst === 'operational') continue;
    ms[worst] = (ms[worst] ?? 0) + toMs(until) - toMs(from);
    status = worseStatus(status, worst);
  }
  return {
    day: utcDay(start),
    lengthMs: Math.max(0, toMs(limit) - toMs(start)),
    status,
    ms,
    incidents: [...new Set(touching.map((span) => span.incident))],
  };
}
