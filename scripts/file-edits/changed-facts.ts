// What of an incident's facts differs between two versions of its file, each with the command that says the same.
import type { FrontMatterValue, IncidentEdit } from '../model/effect.ts';
import { type Change, type Incident, isActive, MILESTONES } from '../model/incident.ts';
import { set } from '../response/change.ts';
import type { CommandName } from '../slash-commands/catalogue.ts';

/** A fact that was changed: where it stands, what puts it back, and what somebody would have said instead. */
export type ChangedFact = {
  readonly path: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly back: IncidentEdit;
  readonly command: CommandName;
  readonly argument: string;
  /** Words of the speaker may follow. */
  readonly takesWords?: true;
};

/** Every fact but the state, in the order in which commands change them: who has it before how bad it is. */
export function changedFacts(before: Incident, after: Incident): readonly ChangedFact[] {
  return [
    ...wordFact('title', before, after),
    ...wordFact('category', before, after),
    ...instantFacts(before, after),
    ...impactFacts(before, after),
    ...changeFact(before, after),
    ...ownerFact(before, after),
    ...roleFacts(before, after),
    ...teamFacts(before, after),
    ...severityFact(before, after),
    ...componentFacts(before, after),
    ...causeFacts(before, after),
    ...faceFact(before, after),
    ...takenFact(before, after),
  ];
}

/** What gives a place its earlier value. */
export function putBack(
  path: readonly string[],
  value: FrontMatterValue | null | undefined,
): IncidentEdit {
  return value === null || value === undefined ? { kind: 'unset', path } : set(path, value);
}

function wordFact(
  name: 'title' | 'category',
  before: Incident,
  after: Incident,
): readonly ChangedFact[] {
  const [from, to] = [before[name], after[name]];
  return differing({ path: [name], from, to, command: 'set', argument: `${name} ${to}` });
}

/** Corrections. What becomes known only now belongs to the state that it goes with. */
function instantFacts(before: Incident, after: Incident): readonly ChangedFact[] {
  return MILESTONES.flatMap((name) => {
    const from = before.at[name];
    const to = after.at[name];
    const isKnown = from !== undefined || name === 'started' || name === 'detected';
    if (name === 'declared' || name === 'closed' || to === undefined || !isKnown) return [];
    return differing({ path: ['at', name], from, to, command: 'set', argument: `${name} ${to}` });
  });
}

function impactFacts(before: Incident, after: Incident): readonly ChangedFact[] {
  const known: Readonly<Record<string, string | number | undefined>> = before.impact ?? {};
  return Object.entries(after.impact ?? {}).flatMap(([name, value]) =>
    differing({
      path: ['impact', name],
      from: known[name],
      to: value,
      command: 'impact',
      argument: `${name}=${value}`,
    }),
  );
}

function changeFact(before: Incident, after: Incident): readonly ChangedFact[] {
  const { deploy, verdict } = after.change ?? {};
  if (deploy === before.change?.deploy && verdict === before.change?.verdict) return [];
  if (after.change !== null && deploy === undefined) return [];
  return [
    {
      path: ['change'],
      from: before.change?.deploy ?? 'none',
      to: deploy ?? 'none',
      back: putBack(['change'], before.change === null ? null : valueOf(before.change)),
      command: deploy === undefined ? 'clear-suspect' : 'suspect',
      argument: deploy === undefined ? '' : `${deploy} ${verdict ?? ''}`,
    },
  ];
}

function valueOf({ kind, deploy, verdict }: Change): FrontMatterValue {
  return { kind, ...(deploy === undefined ? {} : { deploy }), verdict };
}

function ownerFact(before: Incident, after: Incident): readonly ChangedFact[] {
  return differing({
    path: ['owner', 'team'],
    from: before.owner.team,
    to: after.owner.team,
    command: 'delegate',
    argument: after.owner.team,
  });
}

function roleFacts(before: Incident, after: Incident): readonly ChangedFact[] {
  return keysOf(before.roles, after.roles).flatMap((name) => {
    const to = after.roles[name];
    return differing({
      path: ['roles', name],
      from: before.roles[name],
      to,
      command: 'role',
      argument: `${name} ${to === undefined ? 'none' : `@${to}`}`,
    });
  });
}

/** A team beside the owner is called; the one that had it before stays with it, and knows. */
function teamFacts(before: Incident, after: Incident): readonly ChangedFact[] {
  const path = ['contributors'];
  return after.contributors
    .filter((team) => !before.contributors.includes(team))
    .filter((team) => team !== before.owner.team && team !== after.owner.team)
    .map((team) => ({
      path,
      from: before.contributors.join(', ') || 'none',
      to: team,
      back: putBack(path, before.contributors.length === 0 ? null : before.contributors),
      command: 'page',
      argument: team,
    }));
}

function severityFact(before: Incident, after: Incident): readonly ChangedFact[] {
  return differing({
    path: ['severity'],
    from: before.severity,
    to: after.severity,
    command: 'sev',
    argument: after.severity.slice('sev'.length),
    takesWords: true,
  });
}

function componentFacts(before: Incident, after: Incident): readonly ChangedFact[] {
  if (!isActive(after)) return [];
  return keysOf(before.components, after.components).flatMap((id) => {
    const to = after.components[id];
    return differing({
      path: ['components', id],
      from: before.components[id],
      to,
      command: 'set',
      argument: `component ${id} ${to ?? 'none'}`,
    });
  });
}

function causeFacts(before: Incident, after: Incident): readonly ChangedFact[] {
  const path = ['relations', 'caused_by'];
  const { causedBy } = before.relations;
  return after.relations.causedBy
    .filter((id) => !causedBy.includes(id))
    .map((id) => ({
      path,
      from: causedBy.join(', ') || 'none',
      to: id,
      back: putBack(path, causedBy.length === 0 ? null : causedBy),
      command: 'caused-by',
      argument: id,
    }));
}

/** What the public sees: an end asks for a last word, which an edit of this one field has not. */
function faceFact(before: Incident, after: Incident): readonly ChangedFact[] {
  const from = before.public?.visibility ?? 'none';
  const to = after.public?.visibility ?? 'none';
  if (from === to || (from !== 'public' && to !== 'public')) return [];
  const title = after.public?.title;
  return [
    {
      path: ['public', 'visibility'],
      from,
      to,
      back: set(['public', 'visibility'], from),
      command: to === 'public' ? 'publish' : 'unpublish',
      argument: to === 'public' && title !== undefined ? `verbatim "${title}"` : '',
    },
  ];
}

function takenFact(before: Incident, after: Incident): readonly ChangedFact[] {
  const to = after.at.acknowledged;
  if (before.at.acknowledged !== undefined || to === undefined || !isActive(after)) return [];
  const path = ['at', 'acknowledged'];
  return [{ path, from: 'unknown', to, back: putBack(path, null), command: 'ack', argument: '' }];
}

type Difference = Omit<ChangedFact, 'from' | 'to' | 'back'> & {
  readonly from: string | number | undefined;
  readonly to: string | number | undefined;
};

function differing({ from, to, ...rest }: Difference): readonly ChangedFact[] {
  if (from === to) return [];
  const words = (value: typeof from): string => String(value ?? 'none');
  return [{ ...rest, from: words(from), to: words(to), back: putBack(rest.path, from) }];
}

function keysOf(...records: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}
