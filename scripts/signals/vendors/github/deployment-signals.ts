// Deployments and releases. A repository and an environment are the identity: the deployment that
// succeeds ends what a failed one began.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import { buildSignal } from '../../build-signal.ts';
import { at, identity, instant, prose, text } from '../../fields.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { keyOf, labelsWith, readRepository, subjectOf } from './payload.ts';

/** Reads a deployment and, where there is one, its new status. */
export function deploymentSignal(body: unknown): Parsed<Signal> {
  const repository = readRepository(body);
  if (repository.kind === 'invalid') return repository;
  const deployment = at(body, 'deployment');
  const change = at(body, 'deployment_status');
  const environment = text(change, 'environment') ?? text(deployment, 'environment');
  if (environment === null) {
    return unexpected(body, ['deployment', 'environment'], 'an environment');
  }
  const status = text(change, 'state');
  const action = ACTIONS.get(status ?? '') ?? 'update';
  const changedAt = instant(change, 'created_at') ?? instant(deployment, 'created_at');
  const { fullName, name, url } = repository.value;
  return parsed(
    buildSignal({
      vendor: 'github',
      kind: 'deployment',
      action,
      id: identity(change, 'id') ?? identity(deployment, 'id'),
      dedupKey: keyOf(repository.value, 'environment', environment),
      title: `${fullName}: deployment to ${environment}${status === null ? '' : `: ${status}`}`,
      description: prose(change, 'description') ?? prose(deployment, 'description'),
      status,
      environment,
      service: name,
      startedAt: action === 'resolve' ? null : changedAt,
      endedAt: action === 'resolve' ? changedAt : null,
      occurredAt: changedAt,
      links: [at(change, 'log_url'), at(change, 'target_url'), at(change, 'environment_url'), url],
      labels: labelsWith(repository.value, {
        deployment: text(deployment, 'id'),
        ref: text(deployment, 'ref'),
        sha: text(deployment, 'sha'),
        begun: change === undefined ? null : instant(deployment, 'created_at'),
        commit_message:
          subjectOf(body, 'workflow_run', 'head_commit', 'message') ??
          subjectOf(body, 'workflow_run', 'display_title'),
        task: text(deployment, 'task'),
      }),
    }),
  );
}

/** Reads a release, which begins and ends nothing. */
export function releaseSignal(body: unknown): Parsed<Signal> {
  const repository = readRepository(body);
  if (repository.kind === 'invalid') return repository;
  const release = at(body, 'release');
  const tag = identity(release, 'tag_name');
  if (tag === null) return unexpected(body, ['release', 'tag_name'], 'the tag of a release');
  const publishedAt = instant(release, 'published_at');
  return parsed(
    buildSignal({
      vendor: 'github',
      kind: 'deployment',
      action: 'update',
      id: identity(release, 'id'),
      dedupKey: keyOf(repository.value, 'release', tag),
      title: `${repository.value.fullName}: release ${text(release, 'name') ?? tag}`,
      description: withoutMailAddresses(prose(release, 'body') ?? ''),
      status: text(body, 'action'),
      service: repository.value.name,
      startedAt: publishedAt,
      occurredAt: publishedAt,
      links: [at(release, 'html_url')],
      labels: labelsWith(repository.value, { tag, branch: text(release, 'target_commitish') }),
    }),
  );
}

/** Queued, pending, waiting, in progress and inactive are updates. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['failure', 'trigger'],
  ['error', 'trigger'],
  ['success', 'resolve'],
]);
