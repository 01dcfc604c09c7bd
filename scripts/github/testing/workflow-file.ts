// A workflow file through GitHub's own parser and expression evaluator: what starts it, what excludes what, what runs.
import { registerHooks } from 'node:module';
import type * as Expressions from '@actions/expressions';
import type * as Parsing from '@actions/workflow-parser';
import type { WorkflowInput } from './workflow-inputs.ts';

/** What an expression may name: `github`, `env`, `inputs` … */
export type Contexts = Readonly<Record<string, unknown>>;

/** An event that a workflow waits for. */
export type Trigger = {
  readonly event: string;
  /** Empty for all. */
  readonly types: readonly string[];
  readonly branches: readonly string[];
};

/** What may not work beside each other. */
export type Concurrency = {
  readonly group: string;
  /** How many wait: the newest only, or all. */
  readonly queue: 'single' | 'max';
  readonly cancelsRunning: boolean;
};

/** A step as it is written. */
export type WorkflowStep = {
  readonly id: string;
  /** The command, or the action that is used. */
  readonly does:
    | { readonly kind: 'run'; readonly command: Written }
    | { readonly kind: 'uses'; readonly action: string };
  readonly condition: Written;
  readonly env: Written;
};

/** A job as it is written. */
export type WorkflowJob = {
  readonly id: string;
  readonly needs: readonly string[];
  readonly condition: Written;
  readonly env: Written;
  /** What later jobs are told. */
  readonly outputs: Written;
  readonly steps: readonly WorkflowStep[];
};

/** A text or mapping of the file, to be evaluated. */
export type Written = (contexts: Contexts, status?: JobStatus) => unknown;

/** What `success()` and its kin look at. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

/** A workflow. */
export type WorkflowFile = {
  /** What GitHub would refuse, one sentence each. */
  readonly problems: readonly string[];
  readonly triggers: readonly Trigger[];
  /** What `workflow_dispatch` takes. */
  readonly inputs: readonly WorkflowInput[];
  readonly env: Written;
  readonly concurrency: (contexts: Contexts) => Concurrency | null;
  readonly jobs: readonly WorkflowJob[];
};

type Language = { readonly expressions: typeof Expressions; readonly parsing: typeof Parsing };
type Template = Awaited<ReturnType<typeof Parsing.convertWorkflowTemplate>>;
type Job = Extract<Template['jobs'][number], { readonly type: 'job' }>;
type Token = Template['env'];

let loading: Promise<Language> | null = null;

/** Parses a workflow file. */
export async function parseWorkflowFile(name: string, content: string): Promise<WorkflowFile> {
  loading ??= loadLanguage();
  const language = await loading;
  const { parsing } = language;
  const known = content.replaceAll(YOUNGER, '');
  const parsed = parsing.parseWorkflow(
    { name, content: known },
    new parsing.NoOperationTraceWriter(),
  );
  const problems = parsed.context.errors.getErrors().map(({ message }) => message);
  if (parsed.value === undefined || problems.length > 0) return { ...NOTHING, problems };
  const template = await parsing.convertWorkflowTemplate(parsed.context, parsed.value);
  const write =
    (token: Token | undefined): Written =>
    (contexts, status = 'success') =>
      token === undefined ? undefined : evaluateToken(language, token, { contexts, status });
  return {
    problems: (template.errors ?? []).map(({ Message }) => Message),
    triggers: Object.entries(template.events).map(([event, filter]) => ({
      event,
      types: strings(at(filter, 'types')),
      branches: strings(at(filter, 'branches')),
    })),
    inputs: readInputs(template.events.workflow_dispatch?.inputs ?? {}),
    env: write(template.env),
    concurrency: (contexts) => readConcurrency(write(template.concurrency)(contexts)),
    jobs: template.jobs.flatMap((job) => (job.type === 'job' ? [readJob(job, write)] : [])),
  };
}

/** Their package is older than the `cache-mode` of September 2026. */
const YOUNGER = /^ *cache-mode: (?:none|read|write|write-only)$/gm;

