// How long each phase of an incident took, as segments of one bar.
import { toMs, type Instant } from '../../../scripts/model/instant.ts';
import type { IncidentView } from '../../../scripts/publication/view.ts';
import type { Speech } from '../../../scripts/speech/speech.ts';

/** Units of the whole bar; the drawing scales it to the page. */
export const PHASE_BAR_WIDTH = 1000;

/** One phase: its place on the bar and how long it lasted. */
export type Phase = {
  readonly word: string;
  readonly lasted: string;
  readonly x: number;
  readonly width: number;
};

/** The phases of an ended incident, oldest first; none when it had fewer than two. */
export function phases(incident: IncidentView, speech: Speech): readonly Phase[] {
  const { endedAt, startedAt } = incident;
  if (endedAt === null) return [];
  const total = toMs(endedAt) - toMs(startedAt);
  const steps = steppingStones(incident, endedAt, speech);
  if (total <= 0 || steps.length < 2) return [];
  return steps.map((step, index) => {
    const until = steps[index + 1]?.at ?? endedAt;
    return {
      word: step.word,
      lasted: speech.duration(step.at, until),
      x: share(startedAt, step.at, total),
      width: share(startedAt, until, total) - share(startedAt, step.at, total),
    };
  });
}

function steppingStones(
  incident: IncidentView,
  endedAt: Instant,
  speech: Speech,
): readonly { word: string; at: Instant }[] {
  const steps: { word: string; at: Instant }[] = [];
  for (const update of incident.updates.toReversed()) {
    const word = speech.progress(update.status);
    if (update.at >= endedAt || steps.at(-1)?.word === word || isEnd(update.status)) continue;
    const at =
      steps.length === 0 || update.at < incident.startedAt ? incident.startedAt : update.at;
    steps.push({ word, at });
  }
  return steps;
}

function isEnd(status: IncidentView['status']): boolean {
  return status === 'resolved' || status === 'completed' || status === 'scheduled';
}

function share(from: Instant, at: Instant, total: number): number {
  return Math.round(((toMs(at) - toMs(from)) / total) * PHASE_BAR_WIDTH);
}
