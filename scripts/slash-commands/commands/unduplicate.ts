// `/unduplicate`: what was taken for a repeat stands for itself again, with what counted in the other one meanwhile.
import { nameOf } from '../../incidents/shown-names.ts';
import { enterState } from '../../incidents/lifecycle.ts';
import type { Effect, IncidentEdit } from '../../model/effect.ts';
import { type Incident, type IncidentProblem, serviceOf } from '../../model/incident.ts';
import { BEGINNING } from '../../model/instant.ts';
import { set } from '../../response/change.ts';
import { linkTo } from '../../response/links.ts';
import { calmDown, calmWithout } from '../../response/recover.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { take } from './progress.ts';
import { note, tellingOf } from './relations.ts';

/** `/unduplicate`. */
export function unduplicate(situation: Situation): Result {
  const { incident, book } = situation;
  const { duplicateOf, moved } = incident.relations;
  if (incident.state !== 'duplicate') return refused('It is no duplicate.');
  const parent = book.incidents.find(({ id }) => id === duplicateOf);
  const back = parent === undefined ? [] : movedBack(incident, parent, moved);
  const state = stateBefore(incident);
  const isTaken = incident.at.acknowledged !== undefined || state !== 'investigating';
  const calm = state === 'investigating' ? calmBack(situation, back) : [];
  const next = calm.length === 0 ? state : 'monitoring';
  return {
    kind: 'done',
    event: 'changed',
    text: `state \`duplicate\` → \`${next}\`; ${back.length === 1 ? 'its problem is' : `its ${back.length} problems are`} here again${parent?.severity === incident.severity ? `; ${nameOf(tellingOf(situation), parent.id)} keeps \`${parent.severity}\`` : ''}`,
    edits: [
      enterState(incident, 'separate', next),
      // Somebody looked at it and said so: nothing takes it over by itself any more.
      ...(isTaken ? [] : take({ ...situation, incident: { ...incident, state } })),
      ...(state === 'investigating' ? forgetEnd(incident) : []),
      { kind: 'unset', path: ['relations', 'duplicate_of'] },
      ...(moved === undefined ? [] : [{ kind: 'unset' as const, path: ['relations', 'moved'] }]),
      ...back.map(([id, problem]) => set(['problems', id], { ...problem })),
      ...calm,
      line(
        situation,
        `[unduplicated] from ${duplicateOf === undefined ? 'nothing' : linkTo(duplicateOf)} by`,
      ),
    ],
    effects: parent === undefined ? [] : giveBack(situation, parent, back),
  };
}

type Entries = readonly (readonly [string, IncidentProblem])[];

/** As the other one knows them now. Where nothing was remembered, what is about a service of this one alone. */
function movedBack(
  incident: Incident,
  parent: Incident,
  moved: readonly string[] | undefined,
): Entries {
  const own = new Set(incident.services.filter((id) => id !== parent.services[0]));
  return Object.entries(parent.problems).flatMap(([id, problem]) => {
    const service = serviceOf(parent, problem);
    const isOwn = moved === undefined ? service !== null && own.has(service) : moved.includes(id);
    if (!isOwn) return [];
    const { upstream: _upstream, service: _service, ...rest } = problem;
    const isFirst = service === null || service === incident.services[0];
    return [[id, isFirst ? rest : { ...rest, service }] as const];
  });
}

/** What was over before it was a repeat is over again: taking it up is for `/reopen`. */
function stateBefore({ at }: Incident): 'investigating' | 'resolved' | 'closed' {
  if (at.resolved === undefined) return 'investigating';
  return at.closed === undefined ? 'resolved' : 'closed';
}

/** What it means that all that comes back ended while it counted in the other one. */
function calmBack(
  { organisation, incident, now }: Situation,
  back: Entries,
): readonly IncidentEdit[] {
  if (back.length === 0 || back.some(([, { state }]) => state === 'firing')) return [];
  const { closed: _closed, ...at } = incident.at;
  const taken: Incident = {
    ...incident,
    state: 'investigating',
    at: { ...at, acknowledged: at.acknowledged ?? now },
    problems: Object.fromEntries(back),
  };
  return calmDown(organisation, taken, { at: BEGINNING, now });
}

function forgetEnd({ at }: Incident): readonly IncidentEdit[] {
  return (['resolved', 'closed'] as const)
    .filter((name) => at[name] !== undefined)
    .map((name) => ({ kind: 'unset', path: ['at', name] }));
}

function giveBack(situation: Situation, parent: Incident, back: Entries): readonly Effect[] {
  const { incident, organisation, now } = situation;
  const gone = new Set(back.map(([id]) => id));
  const left = Object.entries(parent.problems).filter(([id]) => !gone.has(id));
  const needed = new Set(left.map(([, problem]) => serviceOf(parent, problem)));
  const services = parent.services.filter(
    (id, index) => index === 0 || needed.has(id) || !incident.services.includes(id),
  );
  const tickets = parent.tickets.filter((ticket) => !incident.tickets.includes(ticket));
  const edits: readonly IncidentEdit[] = [
    ...[...gone].map((id): IncidentEdit => ({ kind: 'unset', path: ['problems', id] })),
    ...(services.length === parent.services.length ? [] : [set(['services'], services)]),
    ...(tickets.length === parent.tickets.length ? [] : [set(['tickets'], tickets)]),
    ...calmWithout(organisation, { ...parent, services }, { gone, now }),
  ];
  const text = `[unduplicated] ${linkTo(incident.id)} stands for itself again`;
  return [note(situation, parent, { event: 'changed', text, edits })];
}
