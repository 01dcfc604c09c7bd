// Deployments in the look-back window of an incident → suspects with score and reasons, likeliest first.
import type { Deployment, Sighting, Suspect } from '../model/deployment.ts';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import { judgeCommit } from './commit-quality.ts';

/** What is known of the incident that looks for its cause. */
export type Scene = {
  readonly service: string;
  /** Services that it cannot work without, directly. */
  readonly needs: ReadonlySet<string>;
  readonly environment: string;
  /** When the suffering began. */
  readonly started: Instant;
  /** Until when signals were counted. */
  readonly until: Instant;
  readonly windowMs: number;
  /** When signals of the incident's group were seen. */
  readonly sightings: readonly Omit<Sighting, 'group'>[];
};

/** From this score on a suspect is named in the front matter. */
export const SUSPICION_LIMIT = 0.5;

/** Ranks the deployments that may be behind an incident; those begun after it are none. */
export function rankSuspects(deployments: readonly Deployment[], scene: Scene): readonly Suspect[] {
  return deployments
    .filter((deployment) => isNear(deployment, scene))
    .map((deployment) => suspect(deployment, scene))
    .toSorted(
      (left, right) =>
        right.score - left.score ||
        compare(right.deployment.at, left.deployment.at) ||
        compare(left.deployment.id, right.deployment.id),
    );
}

/** Signals from `at` to `until` over signals in as long a time before `at`; null when there were none before. */
export function surgeRatio(
  sightings: Scene['sightings'],
  at: Instant,
  until: Instant,
): number | null {
  const { before, after } = countAround(sightings, at, until);
  return before === 0 ? null : Math.round((after / before) * 100) / 100;
}

function isNear(deployment: Deployment, scene: Scene): boolean {
  const { service, environment, begunAt, at, outcome } = deployment;
  const isRelated = service === scene.service || scene.needs.has(service);
  const isHere = environment === scene.environment;
  // A build that failed and says nothing of an environment has reached none.
  const mayBeHere = environment === null && outcome === 'succeeded';
  const isRecent = at >= addMs(scene.started, -scene.windowMs) && begunAt <= scene.started;
  return isRelated && (isHere || mayBeHere) && isRecent;
}

/** One thing that speaks for a suspect: what it adds, of at most 1, and its words. */
type Evidence = { readonly adds: number; readonly reason: string | null };

function suspect(deployment: Deployment, scene: Scene): Suspect {
  const surge = surgeRatio(scene.sightings, deployment.begunAt, scene.until);
  const isOwn = deployment.service === scene.service;
  const isStated = deployment.environment !== null;
  const evidence: readonly Evidence[] = [
    { adds: 0.35, reason: null },
    nearness(deployment, scene),
    surgeEvidence(surge, deployment, scene),
    messageEvidence(deployment.messages),
    deployment.outcome === 'failed'
      ? { adds: 0.05, reason: 'the deployment failed' }
      : { adds: 0, reason: null },
  ];
  const sum = evidence.reduce((total, { adds }) => total + adds, 0);
  const score = sum * (isOwn ? 1 : 0.6) * (isStated ? 1 : 0.6);
  return {
    deployment,
    score: Math.round(score * 100) / 100,
    surge,
    reasons: [
      ...(isOwn ? [] : [`${scene.service} needs ${deployment.service}`]),
      ...(isStated ? [] : ['it states no environment']),
      ...evidence.flatMap(({ reason }) => reason ?? []),
    ],
  };
}

function nearness({ begunAt, at }: Deployment, { started, windowMs }: Scene): Evidence {
  const ageMs = Math.max(0, toMs(started) - toMs(at));
  const minutes = Math.floor(ageMs / 60_000);
  const reason =
    at > started || minutes < 1
      ? `under way when it began (${begunAt.slice(11, 16)} UTC)`
      : `${minutes} min before it began`;
  return { adds: 0.35 * (1 - ageMs / windowMs), reason };
}

function surgeEvidence(surge: number | null, { begunAt }: Deployment, scene: Scene): Evidence {
  if (surge === null) {
    const { after } = countAround(scene.sightings, begunAt, scene.until);
    return after === 0
      ? { adds: 0, reason: null }
      : { adds: 0.15, reason: 'no signals in as long a time before it' };
  }
  const reason = `${surge} times as many signals since it as in as long a time before`;
  return { adds: surge >= 2 ? 0.15 : surge > 1 ? 0.07 : 0, reason };
}

/** A message that says little hides what changed, so it counts against the deployment. */
function messageEvidence(messages: readonly string[]): Evidence {
  const judged = messages.map(judgeCommit);
  const worst = judged.toSorted((left, right) => left.score - right.score)[0];
  if (worst === undefined || worst.flaws.length === 0) return { adds: 0, reason: null };
  const whose = messages.length === 1 ? 'its commit message' : 'one of its commit messages';
  return { adds: 0.1 * (1 - worst.score), reason: `${whose} ${worst.flaws.join(', ')}` };
}

function countAround(
  sightings: Scene['sightings'],
  at: Instant,
  until: Instant,
): { readonly before: number; readonly after: number } {
  const from = addMs(at, -Math.max(0, toMs(until) - toMs(at)));
  const sum = (is: (seen: Instant) => boolean): number =>
    sightings.reduce((total, seen) => total + (is(seen.at) ? seen.count : 0), 0);
  return {
    before: sum((seen) => seen >= from && seen < at),
    after: sum((seen) => seen >= at && seen <= until),
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
