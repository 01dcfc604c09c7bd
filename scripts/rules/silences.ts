// Silences: what people asked not to hear of until an instant.
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

/** A silence that was begun anew is another one. */
/** The silences in force that hold back signals like those that opened an incident, whoever made them. */
export function silencesOver(
  { silences }: Pick<Organisation, 'silences'>,
  { services, environment, severity }: Incident,
  now: Instant,
): readonly Silence[] {
  const fields: Readonly<Record<string, string | undefined>> = {
    service: services[0],
    environment,
    incident_severity: severity,
  };
  return silences
    .filter(({ from, until }) => from <= now && now < until)
    .filter(({ when }) => firstUnmet(when, (field) => fields[field] ?? null) === null);
}

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