const NOTHING = {
  triggers: [],
  inputs: [],
  env: () => undefined,
  concurrency: () => null,
  jobs: [],
} as const;

/** Their packages import JSON in a way that Node refuses: it must be told that it is JSON. */
async function loadLanguage(): Promise<Language> {
  const hooks = registerHooks({
    load: (url, context, next) => {
      const isTheirs = /@actions\/workflow-parser\/.*\.json$/.test(url);
      return next(url, isTheirs ? { ...context, importAttributes: { type: 'json' } } : context);
    },
  });
  try {
    const [expressions, parsing] = await Promise.all([
      import('@actions/expressions'),
      import('@actions/workflow-parser'),
    ]);
    return { expressions, parsing };
  } finally {
    hooks.deregister();
  }
}

type Inputs = NonNullable<NonNullable<Template['events']['workflow_dispatch']>['inputs']>;

function readInputs(inputs: Inputs): readonly WorkflowInput[] {
  return Object.entries(inputs).map(([name, input]) => ({
    name,
    isRequired: input.required === true,
    hasDefault: input.default !== undefined,
    choices: input.options ?? null,
  }));
}

function readJob(job: Job, write: (token: Token | undefined) => Written): WorkflowJob {
  return {
    id: job.id.value,
    needs: (job.needs ?? []).map(({ value }) => value),
    condition: write(job.if),
    env: write(job.env),
    outputs: write(job.outputs),
    steps: job.steps.flatMap((step): readonly WorkflowStep[] => {
      if ('run' in step) {
        const does = { kind: 'run', command: write(step.run) } as const;
        return [{ id: step.id, does, condition: write(step.if), env: write(step.env) }];
      }
      if (!('uses' in step)) return [];
      const does = { kind: 'uses', action: step.uses.value } as const;
      return [{ id: step.id, does, condition: write(step.if), env: write(step.env) }];
    }),
  };
}

function readConcurrency(value: unknown): Concurrency | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return { group: value, queue: 'single', cancelsRunning: false };
  return {
    group: String(at(value, 'group')),
    queue: at(value, 'queue') === 'max' ? 'max' : 'single',
    cancelsRunning: at(value, 'cancel-in-progress') === true,
  };
}

type Evaluation = { readonly contexts: Contexts; readonly status: JobStatus };

function evaluateToken(language: Language, token: Token, evaluation: Evaluation): unknown {
  const { parsing } = language;
  if (parsing.isBasicExpression(token)) return evaluateText(language, token.expression, evaluation);
  if (parsing.isMapping(token)) {
    return Object.fromEntries(
      [...token].map(({ key, value }) => [
        key.toString(),
        evaluateToken(language, value, evaluation),
      ]),
    );
  }
  if (parsing.isBoolean(token) || parsing.isNumber(token)) return token.value;
  return token.toString();
}

function evaluateText(
  { expressions }: Language,
  text: string,
  { contexts, status }: Evaluation,
): unknown {
  const { BooleanData } = expressions.data;
  const is = (name: string, value: boolean): [string, StatusFunction] => [
    name,
    { name, minArgs: 0, maxArgs: 0, call: () => new BooleanData(value) },
  ];
  const functions = new Map([
    is('success', status === 'success'),
    is('failure', status === 'failure'),
    is('cancelled', status === 'cancelled'),
    is('always', true),
  ]);
  const { tokens } = new expressions.Lexer(text).lex();
  const parser = new expressions.Parser(tokens, Object.keys(contexts), [...functions.values()]);
  const data: unknown = JSON.parse(JSON.stringify(contexts), expressions.data.reviver);
  if (!(data instanceof expressions.data.Dictionary)) throw new Error('contexts must be a record');
  const value = new expressions.Evaluator(parser.parse(), data, functions).evaluate();
  return JSON.parse(JSON.stringify(value, expressions.data.replacer));
}

type StatusFunction = {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly call: () => Expressions.data.BooleanData;
};

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
