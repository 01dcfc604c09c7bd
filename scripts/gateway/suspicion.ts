// Asks the inbox what was deployed before the problems of a batch began, and adds the suspects to their decisions.
import { occurredAt } from '../correlation/problem.ts';
import { rankSuspects } from '../correlation/suspects.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { type Decision, opens } from '../model/decision.ts';
import type { Deployment, Sighting, Suspect } from '../model/deployment.ts';
import { addMs, BEGINNING, earlierOf, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Interpretation } from './interpret.ts';

/** When a decision saw something of its group; null for deployments and for news that nothing fires. */
export function sightingOf(decision: Decision): Sighting | null {
  const { signal, group } = decision;
  const isSeen = signal.kind !== 'deployment' && signal.action === 'trigger';
  return isSeen ? { group, at: occurredAt(decision), count: 1 } : null;
}

/** The interpretations with suspects for every decision that could open an incident. */
export async function addSuspects<Deciding extends Pick<Interpretation, 'decisions'>>(
  inbox: Inbox,
  organisation: Organisation,
  interpretations: readonly Deciding[],
): Promise<readonly Deciding[]> {
  const decisions = interpretations.flatMap((interpretation) => interpretation.decisions);
  const found = new Map<Decision, readonly Suspect[]>();
  const openers = decisions.filter(mayOpen);
  const recent: Recent = {
    deployments: decisions.flatMap(({ deployment }) => deployment ?? []),
    sightings: decisions.flatMap((decision) => sightingOf(decision) ?? []),
    begin: openers.map(startOf).reduce(earlierOf, openers[0]?.receivedAt ?? BEGINNING),
    asked: new Map(),
  };
  for (const decision of openers) {
    found.set(decision, await suspectsOf({ inbox, organisation, recent }, decision));
  }
  return interpretations.map((interpretation) => ({
    ...interpretation,
    decisions: interpretation.decisions.map((decision) => {
      const suspects = found.get(decision);
      return suspects === undefined ? decision : { ...decision, suspects };
    }),
  }));
}

/** What the batch itself holds and the inbox does not know yet, and what the inbox was asked already. */
type Recent = {
  readonly deployments: readonly Deployment[];
  readonly sightings: readonly Sighting[];
  /** When the oldest problem of the batch began. */
  readonly begin: Instant;
  readonly asked: Map<string, readonly Sighting[]>;
};

type Search = {
  readonly inbox: Inbox;
  readonly organisation: Organisation;
  readonly recent: Recent;
};

function mayOpen(decision: Decision): boolean {
  const { signal, problem, resolution } = decision;
  const isOpening = problem.state === 'firing' && opens(decision);
  return isOpening && signal.kind !== 'deployment' && resolution.service !== null;
}

async function suspectsOf(search: Search, decision: Decision): Promise<readonly Suspect[]> {
  const { inbox, organisation, recent } = search;
  const { environment, receivedAt } = decision;
  const service = decision.resolution.service ?? '';
  const windowMs = organisation.settings.suspectWindowMs;
  const started = startOf(decision);
  const needs = needsOf(organisation, service);
  const wanted = { services: [service, ...needs], environment };
  const stored = await inbox.deployments({ ...wanted, since: addMs(started, -windowMs) });
  const deployments = newestOf([...stored, ...recent.deployments]);
  if (deployments.length === 0) return [];
  const sightings = await sightingsOf(search, decision.group, addMs(recent.begin, -2 * windowMs));
  const scene = { service, needs, environment, started, until: receivedAt, windowMs, sightings };
  return rankSuspects(deployments, scene);
}

function startOf({ problem, receivedAt }: Decision): Instant {
  return earlierOf(problem.since, receivedAt);
}

function needsOf({ services }: Organisation, service: string): ReadonlySet<string> {
  const needs = services.get(service)?.needs ?? [];
  return new Set(
    needs.flatMap((need) => (need.kind === 'service' ? [need.service] : need.services)),
  );
}

/** The reports of one deployment as one, as the inbox will fold them. */
function newestOf(deployments: readonly Deployment[]): readonly Deployment[] {
  const newest = new Map<string, Deployment>();
  for (const each of deployments) {
    const known = newest.get(each.id);
    const [older, newer] =
      known === undefined || isOlder(known, each) ? [known ?? each, each] : [each, known];
    newest.set(each.id, {
      ...newer,
      begunAt: earlierOf(older.begunAt, newer.begunAt),
      messages: newer.messages.length > 0 ? newer.messages : older.messages,
    });
  }
  return [...newest.values()];
}

function isOlder(left: Deployment, right: Deployment): boolean {
  return left.at === right.at ? left.outcome <= right.outcome : left.at < right.at;
}

async function sightingsOf(
  { inbox, recent }: Search,
  group: string,
  since: Instant,
): Promise<readonly Sighting[]> {
  const known = recent.asked.get(group) ?? (await inbox.sightings(group, since));
  recent.asked.set(group, known);
  return [...known, ...recent.sightings.filter((seen) => seen.group === group)];
}
