// Silences: what people asked not to hear of until an instant.
import { signalFields } from '../correlation/incident-standing.ts';
import type { Standing } from '../correlation/standing.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, earlierOf, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Silence } from '../model/silence.ts';
import { type GateAnswer, type GateQuery, remark } from './gate.ts';
import { firstUnmet } from './match.ts';
import { conditionWords } from './words.ts';

/** What the silences say, and which of them the signal met. */
export type SilenceAnswer = GateAnswer & { readonly met: readonly string[] };

/** Asks every silence that is in force when the signal is received. */
export function askSilences(query: GateQuery): SilenceAnswer {
  const {
    organisation,
    standing,
    observation: { receivedAt },
    read,
  } = query;
  const matching = organisation.silences.filter(
    (silence) =>
      silence.from <= receivedAt &&
      receivedAt < silence.until &&
      firstUnmet(silence.when, read) === null,
  );
  const met = matching.filter((silence) => !isIdle(standing, silence, receivedAt));
  const [first] = met;
  return {
    reason:
      first === undefined
        ? null
        : { kind: 'silence', id: first.id, team: null, place: first.place },
    because: first === undefined ? undefined : conditionWords(first),
    notes: matching.flatMap((silence) =>
      remark(query, silence.place, () => describe(silence, met)),
    ),
    met: met.map(silenceKey),
  };
}

/** When a silence lets go by itself; null when it is not in force. */
export function endOfSilence(standing: Standing, silence: Silence, now: Instant): Instant | null {
  const { from, until, endIfIdleMs } = silence;
  if (now < from || until <= now || isIdle(standing, silence, now)) return null;
  if (endIfIdleMs === null) return until;
  const last = laterOf(from, standing.silences.get(silenceKey(silence)) ?? from);
  return earlierOf(until, addMs(last, endIfIdleMs + 1));
}

/** The silences in force that hold back signals like those of an incident, whoever made them. */
export function silencesOver(
  organisation: Pick<Organisation, 'silences'>,
  incident: Incident,
  now: Instant,
): readonly Silence[] {
  const signals = signalFields(incident);
  return inForce(organisation, now).filter((silence) =>
    signals.some((fields) => isOver(silence, fields)),
  );
}

/** Until when signals like those of an incident are held back: all of them, or some; null where none is. */
export function silentUntil(
  organisation: Pick<Organisation, 'silences'>,
  incident: Incident,
  now: Instant,
): { readonly until: Instant; readonly isAll: boolean } | null {
  const silences = silencesOver(organisation, incident, now);
  if (silences.length === 0) return null;
  const ends = signalFields(incident).map((fields) =>
    lastEnd(silences.filter((silence) => isOver(silence, fields))),
  );
  const known = ends.filter((end) => end !== null);
  const isAll = known.length === ends.length;
  const until = known.reduce((one, other) => (isAll ? earlierOf(one, other) : laterOf(one, other)));
  return { until, isAll };
}

function inForce({ silences }: Pick<Organisation, 'silences'>, now: Instant): readonly Silence[] {
  return silences.filter(({ from, until }) => from <= now && now < until);
}

function isOver({ when }: Silence, fields: Readonly<Record<string, string>>): boolean {
  return firstUnmet(when, (field) => fields[field] ?? null) === null;
}

function lastEnd(silences: readonly Silence[]): Instant | null {
  return silences.reduce<Instant | null>(
    (last, { until }) => (last === null ? until : laterOf(last, until)),
    null,
  );
}

/** A silence that was begun anew is another one. */
function silenceKey({ id, from }: Silence): string {
  return `${id} ${from}`;
}

function isIdle({ silences }: Standing, silence: Silence, now: Instant): boolean {
  if (silence.endIfIdleMs === null) return false;
  const last = laterOf(silence.from, silences.get(silenceKey(silence)) ?? silence.from);
  return now > addMs(last, silence.endIfIdleMs);
}

function describe(silence: Silence, met: readonly Silence[]): string {
  const { id, reason, until } = silence;
  return met.includes(silence)
    ? `silence ${id} until ${until.slice(0, 16)}Z: ${reason.slice(0, 120)}`
    : `silence ${id} ended early, since nothing had matched it for a while`;
}
