import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { examine } from '../doctor/examine.ts';
import { type CheckName, type CheckResult, CHECKS } from '../doctor/result.ts';
import type { GithubFacts, Known, LocalFacts } from '../doctor/facts.ts';
import { readWorkflowFacts } from '../doctor/workflow-files.ts';
import { acceptRefusal, type Answer, mapAnswer } from '../github/answer.ts';
import type { Github } from '../github/github.ts';
import type { Runtime } from '../runtime.ts';
import { GitError, openRepository } from '../workspace/git.ts';
import {
  type GithubPlace,
  githubPlace,
  gitProof,
  openPlace,
} from '../command-support/github-connection.ts';
import { loadConfiguration } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { printable } from '../cli/printable.ts';

const spec: CommandSpec = {
  summary: 'Say whether machine and repository are set up, and what to switch on where.',
  positionals: '[CHECK…]',
  maxPositionals: CHECKS.length,
  options: {},
  examples: ['tocsin doctor', 'tocsin doctor visibility', 'tocsin doctor --json'],
};

/** `tocsin doctor`: exit code 1 on findings, 3 when a check that was named could not be made. */
export const doctor: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const named = args.positionals.map(checkName);
  const root = organisationRoot(args, runtime);
  const place = githubPlace(runtime);
  const facts = {
    local: await gatherLocal(root, runtime),
    github:
      'missing' in place
        ? ({ kind: 'unknown', why: `not asked: ${place.missing}` } as const)
        : await gatherGithub(openPlace(place, runtime), place, runtime),
  };
  const all = examine(facts);
  const results = named.length === 0 ? all : all.filter(({ check }) => named.includes(check));
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ results }, null, 2)}\n`
      : results.map((result) => tell(result)).join(''),
  );
  if (results.some(({ state }) => state === 'finding')) return EXIT.findings;
  const isOpen = named.length > 0 && results.some(({ state }) => state === 'unknown');
  return isOpen ? EXIT.failure : EXIT.clean;
}

function checkName(word: string): CheckName {
  const found = CHECKS.find((name) => name === word);
  if (found === undefined)
    throw new UsageError(
      `unexpected check \`${word}\`: ${suggest(word, CHECKS) ?? `expected ${CHECKS.join(', ')}`}`,
    );
  return found;
}

const MARKS = { ok: 'ok', finding: 'to do', unknown: '?' } as const;

function tell({ check, state, sentence, fix }: CheckResult): string {
  const arrow = fix === null ? '' : `: ${fix}`;
  return `${MARKS[state].padEnd(6)} ${check.padEnd(15)} ${sentence}${arrow}\n`;
}

async function gatherLocal(root: string, runtime: Runtime): Promise<LocalFacts> {
  const organisation = await loadConfiguration(root, runtime);
  const { writer, repository } = organisation.settings;
  return {
    node: process.versions.node,
    git: await gitVersion(root, runtime),
    writer,
    repository,
    secrets: [...organisation.sources.values()].flatMap(({ id, authentication }) =>
      authentication.secrets.map((variable) => ({
        source: id,
        variable,
        isSet: (runtime.environment[variable] ?? '') !== '',
      })),
    ),
    push:
      writer === 'gateway'
        ? await tryPush(root, runtime)
        : { kind: 'unknown', why: 'the gateway is not the writer' },
    workflows: readWorkflowFacts(readWorkflows(join(root, '.github/workflows'))),
    hasAction: existsSync(join(root, 'action.yml')),
    forms: namesIn(join(root, '.github/ISSUE_TEMPLATE')),
  };
}

/** Asks the server whether it would take a push, and pushes nothing. */
async function tryPush(root: string, runtime: Runtime): Promise<LocalFacts['push']> {
  const prove = gitProof(runtime);
  // Nobody is there to answer questions of ssh.
  const environment = { GIT_SSH_COMMAND: SSH, ...runtime.environment };
  const repository = openRepository(root, environment, prove);
  const by = prove === null ? 'own' : 'app';
  try {
    const remote = await repository.run(['remote', 'get-url', 'origin']);
    if (remote.code !== 0)
      return { kind: 'unknown', why: 'there is no remote `origin`: commits stay in this clone' };
    await repository.read(['push', '--dry-run', '--quiet', 'origin', `HEAD:${TRIAL}`]);
    return { kind: 'known', value: { by, refusal: null } };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return { kind: 'known', value: { by, refusal: printable(error.message) } };
  }
}

