// Facts → one result per check: fine, what to switch on and where, or why it could not be told.
import { ALLOWED_ACTIONS, type Facts, type GithubFacts, type LocalFacts } from './facts.ts';
import {
  checkForms,
  checkGit,
  checkNode,
  checkPush,
  checkQueue,
  checkSecrets,
  checkWorkflows,
} from './local-checks.ts';
import { CHECKS, type CheckResult, finding, ifKnown, ok, unknown } from './result.ts';

/** Examines everything; a check may have several results. */
export function examine({ local, github }: Facts): readonly CheckResult[] {
  const here = [
    checkNode(local),
    checkGit(local),
    ...checkSecrets(local),
    ...checkWorkflows(local),
    checkForms(local),
    ...checkQueue(local),
    checkPush(local),
  ];
  if (github.kind === 'unknown') {
    const others = CHECKS.slice(CHECKS.indexOf('github') + 1);
    return [
      ...here,
      unknown('github', github.why),
      ...others.map((check) => unknown(check, 'not checked, since GitHub was not asked')),
    ];
  }
  const facts = github.value;
  return [
    ...here,
    ok('github', `${facts.owner}/${facts.repository} answers`),
    checkClock(facts),
    checkVisibility(local, facts),
    checkIssues(facts),
    ...checkLabels(facts),
    checkToken(facts),
    ...checkBranch(local, facts),
    checkActions(local, facts),
    checkWorkflowToken(facts),
    checkPullRequests(facts),
    checkSwitch(local, facts),
    checkPages(facts),
    checkServer(facts),
  ];
}

const MOST_AHEAD_MS = 60_000;

function checkClock({ aheadMs }: GithubFacts): CheckResult {
  if (aheadMs === null) return unknown('clock', 'GitHub did not say how late it is');
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= MOST_AHEAD_MS) return ok('clock', 'within a minute of GitHub');
  const where = aheadMs > 0 ? 'ahead of' : 'behind';
  return finding('clock', `${seconds} s ${where} GitHub`, 'let the machine follow a time server');
}

function checkVisibility({ repository }: LocalFacts, { isPrivate }: GithubFacts): CheckResult {
  const real = isPrivate ? 'private' : 'public';
  if (real === repository) return ok('visibility', `${real}, as tocsin.yaml says`);
  return finding(
    'visibility',
    `the repository is ${real}, and tocsin.yaml says \`repository: ${repository}\``,
    isPrivate
      ? 'write `repository: private` into tocsin.yaml'
      : 'make it private under Settings → General → Danger Zone, before anything internal gets in',
  );
}

function checkIssues({ hasIssues }: GithubFacts): CheckResult {
  return hasIssues
    ? ok('issues', 'on')
    : finding('issues', 'off, so there can be no rooms', 'switch on Settings → General → Issues');
}

/** The forms set a label only where it exists. */
const NEEDED_LABELS = ['incident', 'action-item'];

function checkLabels({ labels }: GithubFacts): readonly CheckResult[] {
  if (labels.kind === 'unknown')
    return [unknown('labels', labels.why, 'look under Issues → Labels')];
  const known = new Set(labels.value.map((name) => name.toLowerCase()));
  const missing = NEEDED_LABELS.filter((name) => !known.has(name));
  if (missing.length === 0) return [ok('labels', NEEDED_LABELS.join(', '))];
  return missing.map((name) =>
    finding('labels', `there is no label \`${name}\``, 'make it under Issues → Labels → New label'),
  );
}

function checkToken({ mayPush }: GithubFacts): CheckResult {
  if (mayPush === null) return unknown('token', 'GitHub does not say what this token may do');
  return mayPush
    ? ok('token', 'may push')
    : finding(
        'token',
        'this token may only read',
        'grant `contents: write` to the job, or "Contents: read and write" to the App or token',
      );
}

/** Rules that a direct push does not meet. */
const STOPPING: Readonly<Record<string, string>> = {
  pull_request: 'asks for a pull request',
  update: 'lets nobody push',
  required_status_checks: 'waits for checks',
  required_signatures: 'asks for signatures',
  required_deployments: 'waits for deployments',
  merge_queue: 'has a merge queue',
  protected: 'is protected, in ways that are told to administrators only',
};

function checkBranch(
  { writer, workflows }: LocalFacts,
  { branchRules, defaultBranch }: GithubFacts,
): readonly CheckResult[] {
  const where = 'Settings → Rules and Settings → Branches';
  const elsewhere = workflows
    .filter(({ branches }) => branches.length > 0 && !branches.includes(defaultBranch))
    .map(({ file, branches }) =>
      finding(
        'branch',
        `${file} is for \`${branches.join('`, `')}\`, and the branch here is \`${defaultBranch}\``,
        `write \`${defaultBranch}\` wherever it names a branch`,
      ),
    );
  if (branchRules.kind === 'unknown')
    return [...elsewhere, unknown('branch', branchRules.why, `look under ${where}`)];
  const stopping = [...new Set(branchRules.value)].flatMap((rule) => STOPPING[rule] ?? []);
  if (stopping.length + elsewhere.length === 0)
    return [ok('branch', `${defaultBranch} takes what the writer pushes`)];
  const who =
    writer === 'actions' ? 'a GitHub App of yours, whose token the workflows take' : 'the writer';
  return [
    ...elsewhere,
    ...stopping.map((rule) =>
      finding(
        'branch',
        `${defaultBranch} ${rule}, and Tocsin pushes to it directly`,
        `let ${who} bypass that under ${where}; nothing to do if it may already`,
      ),
    ),
  ];
}

