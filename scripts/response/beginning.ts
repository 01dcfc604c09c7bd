// Since when a failure goes on, where a signal that came late says that it began earlier than its incident knows.
import { occurredAt } from '../correlation/problem.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { type Incident, serviceOf } from '../model/incident.ts';
import { BEGINNING, earlierOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { quietly } from './quiet.ts';
import type { Response, Situation } from './response.ts';

/** What is done anyway, and the listed problem's earlier beginning, quietly where nothing else is done. */
export function withBeginning(
  situation: Situation,
  incident: Incident,
  response: Response,
): Response {
  const edits = earlierBeginning(situation, incident);
  if (edits.length === 0) return response;
  if (response.effects.length === 0) return quietly(incident, edits);
  const effects = response.effects.map((effect) =>
    effect.kind === 'edit_incident' && effect.id === incident.id
      ? { ...effect, edits: [...effect.edits, ...edits] }
      : effect,
  );
  return { ...response, effects };
}

/** Only of what others need: of several causes the first one explains them. */
function earlierBeginning(
  { organisation, book, decision }: Situation,
  incident: Incident,
): readonly IncidentEdit[] {
  const { problem, signal } = decision;
  const listed = incident.problems[problem.id];
  if (listed?.state !== 'firing' || signal.action !== 'trigger') return [];
  const service = serviceOf(incident, listed);
  if (service === null || !neededIn(organisation.services).has(service)) return [];
  const at = occurredAt(decision);
  const began = earlierOf(signal.startedAt ?? at, at);
  const ended = book.standing?.problems.get(problem.id)?.facts.recoveredAt ?? BEGINNING;
  if (began >= listed.since || began <= ended) return [];
  return [{ kind: 'set', path: ['problems', problem.id, 'since'], value: began }];
}

/** Services that another one needs. */
function neededIn(services: Organisation['services']): ReadonlySet<string> {
  const known = neededByServices.get(services);
  if (known !== undefined) return known;
  const needed = new Set(
    [...services.values()].flatMap(({ needs }) =>
      needs.flatMap((need) => (need.kind === 'service' ? [need.service] : need.services)),
    ),
  );
  neededByServices.set(services, needed);
  return needed;
}

const neededByServices = new WeakMap<Organisation['services'], ReadonlySet<string>>();
