// What an adoption does: a cause's incident takes over the open incidents that it explains, or is linked with them.
import { enterState } from '../incidents/lifecycle.ts';
import { type Incident, type IncidentProblem, serviceOf } from '../model/incident.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { earlierOf, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, isWorse, worse } from '../model/severity.ts';
import { type Adoption, adoptionsIn } from './adoption.ts';
import { calledEdits } from './called.ts';
import { raiseTo, set, union } from './change.ts';
import { show, shownComponents } from './face.ts';
import { entryAbout, linkTo, rememberMoved } from './links.ts';
import { callRaised } from './notification.ts';
import type { IncidentBook } from './response.ts';
import { pathInWords } from './upstream.ts';

/** Takes over and links what is explained. A root is explained by nothing, so no parent is taken over itself. */
export function adopt(
  organisation: Organisation,
  book: IncidentBook,
  now: Instant,
): readonly Effect[] {
  const adoptions = adoptionsIn(organisation, book).filter(({ at }) => at <= now);
  const parents = Map.groupBy(adoptions, ({ parent }) => parent.id);
  return [...parents.values()].flatMap((family) => joinFamily(organisation, book, family, now));
}

type Moment = {
  readonly organisation: Organisation;
  readonly book: IncidentBook;
  readonly now: Instant;
};

function joinFamily(
  organisation: Organisation,
  book: IncidentBook,
  family: readonly Adoption[],
  now: Instant,
): readonly Effect[] {
  const parent = family[0]?.parent;
  if (parent === undefined) return [];
  const linked = family.filter(({ how }) => how === 'link');
  const taken = family.filter(({ how }) => how === 'take_over');
  return [
    ...linked.flatMap((each) => linkChild(each, now)),
    ...taken.flatMap((each) => closeChild(book, each, now)),
    ...(taken.length === 0 ? [] : takeOver({ organisation, book, now }, parent, taken)),
  ];
}

function linkChild({ child, parent, path }: Adoption, now: Instant): readonly Effect[] {
  const words = pathInWords(path);
  return [
    {
      kind: 'edit_incident',
      id: child.id,
      event: 'linked',
      edits: [
        set(['relations', 'caused_by'], [...child.relations.causedBy, parent.id]),
        entryAbout(now, `[linked] ${linkTo(parent.id)} explains it: ${words}`, [
          child.id,
          'linked',
          parent.id,
        ]),
      ],
    },
    {
      kind: 'edit_incident',
      id: parent.id,
      event: 'linked',
      edits: [
        entryAbout(now, `[linked] explains ${linkTo(child.id)}, which stays open: ${words}`, [
          parent.id,
          'explains',
          child.id,
        ]),
      ],
    },
  ];
}

/** The child keeps its history; its problems move, and so do its own duplicates. */
function closeChild(
  book: IncidentBook,
  { child, parent, path }: Adoption,
  now: Instant,
): readonly Effect[] {
  const own: Effect = {
    kind: 'edit_incident',
    id: child.id,
    event: 'duplicated',
    edits: [
      enterState(child, 'duplicate', 'duplicate'),
      set(['relations', 'duplicate_of'], parent.id),
      ...rememberMoved(child, parent),
      { kind: 'unset', path: ['problems'] },
      entryAbout(now, `[duplicate] of ${linkTo(parent.id)}: ${pathInWords(path)}`, [
        child.id,
        'duplicate',
        parent.id,
      ]),
    ],
  };
  const followers = book.incidents.filter(
    (incident) => incident.state === 'duplicate' && incident.relations.duplicateOf === child.id,
  );
  return [
    own,
    ...followers.map((incident): Effect => ({
      kind: 'edit_incident',
      id: incident.id,
      event: 'duplicated',
      edits: [
        set(['relations', 'duplicate_of'], parent.id),
        entryAbout(now, `[duplicate] of ${linkTo(parent.id)}, as ${linkTo(child.id)} is`, [
          incident.id,
          'duplicate',
          parent.id,
        ]),
      ],
    })),
  ];
}

function takeOver(
  { organisation, book, now }: Moment,
  parent: Incident,
  taken: readonly Adoption[],
): readonly Effect[] {
  const children = taken.map(({ child }) => child);
  const severity = children.reduce<IncidentSeverity>(
    (worst, child) => worse(worst, child.severity),
    parent.severity,
  );
  const calls = isWorse(severity, parent.severity)
    ? callRaised(organisation, book, parent, { severity, about: children.map(({ id }) => id), now })
    : [];
  const edits: readonly IncidentEdit[] = [
    ...taken.flatMap((adoption) => movedProblems(adoption)),
    ...union(
      ['services'],
      parent.services,
      children.flatMap(({ services }) => services),
    ),
    ...union(
      ['tickets'],
      parent.tickets,
      children.flatMap(({ tickets }) => tickets),
    ),
    ...startedBefore(parent, children),
    // What was resolved once and owed a post-mortem since takes that along.
    ...(!parent.postmortemOwed && children.some(({ postmortemOwed }) => postmortemOwed)
      ? [set(['postmortem_owed'], true)]
      : []),
    ...raiseTo(parent, severity),
    ...show(
      organisation,
      parent,
      children.flatMap((child) => showingsOf(organisation, child)),
      now,
    ),
    ...taken.map((adoption) =>
      entryAbout(now, adoptionWords(adoption), [parent.id, 'adopted', adoption.child.id]),
    ),
    ...calledEdits(parent, calls),
  ];
  return [{ kind: 'edit_incident', id: parent.id, event: 'adopted', edits }, ...calls];
}

function adoptionWords({ child, path }: Adoption): string {
  const count = Object.keys(child.problems).length;
  const problems = count === 1 ? 'its problem is' : `its ${count} problems are`;
  return `[adopted] ${linkTo(child.id)}: ${pathInWords(path)}; ${problems} here now`;
}

/** What both know of keeps its newest change. */
function movedProblems({ child, parent, path }: Adoption): readonly IncidentEdit[] {
  const root = path.at(-1);
  return Object.entries(child.problems).flatMap(([id, problem]) => {
    const known = parent.problems[id];
    if (known !== undefined && known.at >= problem.at) return [];
    const service = serviceOf(child, problem);
    const moved: IncidentProblem = {
      ...problem,
      severity: problem.severity ?? child.severity,
      ...(service === null ? {} : { service }),
      ...(root === undefined ? {} : { upstream: root }),
    };
    return [set(['problems', id], { ...moved })];
  });
}

function startedBefore(parent: Incident, children: readonly Incident[]): readonly IncidentEdit[] {
  const own = parent.at.started;
  if (own === undefined) return [];
  const first = children.reduce(
    (earliest, child) => earlierOf(earliest, child.at.started ?? earliest),
    own,
  );
  return first === own ? [] : [set(['at', 'started'], first)];
}

function showingsOf(organisation: Organisation, child: Incident): Parameters<typeof show>[2] {
  return shownComponents(organisation, child).flatMap((component) => {
    const status = child.components[component.id];
    return status === undefined ? [] : [{ component, status }];
  });
}