const ACTIONS = 'Settings → Actions → General';

/** Workflows are needed where they write, and where they publish the page. */
function checkActions(
  { writer, workflows }: LocalFacts,
  { allowedActions, publish }: GithubFacts,
): CheckResult {
  const isPublisher = publish.kind === 'known' && publish.value === PAGES;
  const used = namesOf(workflows);
  return ifKnown('actions', allowedActions, {
    where: ACTIONS,
    judge: (allowed) => {
      const words = ALLOWED_ACTIONS[allowed];
      if (allowed === 'all') return ok('actions', words);
      if (writer !== 'actions' && !isPublisher)
        return ok('actions', `${words}, and the writer is ${writer}`);
      return allowed === 'selected'
        ? unknown('actions', `${words}: see that ${used} are among those under ${ACTIONS}`)
        : finding(
            'actions',
            `${words}, and they ${writer === 'actions' ? 'are the writer' : 'publish the page'}`,
            `allow them, ${used} included, under ${ACTIONS}`,
          );
    },
  });
}

function namesOf(workflows: LocalFacts['workflows']): string {
  const names = [...new Set(workflows.flatMap(({ actions }) => actions))].toSorted();
  return names.length === 0
    ? 'the actions that the workflows use'
    : names.map((name) => `\`${name}@*\``).join(', ');
}

function checkWorkflowToken({ workflowToken }: GithubFacts): CheckResult {
  return ifKnown('workflow-token', workflowToken, {
    where: `${ACTIONS} → Workflow permissions`,
    judge: ({ byDefault }) =>
      byDefault === 'read'
        ? ok('workflow-token', 'may only read, unless a workflow says more')
        : finding(
            'workflow-token',
            'may write in every workflow that says nothing about it',
            `choose "Read repository contents and packages permissions" under ${ACTIONS} → Workflow permissions`,
          ),
  });
}

function checkPullRequests({ workflowToken }: GithubFacts): CheckResult {
  return ifKnown('pull-requests', workflowToken, {
    where: `${ACTIONS} → Workflow permissions`,
    judge: ({ mayCreatePullRequests }) =>
      mayCreatePullRequests
        ? ok(
            'pull-requests',
            'workflows may open them; where no GitHub App does, somebody has to press "Approve workflows to run" on each',
          )
        : finding(
            'pull-requests',
            'workflows may open none, so post-mortems and long mutes stay undone',
            `switch on "Allow GitHub Actions to create and approve pull requests" under ${ACTIONS}, or use a GitHub App`,
          ),
  });
}

const VARIABLES = 'Settings → Secrets and variables → Actions → Variables';

function checkSwitch({ writer }: LocalFacts, { switch: known }: GithubFacts): CheckResult {
  return ifKnown('switch', known, {
    where: VARIABLES,
    judge: (value) => {
      const isOn = value === 'on';
      if (isOn === (writer === 'actions'))
        return ok('switch', isOn ? 'TOCSIN is `on`' : `off, and the writer is ${writer}`);
      return isOn
        ? finding(
            'switch',
            `the workflows are on, and tocsin.yaml says \`writer: ${writer}\``,
            `take the variable TOCSIN away under ${VARIABLES}, or write \`writer: actions\``,
          )
        : finding(
            'switch',
            'the workflows are the writer, and they are off',
            `set the variable TOCSIN to \`on\` under ${VARIABLES}`,
          );
    },
  });
}

/** What TOCSIN_PUBLISH says where `publish.yml` hands the page to GitHub Pages. */
const PAGES = 'pages';

const PAGES_FIX = 'choose "GitHub Actions" under Settings → Pages → Build and deployment → Source';

/** No run may switch it on, and `publish.yml` fails until somebody does. */
function checkPages({ publish, pages }: GithubFacts): CheckResult {
  return ifKnown('pages', publish, {
    where: VARIABLES,
    judge: (variable) => {
      if (variable !== PAGES)
        return ok('pages', 'TOCSIN_PUBLISH is not `pages`: no workflow publishes the page');
      return ifKnown('pages', pages, {
        where: 'Settings → Pages',
        judge: (source) => judgePages(source),
      });
    },
  });
}

function judgePages(source: 'workflow' | 'branch' | 'off' | 'unsaid'): CheckResult {
  switch (source) {
    case 'workflow':
      return ok('pages', 'takes the page from workflows');
    case 'unsaid':
      return unknown('pages', 'on, and GitHub does not say whence it takes pages', PAGES_FIX);
    case 'off':
      return finding('pages', 'off, so `publish.yml` fails, and there is no page', PAGES_FIX);
    case 'branch':
      return finding(
        'pages',
        'takes pages from a branch, and not what `publish.yml` builds',
        PAGES_FIX,
      );
  }
}

function checkServer({ isEnterprise }: GithubFacts): CheckResult {
  return isEnterprise
    ? unknown(
        'server',
        'GitHub Enterprise Server may be older than `queue` and `cache-mode` in workflows',
        'if it refuses a workflow for one of them, take that line out: what is lost is found by the sweep',
      )
    : ok('server', 'github.com keeps waiting runs');
}
