// Actions of the double: which runs an event starts, in which order they may work, which vanish. Nothing works by
// itself: a test takes the next run and says how it ended, and may let run-workflow.ts do the work.
import {
  at,
  type Handler,
  record,
  refuse,
  refuseField,
  reply,
  type Reply,
  replyPage,
  type Exchange,
} from './exchange.ts';
import {
  type Concurrency,
  type Contexts,
  parseWorkflowFile,
  type Trigger,
  type WorkflowFile,
} from './workflow-file.ts';
import { refusedInputs } from './workflow-inputs.ts';

/** A run of a workflow. */
export type WorkflowRun = {
  readonly id: number;
  readonly file: string;
  readonly event: WorkflowEvent;
  readonly createdAt: string;
  readonly concurrency: Concurrency | null;
  readonly status: 'pending' | 'queued' | 'in_progress' | 'completed';
  /** `action_required` until somebody who may write approves it. */
  readonly conclusion: 'success' | 'failure' | 'cancelled' | 'action_required' | null;
};

/** Something that workflows may wait for. */
export type WorkflowEvent = {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whoever did it with a workflow's own token starts nothing, but runs of pull requests that wait for an approval. */
  readonly isByWorkflow: boolean;
};

/** The Actions of one repository. */
export type Actions = {
  readonly install: (file: string, text: string) => Promise<void>;
  /** Makes the runs that an event starts. */
  readonly emit: (event: WorkflowEvent) => readonly WorkflowRun[];
  readonly runs: () => readonly WorkflowRun[];
  /** Starts the run whose turn it is, or null. */
  readonly startNext: () => WorkflowRun | null;
  readonly finish: (id: number, conclusion: 'success' | 'failure') => void;
  /** Somebody presses "Approve workflows to run"; answers whether GitHub let them. */
  readonly approve: (id: number, login: string) => boolean;
  /** From now on nobody can ask which run a start made, as on a server of before 2026. */
  readonly forgetRunDetails: () => void;
  /** The next runs never come to be, as happens at GitHub. */
  readonly loseNext: (count: number) => void;
  readonly handlers: Readonly<Record<string, Handler>>;
};

/** What Actions need of the rest of the double. */
export type ActionsWorld = {
  readonly base: () => string;
  readonly now: () => string;
  /** The repository as the API shows it, for answers that hold it. */
  readonly repository: () => Promise<unknown>;
  readonly hasBranch: (name: string) => Promise<boolean>;
  /** Whether somebody is a person who may write. */
  readonly mayApprove: (login: string) => boolean;
};

/** At most so many may wait under `queue: max`. */
const LONGEST_QUEUE = 100;

