// Ringing for a workflow, and looking whether it came. A run is a hint: it may vanish without a word.
import { type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** A run of a workflow. */
export type Run = {
  readonly id: number;
  readonly event: string;
  readonly status: 'waiting' | 'running' | 'completed';
  /** How it ended: `success`, `failure`, `cancelled` …; null before that. */
  readonly conclusion: string | null;
  readonly createdAt: string;
};

/** What Tocsin needs of Actions. */
export type Dispatches = {
  /** Sends `repository_dispatch`; GitHub does not say which runs come of it. */
  readonly ring: (
    type: string,
    payload: Readonly<Record<string, unknown>>,
  ) => Promise<Answer<null>>;
  /** Starts a workflow by the name of its file on a branch; null where the server tells no run. */
  readonly start: (
    workflow: string,
    branch: string,
    inputs: Readonly<Record<string, string>>,
  ) => Promise<Answer<number | null>>;
  readonly readRun: (id: number) => Promise<Answer<Run>>;
  /** The latest runs of a workflow, the newest first, one page. */
  readonly listRuns: (workflow: string) => Promise<Answer<readonly Run[]>>;
};

/** Actions of the client's repository. */
export function createDispatches({ place, ask }: Client): Dispatches {
  return {
    ring: async (type, payload) =>
      mapAnswer(
        await ask('send a dispatch', ({ rest }) =>
          rest.repos.createDispatchEvent({
            ...place,
            event_type: type,
            client_payload: { ...payload },
          }),
        ),
        () => null,
      ),
    start: async (workflow, branch, inputs) => {
      const begin = (details: { readonly return_run_details?: true }) =>
        ask('start a workflow', ({ rest }) =>
          rest.actions.createWorkflowDispatch({
            ...place,
            workflow_id: workflow,
            ref: branch,
            inputs: { ...inputs },
            ...details,
          }),
        );
      const answer = await begin({ return_run_details: true });
      const isUnknown =
        answer.kind === 'refused' &&
        answer.reason === 'invalid' &&
        answer.sentence.includes('return_run_details');
      return mapAnswer(isUnknown ? await begin({}) : answer, ({ data }) => runIdOf(data));
    },
    readRun: async (id) =>
      mapAnswer(
        await ask('read a run', ({ rest }) =>
          rest.actions.getWorkflowRun({ ...place, run_id: id }),
        ),
        ({ data }) => readRun(data),
      ),
    listRuns: async (workflow) =>
      mapAnswer(
        await ask('list runs', ({ rest }) =>
          rest.actions.listWorkflowRuns({ ...place, workflow_id: workflow, per_page: 100 }),
        ),
        ({ data }) => data.workflow_runs.map(readRun),
      ),
  };
}

/** Servers older than 2026 do not know the question, and answer nothing. */
function runIdOf(data: unknown): number | null {
  const id: unknown =
    typeof data === 'object' && data !== null ? Reflect.get(data, 'workflow_run_id') : null;
  return typeof id === 'number' ? id : null;
}

type RunData = {
  readonly id: number;
  readonly event: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly created_at: string;
};

function readRun({ id, event, status, conclusion, created_at }: RunData): Run {
  const state =
    status === 'completed' ? 'completed' : status === 'in_progress' ? 'running' : 'waiting';
  return { id, event, status: state, conclusion, createdAt: created_at };
}
