// An incident that opens or gets worse may take others over at once, which makes it graver and calls about that. The call
// about its milder beginning waits a moment for that one, which takes its place: one signal rings nobody's telephone twice
// about an incident. Should nothing be taken over after all, it leaves.
import { needsAny } from '../correlation/graph.ts';
import { editedIncident, openedIncident } from '../incidents/value.ts';
import type { Effect, Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { addressOf } from '../rules/destinations.ts';
import { adopt } from './adopt.ts';
import { activeIn, factsOf } from './facts.ts';
import { newFrontMatter, type OpeningDecision } from './open.ts';
import type { IncidentBook, Response, Situation } from './response.ts';

/** The response whose calls wait where the adoption that follows from it calls the same people about something graver. */
export function awaitAdoption(situation: Situation, response: Response): Response {
  const calls = response.effects.filter(isCall);
  if (calls.length === 0 || !mayAdopt(situation)) return response;
  const { organisation, now } = situation;
  const adopted = adopt(organisation, bookAfter(situation, response.effects), now).filter(isCall);
  if (adopted.length === 0) return response;
  const again = new Set(adopted.flatMap(namesOf));
  const effects = response.effects.map((effect): Effect =>
    isCall(effect) && namesOf(effect).some((name) => again.has(name))
      ? { ...effect, waitMs: Math.max(effect.waitMs, ADOPTION_MS) }
      : effect,
  );
  return { ...response, effects };
}

/** As long as a failure waits for its cause without a rule; an adoption follows within seconds. */
const ADOPTION_MS = 10_000;

/** Whom a call is for, and about which incident. */
function namesOf({ incident, destinations }: Notification): readonly string[] {
  return destinations.map((destination) => `${incident} ${addressOf(destination)}`);
}

function isCall(effect: Effect): effect is Notification {
  return effect.kind === 'notify' && effect.isExplained !== true;
}

/** Whether anything open needs what the decision is about; most that is open does not. */
function mayAdopt({ organisation, book, decision }: Situation): boolean {
  const { service } = decision.resolution;
  if (service === null) return false;
  return activeIn(book).listed.some(
    (incident) =>
      incident.environment === decision.environment &&
      [...factsOf(incident).firing].some(
        (each) => each !== null && needsAny(organisation.services, each, [service]),
      ),
  );
}

/** What cannot be foreseen without its file is left as it is: then nothing waits. */
function bookAfter(situation: Situation, effects: readonly Effect[]): IncidentBook {
  const { book } = situation;
  const incidents = effects.reduce<readonly Incident[]>((known, effect) => {
    if (effect.kind === 'open_incident') {
      const opened = openedBy(situation, effect.id);
      return opened === null ? known : [...known, opened];
    }
    if (effect.kind !== 'edit_incident') return known;
    const { id, edits } = effect;
    return known.map((incident) =>
      incident.id === id ? (editedIncident(incident, edits) ?? incident) : incident,
    );
  }, book.incidents);
  return { ...book, incidents };
}

function openedBy({ organisation, decision, now }: Situation, id: string): Incident | null {
  const { severity } = decision;
  if (severity === 'none') return null;
  const opening: OpeningDecision = { ...decision, severity };
  return openedIncident(id, newFrontMatter(organisation, opening, now), decision.key);
}
