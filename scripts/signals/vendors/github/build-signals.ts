// Workflow runs, checks and commit statuses. One workflow (or check) on one branch is the identity,
// so that the next run that succeeds ends what a failed one began.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import { buildSignal } from '../../build-signal.ts';
import { at, identity, instant, prose, text } from '../../fields.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { keyOf, labelsWith, readRepository, subjectOf } from './payload.ts';

/** Reads a run of a workflow. */
export function workflowRunSignal(body: unknown): Parsed<Signal> {
  const repository = readRepository(body);
  if (repository.kind === 'invalid') return repository;
  const run = at(body, 'workflow_run');
  const workflow = identity(run, 'workflow_id') ?? identity(body, 'workflow', 'id');
  if (workflow === null) {
    return unexpected(body, ['workflow_run', 'workflow_id'], 'the id of a workflow');
  }
  const branch = text(run, 'head_branch');
  const fork = forkOf(run, repository.value.fullName);
  const name = text(run, 'name') ?? text(body, 'workflow', 'name') ?? `workflow ${workflow}`;
  return parsed(
    buildSignal({
      ...outcomeOf(
        run,
        `${repository.value.fullName}: ${name}`,
        fork === null ? branch : `${branch ?? 'a branch'} of a fork`,
      ),
      id: identity(run, 'id'),
      dedupKey: keyOf(
        repository.value,
        'workflow',
        workflow,
        branch,
        ...(fork === null ? [] : [fork]),
      ),
      description: withoutMailAddresses(text(run, 'display_title') ?? ''),
      service: repository.value.name,
      links: [at(run, 'html_url')],
      labels: labelsWith(repository.value, {
        workflow: name,
        branch,
        fork,
        event: text(run, 'event'),
        sha: text(run, 'head_sha'),
        commit_message: subjectOf(run, 'head_commit', 'message'),
        run_number: text(run, 'run_number'),
        run_attempt: text(run, 'run_attempt'),
      }),
    }),
  );
}

/** Reads a check run or a check suite. */
export function checkSignal(body: unknown, member: 'check_run' | 'check_suite'): Parsed<Signal> {
  const repository = readRepository(body);
  if (repository.kind === 'invalid') return repository;
  const check = at(body, member);
  const app = text(check, 'app', 'slug');
  const name = text(check, 'name') ?? text(check, 'app', 'name');
  if (name === null) return unexpected(body, [member, 'name'], 'the name of a check');
  const branch = text(check, 'head_branch') ?? text(check, 'check_suite', 'head_branch');
  return parsed(
    buildSignal({
      ...outcomeOf(check, `${repository.value.fullName}: ${name}`, branch),
      id: identity(check, 'id'),
      dedupKey: keyOf(repository.value, member, app, name, branch),
      description: prose(check, 'output', 'title'),
      service: repository.value.name,
      links: [at(check, 'html_url'), at(check, 'details_url')],
      labels: labelsWith(repository.value, { app, branch, sha: text(check, 'head_sha') }),
    }),
  );
}

/** Reads the status that a tool gave a commit; `pending` is an update. */
export function commitStatusSignal(body: unknown): Parsed<Signal> {
  const repository = readRepository(body);
  if (repository.kind === 'invalid') return repository;
  const context = text(body, 'context');
  if (context === null) return unexpected(body, ['context'], 'the context of a commit status');
  const branch = text(body, 'branches', 0, 'name');
  const times = { conclusion: at(body, 'state'), updated_at: at(body, 'updated_at') };
  return parsed(
    buildSignal({
      ...outcomeOf(times, `${repository.value.fullName}: ${context}`, branch),
      id: identity(body, 'id'),
      dedupKey: keyOf(repository.value, 'status', context, branch),
      description: prose(body, 'description'),
      service: repository.value.name,
      links: [at(body, 'target_url'), at(body, 'commit', 'html_url')],
      labels: labelsWith(repository.value, { context, branch, sha: text(body, 'sha') }),
    }),
  );
}

/** What a run says about its end; the conclusion decides, not the status `completed`. */
function outcomeOf(
  run: unknown,
  name: string,
  branch: string | null,
): Pick<
  Signal,
  'vendor' | 'kind' | 'action' | 'title' | 'status' | 'startedAt' | 'endedAt' | 'occurredAt'
> {
  const status = text(run, 'conclusion') ?? text(run, 'status');
  const action = ACTIONS.get(status ?? '') ?? 'update';
  const changedAt = instant(run, 'completed_at') ?? instant(run, 'updated_at');
  const place = branch === null ? name : `${name} on ${branch}`;
  return {
    vendor: 'github',
    kind: 'deployment',
    action,
    title: status === null ? place : `${place}: ${status}`,
    status,
    startedAt: action === 'trigger' ? changedAt : null,
    endedAt: action === 'resolve' ? changedAt : null,
    occurredAt: changedAt ?? instant(run, 'run_started_at') ?? instant(run, 'started_at'),
  };
}

/** The id of the fork that a run is of, whose branches only share their names; its owner is a person. */
function forkOf(run: unknown, fullName: string): string | null {
  const head = text(run, 'head_repository', 'full_name') ?? fullName;
  return head === fullName ? null : (identity(run, 'head_repository', 'id') ?? 'unknown');
}

/** Cancelled, skipped, neutral and stale runs, and those under way, prove nothing. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['failure', 'trigger'],
  ['timed_out', 'trigger'],
  ['startup_failure', 'trigger'],
  ['error', 'trigger'],
  ['success', 'resolve'],
]);
