// A cause that shows late: which open incidents that of the cause takes over, since it explains them. A function of the
// files alone, so that it happens whatever came first, and is made up for after an interruption.
import { needsAny } from '../correlation/graph.ts';
import { isConfidential } from '../incidents/hidden.ts';
import { type Incident, serviceOf } from '../model/incident.ts';
import { BEGINNING, earlierOf, type Instant, laterOf, toMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { isFaceTouched } from './face.ts';
import { activeIn, factsOf } from './facts.ts';
import { cascadePolicy, rememberedFields } from './policy.ts';
import type { IncidentBook } from './response.ts';
import { type Explanation, explain, type Failures, failuresOf } from './upstream.ts';

/** An open incident that another one explains. */
export type Adoption = {
  readonly child: Incident;
  readonly parent: Incident;
  /** From the child's failing service to the root. */
  readonly path: readonly string[];
  /** Since when it has been explained. */
  readonly at: Instant;
  /** `link` where people already work on the child, or where taking it over would hide what customers see. */
  readonly how: 'take_over' | 'link';
};

/** Open incidents that others explain, as the files say now. */
export function adoptionsIn(organisation: Organisation, book: IncidentBook): readonly Adoption[] {
  const { listed } = activeIn(book);
  if (listed.length < 2) return [];
  const environments = Map.groupBy(listed, (incident) => incident.environment);
  return [...environments].flatMap(([environment, incidents]) => {
    if (incidents.length < 2) return [];
    const failures = failuresOf(book, environment);
    return incidents.flatMap((child) => adoptionOf({ organisation, book, failures }, child) ?? []);
  });
}

/** When the first of them is due: since when it has been explained. Null when there is none. */
export function adoptionDue(organisation: Organisation, book: IncidentBook): Instant | null {
  return adoptionsIn(organisation, book).reduce<Instant | null>(
    (first, { at }) => (first === null ? at : earlierOf(first, at)),
    null,
  );
}

type Look = {
  readonly organisation: Organisation;
  readonly book: IncidentBook;
  readonly failures: Failures;
};

function adoptionOf({ organisation, book, failures }: Look, child: Incident): Adoption | null {
  if (child.kind !== 'incident' || child.group === null || isConfidential(child)) return null;
  let first: Explanation | null = null;
  // All that fails in it: an incident with a failure that nothing explains stands for itself.
  for (const service of factsOf(child).firing) {
    const explanation = service === null ? null : explain(organisation, failures, service);
    if (explanation === null || explanation.incident === child) return null;
    first ??= explanation;
  }
  if (first === null || hasOwnStory(organisation, child, first.root)) return null;
  const parent = first.incident;
  const at = explainedSince(child, first, failures);
  const declared = child.at.declared ?? BEGINNING;
  const service = first.path[0] ?? first.root;
  const [problem] =
    Object.entries(child.problems).find(([, each]) => serviceOf(child, each) === service) ?? [];
  const policy = cascadePolicy(organisation, {
    service,
    environment: child.environment,
    severity: child.severity,
    at: declared,
    fields: rememberedFields(book, problem),
    owner: service === child.services[0] ? child.owner : undefined,
  });
  // What was held back, or came late, explained nothing until people could see it.
  const shown = laterOf(at, parent.at.declared ?? at);
  if (toMs(shown) - toMs(declared) > policy.adoptMs) return null;
  const how = mayTakeOver(organisation, child, parent) ? 'take_over' : 'link';
  if (how === 'link' && child.relations.causedBy.includes(parent.id)) return null;
  return { child, parent, path: first.path, at, how };
}

/**
 * Whether something of its own that is over had nothing to do with the cause: what still fires then goes to the cause
 * alone, and the incident keeps its story.
 */
function hasOwnStory({ services }: Organisation, child: Incident, root: string): boolean {
  return Object.values(child.problems).some((problem) => {
    if (problem.state === 'firing' || problem.upstream !== undefined) return false;
    const service = serviceOf(child, problem);
    return service === null || !needsAny(services, service, [root]);
  });
}

function explainedSince(child: Incident, { path }: Explanation, failures: Failures): Instant {
  return path.reduce<Instant>((latest, service) => {
    const since = failures.get(service)?.since;
    return since === undefined ? latest : laterOf(latest, since);
  }, child.at.declared ?? BEGINNING);
}

/** Whether what an incident lists may go to another one without anybody missing it. */
export function mayTakeOver(
  organisation: Organisation,
  child: Incident,
  parent: Incident,
): boolean {
  if (isTouched(organisation, child)) return false;
  const isShown = child.public?.visibility === 'public';
  const isParentHidden = parent.public !== null && parent.public.visibility !== 'public';
  if (isShown && isParentHidden) return false;
  // What reached nobody takes no call away from others.
  const modeOf = (incident: Incident): string | undefined =>
    organisation.teams.get(incident.owner.team)?.mode;
  return modeOf(parent) === 'live' || modeOf(child) !== 'live';
}

/** Whether people already made the incident theirs. */
function isTouched(organisation: Organisation, child: Incident): boolean {
  return (
    child.at.acknowledged !== undefined ||
    child.at.identified !== undefined ||
    Object.keys(child.roles).length > 0 ||
    isFaceTouched(organisation, child)
  );
}
