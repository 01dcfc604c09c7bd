// A GitHub to test against: emulate behind a server of ours, and a bare repository for git. README.md says what agrees
// with GitHub, what is left out, and how to make it fail.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmulator, type Emulator } from 'emulate';
import { isAtLeast } from '../../model/permission.ts';
import type { Account } from './accounts.ts';
import { type Actions, createActions } from './actions.ts';
import { createTestApp, type TestApp } from './app.ts';
import { type Ceilings, GITHUB_CEILINGS } from './ceilings.ts';
import { createCommentEdits } from './comment-edits.ts';
import { correctValue } from './corrections.ts';
import { readDescription } from './description.ts';
import { at, list, record } from './exchange.ts';
import { createExtras } from './extras.ts';
import { createFaults, type Faults } from './faults.ts';
import { createForward, createSend, sparesOf } from './forward.ts';
import { withRecall } from './recall.ts';
import { createRepeats } from './repeats.ts';
import { createUnedited } from './unedited.ts';
import { createGitMirror } from './git-mirror.ts';
import { createGitRemote, type GitRemote } from './git-remote.ts';
import { createCommentList, createEventList, createIssueList } from './listing.ts';
import { createPipeline, type Seen } from './pipeline.ts';
import { createPulls } from './pulls.ts';
import { createRates, type Rates } from './rates.ts';
import { EVENT_PATH, listen } from './server.ts';
import { createSettings, GOOD_SETTINGS, type Settings } from './settings.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** A GitHub with one repository. */
export type Double = {
  /** The address of its API, for `apiUrl`. */
  readonly url: string;
  readonly owner: string;
  readonly repository: string;
  readonly accounts: typeof ACCOUNTS;
  readonly remote: GitRemote;
  readonly faults: Faults;
  readonly rates: Rates;
  readonly actions: Actions;
  readonly webhooks: Webhooks;
  readonly app: TestApp;
  /** Changes what GitHub lets somebody do, from the next request on. */
  readonly setLevel: (login: string, level: Account['level']) => void;
  readonly setSettings: (settings: Partial<Settings>) => void;
  /** New issues stay out of lists for so long. */
  readonly setListLag: (ms: number) => void;
  readonly setCeilings: (ceilings: Partial<Ceilings>) => void;
  /** From now on no issue can be closed as a duplicate, as on a server of before 2025. */
  readonly forgetDuplicates: () => void;
  /** Approving reviews that a merge needs; none at first. */
  readonly setNeededApprovals: (count: number) => void;
  /** Takes an issue away as its owner can by hand: it is gone for every question and every list. */
  readonly deleteIssue: (number: number) => Promise<void>;
  /** Forgets every label, as their owner can by hand. */
  readonly deleteLabels: () => Promise<void>;
  /** Makes something happen that no operation makes: a push, a deployment. */
  readonly emit: (event: string, payload: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Every request since the last reset. */
  readonly seen: () => readonly Seen[];
  /** Where requests or answers were not what GitHub describes; forgets them. */
  readonly takeViolations: () => readonly string[];
  /** Switches every trouble off and forgets what was seen; issues, commits and runs stay. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
};

/** What a test may set from the start. */
export type DoubleOptions = {
  readonly isPrivate?: boolean;
  readonly nowMs?: () => number;
  /** Further people and programs with a token. */
  readonly people?: readonly Account[];
};

const OWNER = 'larder';
const REPOSITORY = 'incidents';

/** Somebody of each level, an App, and a workflow's own token. */
export const ACCOUNTS = {
  admin: { login: OWNER, token: 'token-of-the-owner', level: 'admin', kind: 'person' },
  maintain: { login: 'mara', token: 'token-of-mara', level: 'maintain', kind: 'person' },
  write: { login: 'wim', token: 'token-of-wim', level: 'write', kind: 'person' },
  triage: { login: 'tove', token: 'token-of-tove', level: 'triage', kind: 'person' },
  read: { login: 'rosa', token: 'token-of-rosa', level: 'read', kind: 'person' },
  none: { login: 'nils', token: 'token-of-nils', level: 'none', kind: 'person' },
  app: { login: 'tocsin[bot]', token: 'token-of-the-app', level: 'write', kind: 'app' },
  workflow: {
    login: 'github-actions[bot]',
    token: 'token-of-a-workflow',
    level: 'write',
    kind: 'workflow',
  },
} as const satisfies Readonly<Record<string, Account>>;

/** Starts one; close it afterwards. */
export async function startDouble({
  isPrivate = false,
  nowMs = Date.now,
  people = [],
}: DoubleOptions = {}): Promise<Double> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-github-'));
  const remote = await createGitRemote(folder);
  const [faults, rates, webhooks] = [createFaults(), createRates(nowMs), createWebhooks()];
  const accounts: Account[] = [...Object.values(ACCOUNTS), ...people];
  const root = `/repos/${OWNER}/${REPOSITORY}`;
  let seen: Seen[] = [];
  let violations: readonly string[] = [];
  let [lagMs, neededApprovals, ceilings] = [0, 0, GITHUB_CEILINGS];
  let settings = GOOD_SETTINGS;

  const now = (): string => new Date(nowMs()).toISOString().replace(/\.\d+Z$/, 'Z');
  const onViolation = (sentence: string): void => {
    violations = [...violations, sentence];
  };
  const emit: Double['emit'] = async (name, payload) => {
    const isByWorkflow = at(payload, 'sender', 'login') === ACCOUNTS.workflow.login;
    actions.emit({ name, payload, isByWorkflow });
    await webhooks.deliver(name, payload);
  };
  const pullUrls = new Map<unknown, unknown>();
  /** An event about the conversation of a pull request names that in its issue. */
  const withPullRequest = (
    payload: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> => {
    const issue = record(payload['issue']);
    const pull = pullUrls.get(issue['number']);
    return pull === undefined
      ? payload
      : { ...payload, issue: { ...issue, pull_request: { url: pull } } };
  };
  const { url, server } = await listen({
    answer: async (incoming) => await answer(incoming),
    rates: () => rates,
    onCrash: (error) => onViolation(`the double broke: ${String(error)}`),
    onEvent: async (name, text) => {
      const payload = corrected(JSON.parse(text.replaceAll(emulator.url, url)));
      const shown = edits.complete(record(payload));
      const pull = shown['pull_request'];
      if (pull === undefined) return await emit(name, withPullRequest(shown));
      pullUrls.set(at(pull, 'number'), at(pull, 'url'));
      await emit(name, { ...shown, pull_request: await pulls.correct(pull) });
    },
  });
  const emulator = await startEmulator(accounts);
  const corrected = (value: unknown): unknown =>
    correctValue(value, [repeats.correct, unedited.correct]);
  const repeats = createRepeats(createSend({ emulatorUrl: emulator.url, url }, corrected));
  const unedited = createUnedited();
  const send = withRecall(async (path, sending) => {
    unedited.hear(path, sending);
    return await repeats.send(path, sending);
  });
  const forward = createForward(send, accounts, () => ({
    isPrivate,
    hasIssues: settings.hasIssues,
  }));
  const app = createTestApp(ACCOUNTS.app, () => url, nowMs);
  const ownerCall = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answered = await send(`${root}${path}`, {
      method,
      token: ACCOUNTS.admin.token,
      body,
    });
    if (answered.status >= 300)
      throw new Error(`emulate answered ${answered.status} to ${method} ${path}`);
    return answered.body;
  };
  for (const { login } of accounts.filter(({ level }) => level !== 'admin' && level !== 'none'))
    await ownerCall('PUT', `/collaborators/${login}`, { permission: 'push' });
  await ownerCall('POST', '/hooks', {
    config: { url: `${url}${EVENT_PATH}`, content_type: 'json' },
    events: ['*'],
  });

  const base = (): string => url;
  const mirror = createGitMirror(remote, ownerCall);
  const pulls = createPulls({
    owner: OWNER,
    remote,
    mirror,
    forward,
    neededApprovals: () => neededApprovals,
    isCollaborator: (login) =>
      accounts.some((each) => each.login === login && each.level !== 'none'),
  });
  const actions = createActions({
    base,
    now,
    repository: async () => record(await ownerCall('GET', '')),
    hasBranch: async (name) => name !== '' && (await remote.readBranch(name)) !== null,
    mayApprove: (login) =>
      accounts.some(
        (each) => each.login === login && each.kind === 'person' && isAtLeast(each.level, 'write'),
      ),
  });
  const gone = new Set<string>();
  const isGone = (number: string): boolean => gone.has(number);
  const lists = { gone, base, forward, nowMs, lagMs: () => lagMs };
  const issueList = createIssueList(lists);
  const edits = createCommentEdits(
    async (id) => await ownerCall('GET', `/issues/comments/${id}`).catch(() => null),
    forward,
  );
  const answer = createPipeline({
    identify: (token) => accounts.find((account) => account.token === token) ?? app.identify(token),
    description: readDescription(),
    rates,
    faults,
    ceilings: () => ceilings,
    handlers: {
      ...createExtras({
        base,
        now,
        remote,
        forward,
        accounts,
        ceilings: () => ceilings,
        isGone,
      }),
      ...createSettings({ base, now, remote, settings: () => settings }),
      ...app.handlers,
      ...pulls.handlers,
      ...actions.handlers,
      'issues/create': issueList.create,
      'issues/update-comment': edits.update,
      'issues/list-for-repo': issueList.list,
      'issues/list-comments-for-repo': createCommentList(lists),
      'issues/list-events-for-repo': createEventList(lists),
    },
    forward,
    nowMs,
    onSeen: (one) => {
      seen.push(one);
    },
    onViolation,
    isGone,
  });

  return {
    url,
    owner: OWNER,
    repository: REPOSITORY,
    accounts: ACCOUNTS,
    remote,
    faults,
    rates,
    actions,
    webhooks,
    app,
    setLevel: (login, level) => {
      const index = accounts.findIndex((account) => account.login === login);
      const account = accounts[index];
      if (account === undefined) throw new Error(`nobody is called ${login}`);
      accounts[index] = { ...account, level };
    },
    setSettings: (changed) => {
      settings = { ...settings, ...changed };
    },
    setListLag: (ms) => {
      lagMs = ms;
    },
    forgetDuplicates: repeats.forget,
    setCeilings: (lowered) => {
      ceilings = { ...ceilings, ...lowered };
    },
    setNeededApprovals: (count) => {
      neededApprovals = count;
    },
    deleteIssue: async (number) => {
      gone.add(String(number));
    },
    deleteLabels: async () => {
      for (const label of list(await ownerCall('GET', '/labels?per_page=100')))
        await ownerCall('DELETE', `/labels/${encodeURIComponent(String(at(label, 'name')))}`);
    },
    emit,
    seen: () => [...seen],
    takeViolations: () => {
      const taken = violations;
      violations = [];
      return taken;
    },
    reset: () => {
      faults.clear();
      rates.reset();
      app.setInstalled(true);
      settings = GOOD_SETTINGS;
      [lagMs, neededApprovals, ceilings] = [0, 0, GITHUB_CEILINGS];
      seen = [];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startEmulator(people: readonly Account[]): Promise<Emulator> {
  return await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries(
        people.flatMap(({ token, login }) =>
          sparesOf(token).map((spare) => [spare, { login, scopes: ['repo'] }]),
        ),
      ),
      github: {
        users: [...new Set(people.map(({ login }) => login))].map((login) => ({ login })),
        repos: [{ owner: OWNER, name: REPOSITORY, auto_init: false }],
      },
    },
  });
}
