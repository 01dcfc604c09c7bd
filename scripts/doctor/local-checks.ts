// What can be told without asking GitHub.
import type { LocalFacts } from './facts.ts';
import { type CheckResult, finding, ok, unknown } from './result.ts';

const OLDEST_NODE = [24];
/** It takes settings from the environment, by which a run proves itself. */
const OLDEST_GIT = [2, 31];

/** Whether the runtime is new enough. */
export function checkNode({ node }: LocalFacts): CheckResult {
  return isAtLeast(node, OLDEST_NODE)
    ? ok('node', `Node ${node}`)
    : finding('node', `Node ${node} is too old`, 'install Node 24 or newer');
}

/** Whether git is there and new enough. */
export function checkGit({ git }: LocalFacts): CheckResult {
  if (git === null) return finding('git', 'there is no git', 'install git 2.31 or newer');
  return isAtLeast(git, OLDEST_GIT)
    ? ok('git', `git ${git}`)
    : finding('git', `git ${git} is too old`, 'install git 2.31 or newer');
}

/** Whether the gateway's git may push. */
export function checkPush({ writer, push }: LocalFacts): CheckResult {
  if (writer === 'actions') return ok('push', 'runs push with a token of their own');
  if (writer === 'local') return ok('push', 'nothing is pushed');
  if (push.kind === 'unknown') return unknown('push', push.why);
  const { by, refusal } = push.value;
  const how = by === 'app' ? 'the token of the App' : 'what this machine has for it';
  if (refusal === null) return ok('push', `git may push to origin with ${how}`);
  return finding(
    'push',
    `git may not push to origin with ${how}: ${refusal}`,
    by === 'app'
      ? 'grant the App "Contents: read and write" and install it in this repository; an address that begins with https:// takes its token, one with ssh does not'
      : 'set TOCSIN_APP_ID and TOCSIN_APP_KEY and an https:// address, or give git a deploy key that may write, or a credential helper',
  );
}

function isAtLeast(version: string, oldest: readonly number[]): boolean {
  const numbers = version.split('.').map(Number);
  for (const [index, needed] of oldest.entries()) {
    const given = numbers[index] ?? 0;
    if (given !== needed) return given > needed;
  }
  return true;
}

/** Whether the secrets that sources name are set here. */
export function checkSecrets({ secrets, writer }: LocalFacts): readonly CheckResult[] {
  if (writer === 'actions')
    return [ok('secrets', 'none is needed: tools prove themselves to GitHub')];
  const missing = secrets.filter(({ isSet }) => !isSet);
  if (missing.length === 0)
    return [ok('secrets', `${secrets.length} named by sources, all of them are set here`)];
  return missing.map(({ source, variable }) =>
    finding(
      'secrets',
      `the source ${source} names ${variable}, which is not set here`,
      `set ${variable} where the gateway runs`,
    ),
  );
}

/** What has to be there where workflows are the writer; each of them starts by something else. */
/** By name, with what each has Tocsin do. */
const NEEDED_WORKFLOWS: ReadonlyMap<string, string> = new Map([
  ['commands.yml', 'github'],
  ['declare.yml', 'incident open'],
  ['files-to-rooms.yml', 'reconcile'],
  ['post-mortem.yml', 'github'],
  ['signals.yml', 'ingest'],
  ['sweep.yml', 'github'],
]);
const COPYING = 'copy them as docs/github.md says under "In a repository of your own"';

/** Whether the workflows that do the work are there, and take Tocsin from where it is. */
export function checkWorkflows({
  writer,
  workflows,
  hasAction,
}: Pick<LocalFacts, 'writer' | 'workflows' | 'hasAction'>): readonly CheckResult[] {
  const known = new Map(workflows.map((each) => [each.file.replace(/^.*\//, ''), each]));
  const needed = writer === 'actions' ? [...NEEDED_WORKFLOWS] : [];
  const missing = needed.flatMap(([name]) => (known.has(name) ? [] : [name]));
  const idle = needed.filter(([name, does]) => known.get(name)?.runs.includes(does) === false);
  const lost = hasAction ? [] : workflows.filter(({ usesOwnAction }) => usesOwnAction);
  if (missing.length + idle.length + lost.length === 0)
    return [
      ok(
        'workflows',
        writer === 'actions' ? 'those that do the work are here' : `the writer is ${writer}`,
      ),
    ];
  return [
    ...(missing.length === 0
      ? []
      : [
          finding(
            'workflows',
            `workflows are the writer, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing in .github/workflows`,
            COPYING,
          ),
        ]),
    ...idle.map(([name, does]) =>
      finding(
        'workflows',
        `.github/workflows/${name} has no step with \`tocsin ${does}\`, so nobody does its work`,
        COPYING,
      ),
    ),
    ...lost.map(({ file }) =>
      finding(
        'workflows',
        `${file} takes Tocsin from this repository, which does not hold it`,
        'write `uses: OWNER/tocsin@HASH` for `uses: ./`',
      ),
    ),
  ];
}

/** What people fill in to declare; `label: incident` comes from it. */
const NEEDED_FORMS = ['customer-report.yml', 'incident.yml', 'maintenance.yml', 'security.yml'];

/** Whether people can declare on GitHub. */
export function checkForms({ writer, forms }: LocalFacts): CheckResult {
  if (writer === 'local') return ok('forms', 'none is needed: incidents are declared here');
  const missing = NEEDED_FORMS.filter((name) => !forms.includes(name));
  if (missing.length === 0) return ok('forms', `${NEEDED_FORMS.length}, to declare on GitHub`);
  return finding(
    'forms',
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing in .github/ISSUE_TEMPLATE`,
    COPYING,
  );
}

/** Whether workflows that write lose nobody who waits. */
export function checkQueue({ workflows }: LocalFacts): readonly CheckResult[] {
  const writers = workflows.filter(({ isWriter }) => isWriter);
  if (writers.length === 0) return [ok('queue', 'no workflow of this repository writes')];
  const losing = writers.filter(({ keepsWaiting }) => !keepsWaiting);
  if (losing.length === 0)
    return [
      ok('queue', `${writers.length} workflows write, one after the other, and none is lost`),
    ];
  return losing.map(({ file }) =>
    finding(
      'queue',
      `${file} loses a waiting run when the next one comes`,
      'write `queue: max` and `cancel-in-progress: false` into its `concurrency`',
    ),
  );
}
