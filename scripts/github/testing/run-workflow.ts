// Runs the `run:` steps of a workflow as a runner would: conditions and environment through GitHub's own evaluator, the
// event as a file, outputs, environment and path by files. Of actions only the workspace's own one (`./`) and those whose
// folder is given do something.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type {
  Contexts,
  JobStatus,
  WorkflowFile,
  WorkflowJob,
  WorkflowStep,
} from './workflow-file.ts';
import { refusedInputs } from './workflow-inputs.ts';

/** What a run starts from. */
export type RunnerOptions = {
  readonly event: string;
  readonly payload: unknown;
  /** Where the commands work. */
  readonly workspace: string;
  /** Where the runner keeps its own files. */
  readonly temporary: string;
  /** `github`, `vars`, `secrets`, `inputs`, over what the runner makes of the event. */
  readonly contexts: Contexts;
  /** Folders of actions by what `uses` calls them. */
  readonly actions?: Readonly<Record<string, string>>;
  /** The variables of the machine: PATH and what a test needs. */
  readonly environment: Readonly<Record<string, string>>;
};

/** What became of a step. */
export type StepResult = {
  readonly does: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly output: string;
};

/** What became of a job. */
export type JobResult = {
  readonly id: string;
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What later jobs are told. */
  readonly told: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly steps: readonly StepResult[];
};

/** Runs all jobs of a workflow, one after the other; a dispatch that GitHub would refuse is a mistake of the test. */
export async function runWorkflow(
  workflow: WorkflowFile,
  options: RunnerOptions,
): Promise<readonly JobResult[]> {
  const refused =
    options.event === 'workflow_dispatch'
      ? refusedInputs(workflow, record(record(options.payload)['inputs']))
      : null;
  if (refused !== null) throw new Error(`GitHub would refuse this dispatch: ${refused}`);
  mkdirSync(options.temporary, { recursive: true });
  const eventPath = join(options.temporary, 'event.json');
  writeFileSync(eventPath, JSON.stringify(options.payload));
  const results: JobResult[] = [];
  for (const job of workflow.jobs) {
    const github = {
      event_name: options.event,
      event: options.payload,
      workspace: options.workspace,
      ...record(options.contexts['github']),
    };
    const contexts = { vars: {}, secrets: {}, inputs: {}, ...options.contexts, github, env: {} };
    const env = texts(workflow.env(contexts));
    results.push(await runJob(job, { options, contexts, env, eventPath, done: results }));
  }
  return results;
}

type JobRun = {
  readonly options: RunnerOptions;
  readonly contexts: Contexts;
  readonly env: Readonly<Record<string, string>>;
  readonly eventPath: string;
  readonly done: readonly JobResult[];
};

async function runJob(job: WorkflowJob, run: JobRun): Promise<JobResult> {
  const needed = run.done.filter(({ id }) => job.needs.includes(id));
  const areDone = needed.every(({ result }) => result === 'success');
  const needs = Object.fromEntries(
    needed.map(({ id, result, told }) => [id, { result, outputs: told }]),
  );
  const contexts = { ...run.contexts, needs };
  if (!isTrue(job.condition(contexts, areDone ? 'success' : 'failure'))) {
    return { id: job.id, result: 'skipped', outputs: {}, told: {}, summary: '', steps: [] };
  }
  const files = openFiles(join(run.options.temporary, job.id));
  let env = { ...run.env, ...texts(job.env({ ...contexts, env: run.env })) };
  let status: JobStatus = 'success';
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  const steps: StepResult[] = [];
  for (const step of job.steps) {
    const known = Object.entries(outputs).map(([id, values]) => [id, { outputs: values }]);
    const now = { ...contexts, env, steps: Object.fromEntries(known), job: { status } };
    const result = await runStep(step, { run, now, status, env, files });
    steps.push(result);
    if (result.outcome === 'failure') status = 'failure';
    outputs[step.id] = readPairs(files.output);
    env = { ...env, ...readPairs(files.env), ...pathAfter(files.path, env, run.options) };
  }
  const summary = readFileSync(files.summary, 'utf8');
  const known = Object.entries(outputs).map(([id, values]) => [id, { outputs: values }]);
  return {
    id: job.id,
    result: status === 'success' ? 'success' : 'failure',
    outputs,
    told: texts(job.outputs({ ...contexts, env, steps: Object.fromEntries(known) })),
    summary,
    steps,
  };
}

