// What the workflow files of a repository say, as far as it decides whether Tocsin works there.
import { parse } from 'yaml';

/** One workflow file. */
export type WorkflowFacts = {
  /** `.github/workflows/commands.yml`. */
  readonly file: string;
  /** Whether it waits for its turn among those that write. */
  readonly isWriter: boolean;
  /** Whether none of its waiting runs is dropped. */
  readonly keepsWaiting: boolean;
  /** What it has Tocsin do: `reconcile`, `incident open`. */
  readonly runs: readonly string[];
  /** Whether it takes Tocsin from the repository itself. */
  readonly usesOwnAction: boolean;
  /** The actions of others that it uses, `actions/checkout`. */
  readonly actions: readonly string[];
  /** The branches that it names: those whose pushes or pull requests start it, and those that it checks out. */
  readonly branches: readonly string[];
};

/** Reads the texts of workflow files; those that are no YAML are GitHub's to complain about. */
export function readWorkflowFacts(
  files: readonly { readonly file: string; readonly text: string }[],
): readonly WorkflowFacts[] {
  return files.map(({ file, text }) => {
    const workflow = parseOrNull(text);
    const concurrency = fieldOf(workflow, 'concurrency');
    const jobs = Object.values(record(fieldOf(workflow, 'jobs')));
    const steps = jobs.flatMap((job) => list(fieldOf(job, 'steps')));
    return {
      file,
      isWriter: String(fieldOf(concurrency, 'group')).includes(GROUP),
      keepsWaiting:
        fieldOf(concurrency, 'queue') === 'max' &&
        fieldOf(concurrency, 'cancel-in-progress') !== true,
      runs: steps.flatMap((step) => commandsIn(String(fieldOf(step, 'run') ?? ''))),
      usesOwnAction: steps.some((step) => fieldOf(step, 'uses') === './'),
      actions: actionsOf([...jobs, ...steps]),
      branches: branchesOf(workflow, steps),
    };
  });
}

/** Without the version; what lies in the repository itself, or in a container, is held back by no setting. */
function actionsOf(users: readonly unknown[]): readonly string[] {
  const used = users.flatMap((user) => {
    const [name] = String(fieldOf(user, 'uses') ?? '').split('@');
    return name === undefined || !/^[\w-]+\//.test(name) ? [] : [name];
  });
  return [...new Set(used)];
}

function commandsIn(script: string): readonly string[] {
  return [...script.matchAll(/\btocsin ((?:incident )?[a-z]+)/g)].flatMap(([, name]) => name ?? []);
}

/** All workflows that write exclude each other by it. */
const GROUP = 'tocsin-writer';

function branchesOf(workflow: unknown, steps: readonly unknown[]): readonly string[] {
  const started = Object.values(record(fieldOf(workflow, 'on'))).flatMap((event) =>
    list(fieldOf(event, 'branches')),
  );
  const checkedOut = steps.map((step) => fieldOf(fieldOf(step, 'with'), 'ref'));
  const named = [...started, ...checkedOut].filter((name) => typeof name === 'string');
  return [...new Set(named)].filter((name) => !name.includes('${{'));
}

function parseOrNull(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return record(value)[name];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
