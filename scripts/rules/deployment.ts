// What a signal of the kind `deployment` reports, as a fact per service and environment.
import { keyOf } from '../correlation/key.ts';
import { occurredAt, type Observation } from '../correlation/problem.ts';
import type { Deployment, DeploymentOutcome } from '../model/deployment.ts';
import { earlierOf, parseInstant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { findEnvironment } from './environment.ts';

/**
 * The deployment that a signal reports; null for other signals, for single checks, for builds of side branches and
 * forks, and for news that bring no version anywhere (cancelled, skipped, replaced). `service` is the resolved one.
 */
export function deploymentOf(
  organisation: Organisation,
  observation: Observation,
  service: string | null,
): Deployment | null {
  const { signal, source } = observation;
  const outcome = outcomeOf(signal);
  const version = versionOf(signal.labels);
  const named = service ?? signal.service;
  if (signal.kind !== 'deployment' || outcome === null || version === null || named === null)
    return null;
  const environment = environmentOf(organisation, observation);
  if (signal.environment === null && isAside(signal)) return null;
  if (environment === null && !isReleasable(signal)) return null;
  const at = occurredAt(observation);
  const { labels } = signal;
  const begun = parseInstant(labels['begun'] ?? '') ?? signal.startedAt ?? at;
  return {
    id: keyOf([source, named, environment ?? '', signal.dedupKey, instanceOf(signal, version)]),
    source,
    service: named,
    environment,
    version,
    commit: commitOf(labels),
    begunAt: earlierOf(begun, at),
    at,
    outcome,
    link: signal.links[0] ?? null,
    messages: messagesOf(labels),
  };
}

/** What is stated: by the payload, else by the source's own defaults; never the organisation's first one. */
function environmentOf(
  { settings, sources }: Organisation,
  { signal, source }: Observation,
): string | null {
  const stated = signal.environment ?? sources.get(source)?.defaults.environment ?? null;
  if (stated === null) return null;
  return findEnvironment(settings, stated) ?? stated.slice(0, MOST_NAME).toLowerCase();
}

/** Stages and jobs that name no environment, side branches and forks: what they tell reaches no environment. */
function isAside({ labels }: Signal): boolean {
  const has = (name: string): boolean => Object.hasOwn(labels, name);
  const isForeign = has('fork') || /^pull/i.test(labels['event'] ?? '');
  return isForeign || has('stage') || has('job') || !MAIN_LINE.test(labels['branch'] ?? 'main');
}

/** Where nobody names an environment, only releases and runs of a known branch are news about what may run somewhere. */
function isReleasable({ labels }: Signal): boolean {
  const has = (name: string): boolean => Object.hasOwn(labels, name);
  return has('branch') ? RUN_LABELS.some(has) : RELEASE_LABELS.some(has);
}

function outcomeOf({ action, status }: Signal): DeploymentOutcome | null {
  if (action === 'resolve') return 'succeeded';
  if (action === 'trigger') return 'failed';
  const word = status?.toLowerCase().replaceAll(/[^a-z]/g, '') ?? '';
  if (BEGUN.has(word)) return 'begun';
  if (word === 'partiallysucceeded') return 'failed';
  return RELEASED.has(word) ? 'succeeded' : null;
}

/** A branch is no version: unless the reference holds a number, the commit says more. */
function versionOf(labels: Signal['labels']): string | null {
  const reference = labels['ref']?.replace(/^refs\/(?:tags|heads)\//, '');
  const numbered = reference !== undefined && /\d/.test(reference) ? reference : undefined;
  const named = labels['tag'] ?? labels['version'] ?? labels['release'] ?? labels['build'];
  const version = named ?? numbered ?? commitOf(labels) ?? labels['run'] ?? reference;
  if (version === undefined || version === null) return null;
  return FULL_COMMIT.test(version) ? version.slice(0, 12) : version.slice(0, MOST_NAME);
}

function commitOf(labels: Signal['labels']): string | null {
  return (labels['sha'] ?? labels['commit'])?.slice(0, 64) ?? null;
}

function instanceOf({ labels, id }: Signal, version: string): string {
  return (
    labels['deployment'] ?? labels['release'] ?? labels['build'] ?? labels['run'] ?? id ?? version
  );
}

function messagesOf(labels: Signal['labels']): readonly string[] {
  const names = Object.keys(labels).filter((name) => /^commit_message(?:_\d{1,2})?$/.test(name));
  return names.flatMap((name) => labels[name] ?? []).map((line) => line.slice(0, MOST_MESSAGE));
}

const MOST_NAME = 100;
const MOST_MESSAGE = 200;
const FULL_COMMIT = /^[0-9a-f]{13,64}$/i;
const RELEASE_LABELS = ['release', 'tag'] as const;
const RUN_LABELS = ['workflow', 'pipeline', 'build', 'release', 'tag', 'run'] as const;
const MAIN_LINE = /^(?:refs\/heads\/)?(?:main|master|trunk|production|release\b.*)$/i;
const BEGUN: ReadonlySet<string> = new Set([
  '',
  'created',
  'queued',
  'pending',
  'inprogress',
  'waiting',
  'requested',
  'started',
  'running',
  'deploying',
  'notstarted',
]);
const RELEASED: ReadonlySet<string> = new Set([
  'published',
  'released',
  'deployed',
  'upgraded',
  'rolledback',
]);