type StepRun = {
  readonly run: JobRun;
  readonly now: Contexts;
  readonly status: JobStatus;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Files;
};

async function runStep(
  { does, condition, env }: WorkflowStep,
  { run, now, status, env: outer, files }: StepRun,
): Promise<StepResult> {
  const command = does.kind === 'run' ? String(does.command(now, status)) : does.action;
  if (!isTrue(condition(now, status))) return { does: command, outcome: 'skipped', output: '' };
  const { options, eventPath } = run;
  const actions: Readonly<Record<string, string>> = {
    './': options.workspace,
    ...options.actions,
  };
  const action = does.kind === 'uses' ? actions[does.action] : undefined;
  if (does.kind === 'uses' && action === undefined)
    return { does: command, outcome: 'success', output: '' };
  for (const path of [files.output, files.env, files.path]) writeFileSync(path, '');
  const variables = {
    ...branchesOf(options),
    ...options.environment,
    ...outer,
    ...texts(env(now, status)),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: options.event,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: options.workspace,
    GITHUB_OUTPUT: files.output,
    GITHUB_ENV: files.env,
    GITHUB_PATH: files.path,
    GITHUB_STEP_SUMMARY: files.summary,
    RUNNER_TEMP: options.temporary,
  };
  const program: readonly [string, ...string[]] =
    action !== undefined
      ? [process.execPath, mainOfAction(action)]
      : ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', command];
  const { code, output } = await runProgram(program, options.workspace, variables);
  return { does: command, outcome: code === 0 ? 'success' : 'failure', output };
}

/** The branches that a runner names: those of a pull request only on its own event, and not on that of its review. */
function branchesOf({ event, payload }: RunnerOptions): Record<string, string> {
  const pull = record(record(payload)['pull_request']);
  const number = pull['number'];
  return {
    GITHUB_REF_NAME: number === undefined ? 'main' : `${String(number)}/merge`,
    GITHUB_BASE_REF: event === 'pull_request' ? String(record(pull['base'])['ref'] ?? '') : '',
  };
}

/** What the action of a folder starts. */
function mainOfAction(folder: string): string {
  const action: unknown = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  return join(folder, String(record(record(action)['runs'])['main']));
}

async function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  env: Record<string, string>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

type Files = Readonly<Record<'output' | 'env' | 'path' | 'summary', string>>;

function openFiles(folder: string): Files {
  mkdirSync(folder, { recursive: true });
  const files = {
    output: join(folder, 'output'),
    env: join(folder, 'env'),
    path: join(folder, 'path'),
    summary: join(folder, 'summary'),
  };
  for (const path of Object.values(files)) writeFileSync(path, '');
  return files;
}

/** Folders that a step added, before those that there were. */
function pathAfter(
  file: string,
  env: Readonly<Record<string, string>>,
  { environment }: RunnerOptions,
): Record<string, string> {
  const added = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (added.length === 0) return {};
  return { PATH: [...added.toReversed(), env['PATH'] ?? environment['PATH'] ?? ''].join(':') };
}

/** `name=value` lines and `name<<END` blocks. */
function readPairs(path: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = readFileSync(path, 'utf8').split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name = '', mark, text = ''] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
    if (name === '') continue;
    if (mark === '=') pairs[name] = text;
    else {
      const end = lines.indexOf(text);
      pairs[name] = lines
        .splice(0, end < 0 ? lines.length : end + 1)
        .slice(0, -1)
        .join('\n');
    }
  }
  return pairs;
}

function isTrue(value: unknown): boolean {
  return value === undefined || (value !== false && value !== '' && value !== 0 && value !== null);
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).map(([name, text]) => [name, String(text ?? '')]),
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
