// A problem that changes its state too often to believe its recoveries: its incident stays as it is and says so once.
import type { Decision } from '../model/decision.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { type Incident, type IncidentProblem, serviceOf } from '../model/incident.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { changed } from './change.ts';
import { showWorking } from './face.ts';
import { activeIn, factsOf } from './facts.ts';
import { firingAgain, severityWith } from './fire.ts';
import { entryAbout } from './links.ts';
import { isServiceFailing, problemEdit } from './problem-entry.ts';
import { calmDown } from './recover.ts';
import { nameOfProblem } from './report.ts';
import type { IncidentBook, Response, Situation } from './response.ts';
import { unlistedFiring } from './storm.ts';

/** Marks the problem as one that flaps and tells once; while it does, nothing else about it is news. */
export function flap({ organisation, decision, now }: Situation, incident: Incident): Response {
  const known = incident.problems[decision.problem.id];
  if (known?.flapping === true)
    return { outcome: { kind: 'collapsed', incident: incident.id }, effects: [] };
  const severity = severityWith(incident, decision);
  const wakes =
    incident.state === 'monitoring' ? firingAgain(organisation, incident, severity, now) : [];
  return changed(incident, decision, {
    event: 'flapping',
    text: `[flapping] ${nameOfProblem(decision)} changes its state too often; recoveries count again when it is steady`,
    edits: [
      problemEdit(incident, decision, 'firing', { ...explanationOf(known), flapping: true }),
      ...wakes,
    ],
    tells: true,
    severity,
  });
}

/** The problem fires without flapping again: from now on its recovery is believed. */
export function steady(incident: Incident, decision: Decision): Response {
  const known = incident.problems[decision.problem.id];
  return changed(incident, decision, {
    event: 'noted',
    text: `[steady] ${nameOfProblem(decision)} fires without flapping`,
    edits: [problemEdit(incident, decision, 'firing', explanationOf(known))],
    tells: false,
  });
}

/** When the first flapping problem that has recovered has been quiet for the whole window; null without one. */
export function flapDue(organisation: Organisation, book: IncidentBook): Instant | null {
  return quietIn(organisation, book).reduce<Instant | null>(
    (first, { due }) => (first === null ? due : earlierOf(first, due)),
    null,
  );
}

/** Believes the recovery of flapping problems that stayed quiet: the store knows them, no signal says so. */
export function believeRecoveries(
  organisation: Organisation,
  book: IncidentBook,
  now: Instant,
): readonly Effect[] {
  return quietIn(organisation, book)
    .filter(({ due }) => due <= now)
    .map((quiet) => believe(organisation, book, quiet, now));
}

type Quiet = {
  readonly incident: Incident;
  readonly id: string;
  readonly at: Instant;
  readonly due: Instant;
};

function quietIn(organisation: Organisation, book: IncidentBook): readonly Quiet[] {
  const { standing } = book;
  if (standing === undefined) return [];
  return activeIn(book).listed.flatMap((incident) =>
    factsOf(incident).flapping.flatMap((id) => {
      const known = standing.problems.get(id)?.problem;
      if (known?.state !== 'recovered') return [];
      return [{ incident, id, at: known.at, due: addMs(known.at, windowOf(organisation)) }];
    }),
  );
}

/** The longest window of a rule that may be the one: all of them are over then. */
function windowOf({ rules }: Organisation): number {
  return Math.max(DEFAULT_WINDOW_MS, ...rules.flap.map(({ withinMs }) => withinMs));
}

const DEFAULT_WINDOW_MS = 30 * 60_000;

function believe(
  organisation: Organisation,
  book: IncidentBook,
  { incident, id, at }: Quiet,
  now: Instant,
): Effect {
  const problem = incident.problems[id];
  const others = Object.entries(incident.problems).some(
    ([other, { state, kind }]) => other !== id && state === 'firing' && kind !== 'report',
  );
  const isLast = !others && unlistedFiring(book, incident, id) === 'none';
  const service = problem === undefined ? null : serviceOf(incident, problem);
  const works: readonly IncidentEdit[] =
    isLast || service === null || isServiceFailing(incident, service, id)
      ? []
      : showWorking(organisation, incident, { service, at });
  const source = id.split('/')[0] ?? id;
  return {
    kind: 'edit_incident',
    id: incident.id,
    event: 'recovered',
    edits: [
      { kind: 'set', path: ['problems', id, 'state'], value: 'recovered' },
      { kind: 'set', path: ['problems', id, 'at'], value: at },
      { kind: 'unset', path: ['problems', id, 'flapping'] },
      ...works,
      ...(isLast ? calmDown(organisation, incident, { at, now }) : []),
      entryAbout(
        now,
        `[recovered] ${source}: quiet since ${at.slice(11, 16)} UTC, it flaps no more${isLast ? '; the last problem ended; resolve when sure' : ''}`,
        [incident.id, 'steady', id, at],
      ),
    ],
  };
}

function explanationOf(known: IncidentProblem | undefined): Partial<IncidentProblem> {
  return {
    ...(known?.severity === undefined ? {} : { severity: known.severity }),
    ...(known?.upstream === undefined ? {} : { upstream: known.upstream }),
  };
}