const SSH = 'ssh -o BatchMode=yes -o ConnectTimeout=10';
const TRIAL = 'refs/heads/tocsin/doctor';

async function gitVersion(root: string, runtime: Runtime): Promise<string | null> {
  try {
    const text = await openRepository(root, runtime.environment).read(['version']);
    return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? null;
  } catch {
    return null;
  }
}

function readWorkflows(
  folder: string,
): readonly { readonly file: string; readonly text: string }[] {
  return namesIn(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({
      file: `.github/workflows/${name}`,
      text: readFileSync(join(folder, name), 'utf8'),
    }));
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function gatherGithub(
  github: Github,
  place: GithubPlace,
  runtime: Runtime,
): Promise<Known<GithubFacts>> {
  const repository = await github.repository();
  if (repository.kind !== 'answered') return { kind: 'unknown', why: repository.sentence };
  const { settings, labels } = github;
  const standing = await settings.standing();
  const { mayPush, serverMs } =
    standing.kind === 'answered' ? standing.value : { mayPush: null, serverMs: null };
  // GitHub's clock tells whole seconds.
  const aheadMs = serverMs === null ? null : Date.parse(runtime.now()) - serverMs;
  const { defaultBranch } = repository.value;
  const { owner, repository: name } = place;
  return {
    kind: 'known',
    value: {
      ...repository.value,
      owner,
      repository: name,
      isEnterprise: place.apiUrl !== null && new URL(place.apiUrl).pathname.includes('/api/v3'),
      mayPush,
      aheadMs,
      allowedActions: knownOf(await settings.allowedActions()),
      workflowToken: knownOf(await settings.workflowToken()),
      labels: knownOf(mapAnswer(await labels.list(), (all) => all.map((label) => label.name))),
      branchRules: await rulesOf(github, defaultBranch),
      switch: await variableOf(github, 'TOCSIN'),
      publish: await variableOf(github, 'TOCSIN_PUBLISH'),
      pages: await pagesOf(github, mayPush),
    },
  };
}

async function variableOf({ settings }: Github, name: string): Promise<Known<string | null>> {
  return knownOf(acceptRefusal<string | null>(await settings.variable(name), 'missing', null));
}

async function pagesOf(
  { settings }: Github,
  mayPush: boolean | null,
): Promise<GithubFacts['pages']> {
  const source = mapAnswer(await settings.pages(), (told) => told ?? 'unsaid');
  // To whoever may not push it is missing as well where it is on.
  return knownOf(
    mayPush === true
      ? acceptRefusal<'workflow' | 'branch' | 'off' | 'unsaid'>(source, 'missing', 'off')
      : source,
  );
}

async function rulesOf({ settings }: Github, branch: string): Promise<Known<readonly string[]>> {
  const [rules, older] = [await settings.branchRules(branch), await settings.isProtected(branch)];
  if (rules.kind !== 'answered' || older.kind !== 'answered')
    return knownOf(rules.kind === 'answered' ? mapAnswer(older, () => NO_RULES) : rules);
  // Rules of the newer kind count as protection too; then they are told already.
  const isOlder = older.value && rules.value.length === 0;
  return { kind: 'known', value: isOlder ? ['protected'] : rules.value };
}

const NO_RULES: readonly string[] = [];

function knownOf<T>(answer: Answer<T>): Known<T> {
  if (answer.kind === 'answered') return { kind: 'known', value: answer.value };
  const isHidden = answer.kind === 'refused' && HIDING.has(answer.reason);
  return {
    kind: 'unknown',
    why: isHidden ? 'GitHub tells it only to those who may change it' : answer.sentence,
  };
}

const HIDING: ReadonlySet<string> = new Set(['forbidden', 'missing', 'unauthorised']);