/** Actions without a workflow. */
export function createActions(world: ActionsWorld): Actions {
  let tellsRuns = true;
  const workflows = new Map<string, WorkflowFile>();
  let runs: readonly WorkflowRun[] = [];
  let toLose = 0;

  const change = (id: number, fields: Partial<WorkflowRun>): void => {
    runs = runs.map((run) => (run.id === id ? { ...run, ...fields } : run));
  };
  const cancel = (run: WorkflowRun): void =>
    change(run.id, { status: 'completed', conclusion: 'cancelled' });

  const admit = (run: WorkflowRun): void => {
    if (run.concurrency === null) return;
    const others = runs.filter(
      (other) => other.id !== run.id && isBeside(other, run) && other.status !== 'completed',
    );
    const waiting = others.filter(({ status }) => status !== 'in_progress');
    const { queue, cancelsRunning } = run.concurrency;
    if (cancelsRunning) others.forEach(cancel);
    else if (queue === 'single') waiting.forEach(cancel);
    else if (waiting.length >= LONGEST_QUEUE) cancel(run);
  };

  const emit: Actions['emit'] = (event) => {
    const isForApproval = event.isByWorkflow && isPullRequestUpdate(event);
    if (event.isByWorkflow && !isForApproval && !DISPATCHES.has(event.name)) return [];
    const made: WorkflowRun[] = [];
    for (const [file, { triggers, concurrency }] of workflows) {
      if (!triggers.some((trigger) => isWaitingFor(trigger, event, file))) continue;
      if (toLose > 0) {
        toLose -= 1;
        continue;
      }
      const run: WorkflowRun = {
        id: runs.length + 1,
        file,
        event,
        createdAt: world.now(),
        concurrency: concurrency(contextsOf(event, runs.length + 1)),
        status: isForApproval ? 'completed' : 'queued',
        conclusion: isForApproval ? 'action_required' : null,
      };
      runs = [...runs, run];
      if (!isForApproval) admit(run);
      made.push(run);
    }
    return made;
  };

  const show = async (run: WorkflowRun): Promise<unknown> =>
    describeRun(world, run, await world.repository());
  const start: Handler = async (exchange) => {
    const file = exchange.parameters['workflow_id'] ?? '';
    const workflow = workflows.get(file);
    if (workflow === undefined) return refuse(404, 'Not Found');
    if (!workflow.triggers.some(({ event }) => event === 'workflow_dispatch'))
      return refuse(422, "Workflow does not have 'workflow_dispatch' trigger");
    const ref = String(at(exchange.body, 'ref') ?? '');
    if (!(await world.hasBranch(ref.replace(/^refs\/heads\//, ''))))
      return refuse(422, `No ref found for: ${ref}`);
    if (!tellsRuns && at(exchange.body, 'return_run_details') !== undefined)
      return refuse(422, '"return_run_details" is not a permitted key.');
    const inputs = record(at(exchange.body, 'inputs'));
    const refused = refusedInputs(workflow, inputs);
    if (refused !== null) return refuse(422, refused);
    const payload = { workflow: file, ref, inputs };
    const [run] = emit({ name: 'workflow_dispatch', payload, isByWorkflow: false });
    if (at(exchange.body, 'return_run_details') !== true || run === undefined)
      return reply(204, null);
    const url = `${world.base()}${exchange.path.replace(/\/workflows\/.*/, '')}/runs/${run.id}`;
    return reply(200, { workflow_run_id: run.id, run_url: url, html_url: url });
  };
  return {
    install: async (file, text) => {
      const workflow = await parseWorkflowFile(file, text);
      if (workflow.problems.length > 0) throw new Error(`${file}: ${workflow.problems.join('; ')}`);
      workflows.set(file, workflow);
    },
    emit,
    runs: () => runs,
    forgetRunDetails: () => {
      tellsRuns = false;
    },
    startNext: () => {
      const next = runs.find(
        (run) =>
          run.status === 'queued' &&
          !runs.some((other) => other.status === 'in_progress' && isBeside(other, run)),
      );
      if (next === undefined) return null;
      change(next.id, { status: 'in_progress' });
      return { ...next, status: 'in_progress' };
    },
    finish: (id, conclusion) => {
      const run = runs.find((candidate) => candidate.id === id);
      if (run?.status === 'in_progress') change(id, { status: 'completed', conclusion });
    },
    approve: (id, login) => {
      const run = runs.find((candidate) => candidate.id === id);
      if (run?.conclusion !== 'action_required' || !world.mayApprove(login)) return false;
      change(id, { status: 'queued', conclusion: null });
      admit(run);
      return true;
    },
    loseNext: (count) => {
      toLose += count;
    },
    handlers: {
      'repos/create-dispatch-event': ring(emit),
      'actions/create-workflow-dispatch': start,
      'actions/get-workflow-run': async (exchange) => {
        const run = runs.find(({ id }) => String(id) === exchange.parameters['run_id']);
        return run === undefined ? refuse(404, 'Not Found') : reply(200, await show(run));
      },
      'actions/list-workflow-runs': async (exchange) => {
        const file = exchange.parameters['workflow_id'] ?? '';
        if (!workflows.has(file)) return refuse(404, 'Not Found');
        const shown = await Promise.all(
          runs
            .filter((run) => run.file === file)
            .toReversed()
            .map(show),
        );
        return replyPage(exchange, world.base(), shown, (page) => ({
          total_count: shown.length,
          workflow_runs: page,
        }));
      },
    },
  };
}

function contextsOf({ name, payload }: WorkflowEvent, id: number): Contexts {
  const github = {
    event_name: name,
    event: payload,
    run_id: String(id),
    ref: payload['ref'] ?? 'refs/heads/main',
  };
  return { github, inputs: payload['inputs'] ?? {}, vars: {} };
}

function isPullRequestUpdate({ name, payload }: WorkflowEvent): boolean {
  return (
    name === 'pull_request' &&
    ['opened', 'synchronize', 'reopened'].includes(String(payload['action']))
  );
}

const DISPATCHES = new Set(['repository_dispatch', 'workflow_dispatch']);
const MAX_PAYLOAD = 65_535;

function ring(emit: Actions['emit']): Handler {
  return ({ body }: Exchange): Reply => {
    const payload = record(at(body, 'client_payload'));
    if (Object.keys(payload).length > 10)
      return refuse(422, 'No more than 10 properties are allowed');
    if (JSON.stringify(payload).length > MAX_PAYLOAD)
      return refuse(422, 'client_payload is too large.');
    const type = String(at(body, 'event_type'));
    if (type.length > 100) return refuseField('RepositoryDispatch', 'event_type', 'too_long');
    emit({
      name: 'repository_dispatch',
      payload: { action: type, client_payload: payload },
      isByWorkflow: false,
    });
    return reply(204, null);
  };
}

function isBeside(a: WorkflowRun, b: WorkflowRun): boolean {
  if (a.concurrency === null || b.concurrency === null) return false;
  return a.concurrency.group.toLowerCase() === b.concurrency.group.toLowerCase();
}

function isWaitingFor(trigger: Trigger, event: WorkflowEvent, file: string): boolean {
  if (trigger.event !== event.name) return false;
  if (event.name === 'workflow_dispatch') return event.payload['workflow'] === file;
  const action = event.payload['action'];
  if (trigger.types.length > 0 && !trigger.types.includes(String(action))) return false;
  const branch = String(event.payload['ref'] ?? '').replace('refs/heads/', '');
  return (
    event.name !== 'push' || trigger.branches.length === 0 || trigger.branches.includes(branch)
  );
}

function describeRun(world: ActionsWorld, run: WorkflowRun, repository: unknown): unknown {
  const url = `${world.base()}/repos/${String(at(repository, 'full_name'))}/actions/runs/${run.id}`;
  return {
    id: run.id,
    node_id: `WFR_${run.id}`,
    name: run.file,
    head_branch: 'main',
    head_sha: '0'.repeat(40),
    path: `.github/workflows/${run.file}`,
    display_title: run.file,
    run_number: run.id,
    event: run.event.name,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 1,
    url,
    html_url: url,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.createdAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${url}/suite`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: `${url}/workflow`,
    head_commit: null,
    repository,
    head_repository: repository,
  };
}
