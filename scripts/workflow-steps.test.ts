// The steps of the workflows, run as a runner runs them: with the action in one file, real git and a GitHub to ask.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alert, git } from './apply/testing/repository.ts';
import { commandsIn } from './cli/testing/runner.ts';
import { until } from './commands/testing/process.ts';
import { type Double, startDouble } from './github/testing/double.ts';
import { at, list, record } from './github/testing/exchange.ts';
import type { JobResult } from './github/testing/run-workflow.ts';
import { startWorkflowPlace, type WorkflowPlace } from './github/testing/workflow-place.ts';
import { issue, ON, pullRequest } from './github/testing/workflows.ts';
import { HOSTILE_TEXTS } from './rooms/testing/hostile-texts.ts';

let double: Double;
let place: WorkflowPlace;

beforeAll(async () => {
  double = await startDouble({ isPrivate: true });
  place = await startWorkflowPlace(double);
});
afterAll(async () => {
  await double.close();
  place.close();
});
beforeEach(() => {
  double.reset();
  writeFileSync(place.log, '');
});
afterEach(() => expect(double.takeViolations()).toEqual([]));

describe('validate', () => {
  test('takes a good organisation, and shows the page of a pull request', async () => {
    const jobs = await place.run('validate.yml', 'pull_request', { number: 1 });
    expect(results(jobs)).toEqual({ organisation: 'success', preview: 'success' });
    expect(place.npmCalls()).toEqual(place.buildOf('public', 'dist'));
  });

  test('is beside the check of Tocsin itself', async () => {
    expect(results(await place.run('toolkit.yml', 'push', {}))).toEqual({ check: 'success' });
    expect(place.npmCalls()).toEqual(['npm ci --ignore-scripts', 'npm run check']);
  });

  test('marks the line of a mistake', async () => {
    const file = join(place.checkout, 'ownership/teams/shop.yaml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace(/^name: /m, 'nmae: '));
    const [organisation] = await place.run('validate.yml', 'push', {});
    writeFileSync(file, good);
    expect(organisation?.result).toBe('failure');
    expect(outputOf(organisation)).toMatch(/^::error file=ownership\/teams\/shop\.yaml,line=\d+/m);
  });
});

describe('signals', () => {
  test('become an incident with its room on the branch that everybody reads, and the page is rung for', async () => {
    const before = await double.remote.readBranch('main');
    const jobs = await place.run('signals.yml', 'repository_dispatch', dispatch('watch', FIRING), {
      vars: { ...ON, TOCSIN_PUBLISH: 'pages' },
    });
    expect([outputOf(jobs[0]), results(jobs)]).toEqual([
      expect.stringContaining('applied: incident'),
      { apply: 'success' },
    ]);
    expect(await double.remote.readBranch('main')).not.toBe(before);
    expect(outputOf(jobs[0])).toContain('1 room made');
    expect(await roomLines()).toMatch(/^main:incidents\/\d{4}\/[\w-]+\.md:room: 1$/);
    const message = (await double.remote.git(['log', '--format=%B', `${before}..main`])).toString();
    expect(message).not.toMatch(/expression|owned|##\[|skip ci/);
    expect(existsSync(join(place.checkout, 'owned'))).toBe(false);
    expect(outputOf(jobs[0])).not.toMatch(/##\[|^\s*::/m);
    expect(rings()).toBe(1);
  });

  test('that come twice change nothing the second time', async () => {
    const before = await double.remote.readBranch('main');
    const jobs = await place.run('signals.yml', 'repository_dispatch', dispatch('watch', FIRING));
    expect(outputOf(jobs[0])).toContain('nothing new');
    expect(await double.remote.readBranch('main')).toBe(before);
  });

  test('of a person by hand take the same way', async () => {
    const inputs = { source: 'watch', body: JSON.stringify(FIRING) };
    const jobs = await place.run('signals.yml', 'workflow_dispatch', { inputs });
    expect(outputOf(jobs[0])).toContain('nothing new');
  });

  test.each<[string, unknown, string]>([
    ['an unknown source', dispatch('wacth', FIRING), 'watch'],
    ['an order to the runner as its source', dispatch('##[add-mask]x', FIRING), '`## [add-mask]x`'],
    ['no source', { client_payload: { body: {} } }, 'expected an event whose client_payload is'],
    [
      'a source that is no text',
      dispatch({ a: 1 }, FIRING),
      'expected an event whose client_payload',
    ],
    ['no body', { client_payload: { source: 'watch' } }, 'expected an event'],
    [
      'headers that are no texts',
      { client_payload: { source: 'watch', body: 'x', headers: [1] } },
      'expected a JSON object of header names',
    ],
    ['nothing', null, 'expected an event'],
  ])(
    'with %s fail with a sentence and leave the branch alone',
    async (_what, payload, sentence) => {
      const before = await double.remote.readBranch('main');
      const [job] = await place.run('signals.yml', 'repository_dispatch', payload);
      expect(job?.result).toBe('failure');
      expect(outputOf(job)).toContain(sentence);
      expect(await double.remote.readBranch('main')).toBe(before);
    },
  );
});

describe('files', () => {
  test('that somebody changed become rooms, whose numbers come back into the files', async () => {
    git(place.checkout, 'reset', '--quiet', '--hard', 'origin/main');
    const path = (await roomLines()).split(':')[1] ?? '';
    const file = readFileSync(join(place.checkout, path), 'utf8');
    const other = path.replace(/\.md$/, '-2.md');
    writeFileSync(join(place.checkout, other), file.replace(/^room: 1\n/m, ''));
    place.commitAll('An incident that a person wrote');
    git(place.checkout, 'push', '--quiet', 'origin', 'HEAD:main');
    const jobs = await place.run('files-to-rooms.yml', 'push', { ref: 'refs/heads/main' });
    expect([outputOf(jobs[0]), results(jobs)]).toEqual([
      expect.stringContaining('1 room made'),
      { reconcile: 'success' },
    ]);
    expect(await roomLines()).toMatch(new RegExp(`${other}:room: \\d+`));
    const again = await place.run('sweep.yml', 'schedule', {});
    expect(outputOf(again[0])).toContain('everything is shown as the files say');
  });
});

describe('an incident declared by hand', () => {
  const declaration = {
    title: 'Nobody can pay $(touch owned) ##[add-mask]a',
    form: 'another-incident',
    service: 'shop, cart',
    severity: '2',
    category: '',
  };

  test('is what a form would have made, with its room', async () => {
    const jobs = await place.run('declare.yml', 'workflow_dispatch', { inputs: declaration });
    expect([outputOf(jobs[0]), results(jobs)]).toEqual([
      expect.stringMatching(/\d rooms? made/),
      { open: 'success' },
    ]);
    expect(outputOf(jobs[0])).not.toMatch(/##\[|^\s*::/m);
    expect(existsSync(join(place.checkout, 'owned'))).toBe(false);
    const found = ['grep', '--files-with-matches', 'Nobody can pay', 'main', '--', 'incidents'];
    const path = (await double.remote.git(found)).toString().trim().replace('main:', '');
    const file = (await double.remote.git(['show', `main:${path}`])).toString();
    expect(file).toMatch(/^severity: sev2$/m);
    expect(file).toMatch(/^services: \[shop, cart\]$/m);
    expect(file).toMatch(/^room: \d+$/m);
  });

  test('that says nothing leaves the branch alone and says why', async () => {
    const before = await double.remote.readBranch('main');
    const form = 'maintenance';
    const inputs = { ...declaration, form, service: 'shop, caart', title: '##[add-mask]' };
    const [job] = await place.run('declare.yml', 'workflow_dispatch', { inputs });
    expect(job?.result).toBe('failure');
    expect(outputOf(job)).toContain('Did you mean cart?');
    expect(outputOf(job)).not.toMatch(/##\[|^\s*::/m);
    expect(await double.remote.readBranch('main')).toBe(before);
  });
});

describe('commands', () => {
  test('of people in the room are carried out, answered, and the page is rung for', async () => {
    await say('/note pool exhausted\n\n/sev 9');
    const jobs = await hearLast('commands.yml');
    expect([outputOf(jobs[0]), results(jobs)]).toEqual([
      expect.stringMatching(/^comment \d+: \/note done, \/sev refused\n/),
      { answer: 'success' },
    ]);
    const files = (await double.remote.git(['grep', 'pool exhausted', 'main', '--', 'incidents']))
      .toString()
      .trim();
    expect(files).toContain('pool exhausted <!-- e:ic-');
    expect(rings()).toBe(1);
  });

  test('of a run that fails ring for the page all the same: it may have committed before', async () => {
    const file = join(place.checkout, 'tocsin.yaml');
    const good = readFileSync(file, 'utf8');
    rmSync(file);
    const jobs = await place.run('sweep.yml', 'schedule', {}, PAGES);
    writeFileSync(file, good);
    expect(results(jobs)).toEqual({ sweep: 'failure' });
    expect(rings()).toBe(1);
  });
});

describe('the sweep', () => {
  test('hears what no run heard, and rings for the page', async () => {
    await say('/note nobody heard this');
    const jobs = await place.run('sweep.yml', 'schedule', {}, PAGES);
    expect([outputOf(jobs[0]), results(jobs)]).toEqual([
      expect.stringMatching(/comment \d+: \/note done/),
      { sweep: 'success' },
    ]);
    expect(rings()).toBe(1);
  });
});

describe('the end of a post-mortem’s pull request', () => {
  test.each(['pull_request', 'pull_request_review'])(
    'is followed by a look at rooms and post-mortems, and rings for the page (%s)',
    async (event) => {
      const payload = { ...pullRequestEvent(), number: 9 };
      const jobs = await place.run('post-mortem.yml', event, payload, PAGES);
      expect([outputOf(jobs[0]), results(jobs)]).toEqual([
        expect.not.stringContaining('tocsin:'),
        { follow: 'success' },
      ]);
      expect(rings()).toBe(1);
    },
  );
});

describe('pages and releases', () => {
  test.each(['push', 'schedule'])('the public page is built on main (%s)', async (event) => {
    const jobs = await place.run('publish.yml', event, {}, PAGES);
    expect(results(jobs)).toEqual({ build: 'success', deploy: 'success' });
    const archive = join(place.folder, 'runner/artifact.tar');
    const listed = execFileSync('tar', ['--list', '--verbose', '--file', archive], {
      encoding: 'utf8',
    });
    expect(listed).toMatch(/^drwxr-xr-x .* \.\/\n-rw-r--r-- .* \.\/index\.html\n$/);
    expect(place.npmCalls()).toEqual(place.buildOf('public', 'dist'));
  });

  test('the public page goes out with findings, and the run is red all the same', async () => {
    const [built, deployed] = await place.run(
      'publish.yml',
      'push',
      {},
      { ...PAGES, environment: { BUILD_EXIT: '1' } },
    );
    expect([built?.result, deployed?.result]).toEqual(['success', 'failure']);
    expect(deployed?.steps.map(({ outcome }) => outcome)).toEqual(['success', 'failure']);
    expect(outputOf(deployed)).toContain('the log of the job `build` says where');
  });

  test('the public page stays as it is where it could not be built', async () => {
    const jobs = await place.run(
      'publish.yml',
      'push',
      {},
      { ...PAGES, environment: { BUILD_EXIT: '3' } },
    );
    expect(results(jobs)).toEqual({ build: 'failure', deploy: 'skipped' });
  });

  test('the internal page is built where nobody from outside reads what a run leaves', async () => {
    const jobs = await place.run('internal-page.yml', 'schedule', {}, INSIDE);
    expect(results(jobs)).toEqual({ build: 'success' });
    expect(place.npmCalls()).toEqual(place.buildOf('internal', 'dist-internal'));
    appendFileSync(join(place.checkout, 'tocsin.yaml'), 'repository: public\n');
    const refused = await place.run('internal-page.yml', 'schedule', {}, INSIDE);
    git(place.checkout, 'checkout', '--quiet', '--', 'tocsin.yaml');
    expect(results(refused)).toEqual({ build: 'failure' });
    expect(place.npmCalls()).toHaveLength(2);
  });

  test('a tag becomes a release once everything was checked', async () => {
    const gh = join(place.folder, 'bin/gh');
    writeFileSync(gh, `#!/bin/sh\necho "gh $*" >> '${place.log}'\n`, { mode: 0o755 });
    const jobs = await place.run(
      'release.yml',
      'push',
      {},
      { vars: {}, environment: { GITHUB_REF_NAME: 'v1.2.3' } },
    );
    expect(results(jobs)).toEqual({ check: 'success', release: 'success' });
    expect(place.npmCalls()).toEqual([
      'npm ci --ignore-scripts',
      'npm run check',
      'gh release create v1.2.3 --verify-tag --generate-notes action/tocsin.js action/licences.txt',
    ]);
  });
});

describe('commits', () => {
  test('of a pull request that say nothing are named by their hash, without their text', async () => {
    git(place.checkout, 'checkout', '--quiet', '-b', 'change');
    writeFileSync(join(place.checkout, 'a.txt'), 'a\n');
    const good = place.commitAll('Card payments wait five seconds for the bank');
    writeFileSync(join(place.checkout, 'a.txt'), 'b\n');
    const poor = place.commitAll('wip ##[mask]');
    git(place.checkout, 'checkout', '--quiet', 'main');
    git(place.checkout, 'merge', '--quiet', '--no-ff', '--no-edit', 'change');
    const [job] = await place.run(
      'commits.yml',
      'pull_request',
      {},
      { vars: { TOCSIN_COMMITS: 'on' } },
    );
    git(place.checkout, 'reset', '--quiet', '--hard', 'HEAD^1');
    expect(job?.result).toBe('failure');
    expect(outputOf(job)).toContain(`${poor.slice(0, 12)} `);
    expect(outputOf(job)).not.toMatch(new RegExp(`##|mask|${good.slice(0, 12)}`));
  });
});

describe('what a change would do', () => {
  const map = 'ownership/products/sales.yaml';

  test('stands in one comment on its pull request and in the summary; a fork gets the summary only', async () => {
    git(place.checkout, 'fetch', '--quiet', 'origin');
    git(place.checkout, 'reset', '--quiet', '--hard', 'origin/main');
    const file = join(place.checkout, map);
    const before = readFileSync(file, 'utf8');
    const propose = (team: string): void => {
      git(place.checkout, 'checkout', '--quiet', '-B', 'owners', 'origin/main');
      writeFileSync(
        file,
        before.replace('database: stores}\n    al', `database: ${team}}\n    al`),
      );
      place.commitAll(`The ledger goes to ${team}`);
      git(place.checkout, 'push', '--quiet', '--force', 'origin', 'owners');
      git(place.checkout, 'checkout', '--quiet', 'main');
      git(place.checkout, 'reset', '--quiet', '--hard', 'origin/main');
      git(place.checkout, 'merge', '--quiet', '--no-ff', '--no-edit', 'owners');
    };
    propose('shop');
    const pull = record(await ask('/pulls', { title: 'The ledger', head: 'owners', base: 'main' }));
    const talk = `/issues/${String(pull['number'])}/comments`;
    const event = { action: 'synchronize', number: pull['number'], pull_request: pull };
    const first = await place.run('impact.yml', 'pull_request', event, { vars: {} });
    expect([outputOf(first[0]), results(first)]).toEqual([
      'tocsin: comment created\n',
      { replay: 'success' },
    ]);
    expect(first[0]?.summary).toContain('| stores | shop |');
    const [comment] = list(await ask(talk));
    expect(comment).toMatchObject({ body: first[0]?.summary, user: { type: 'Bot' } });

    propose('desk');
    const second = await place.run('impact.yml', 'pull_request', event, { vars: {} });
    expect(outputOf(second[0])).toBe('tocsin: comment edited\n');
    expect(second[0]?.summary).toContain('| stores | desk |');
    const edited = { id: at(comment, 'id'), body: second[0]?.summary };
    expect(await ask(talk)).toMatchObject([edited]);

    propose('shop');
    const head = { ref: 'owners', repo: { full_name: 'somebody/incidents' } };
    const fork = { ...event, pull_request: { ...pull, head } };
    const third = await place.run('impact.yml', 'pull_request', fork, { vars: {} });
    git(place.checkout, 'reset', '--quiet', '--hard', 'origin/main');
    expect([outputOf(third[0]), results(third)]).toEqual([
      expect.stringContaining('its summary holds the answer'),
      { replay: 'success' },
    ]);
    expect(third[0]?.summary).toContain('| stores | shop |');
    expect(await ask(talk)).toMatchObject([edited]);
  });
});

describe('a repository that did not ask for it', () => {
  test.each([
    ['commands.yml', 'issue_comment', { issue: issue(['incident']), comment: { body: '/ack' } }],
    ['commands.yml', 'issues', { action: 'opened', issue: issue(['incident']) }],
    ['signals.yml', 'repository_dispatch', dispatch('watch', {})],
    ['declare.yml', 'workflow_dispatch', { inputs: { title: 'Nobody can pay' } }],
    ['files-to-rooms.yml', 'push', {}],
    ['post-mortem.yml', 'pull_request', pullRequest('tocsin/postmortem/2026-11-21-payments-api')],
    ['sweep.yml', 'schedule', {}],
    ['internal-page.yml', 'schedule', {}],
    ['publish.yml', 'push', {}],
    ['commits.yml', 'pull_request', {}],
  ])('is left alone by %s on %s', async (name, event, payload) => {
    const jobs = await place.run(name, event, payload, { vars: {} });
    expect(jobs.map(({ result }) => result)).not.toContain('success');
    expect(jobs.map(({ result }) => result)).not.toContain('failure');
  });
});

describe('every hostile text', () => {
  test('of a tool goes through a run, and neither its log nor a commit gives an order', async () => {
    const before = await double.remote.readBranch('main');
    const alerts = HOSTILE_TEXTS.map((summary, index) =>
      alertOf(`${index} hostile ${summary}`, summary),
    );
    const payload = { ...record(FIRING), alerts };
    const [job] = await place.run('signals.yml', 'repository_dispatch', dispatch('watch', payload));
    expect([outputOf(job), job?.result]).toEqual([expect.stringContaining('applied'), 'success']);
    expect(commandsIn(outputOf(job))).toEqual([]);
    const kept = (
      await double.remote.git(['grep', '-h', '', 'main', '--', 'incidents'])
    ).toString();
    for (const word of ['skip ci', 'torvalds', 'add-mask', 'secrets']) expect(kept).toContain(word);
    const log = ['log', '--format=%B', `${before}..main`];
    const messages = (await double.remote.git(log)).toString();
    expect(messages).not.toMatch(/skip|evil|pwned|torvalds|co-authored|add-mask|secrets/i);
  });

  test('of a person goes through a run, in a comment and by hand', async () => {
    for (let from = 0; from < HOSTILE_TEXTS.length; from += TEXTS_IN_A_COMMENT) {
      const texts = HOSTILE_TEXTS.slice(from, from + TEXTS_IN_A_COMMENT);
      await say(texts.map((text) => `/note ${text}`).join('\n\n'));
      const [job] = await hearLast('commands.yml');
      expect([outputOf(job), job?.result]).toEqual([
        expect.stringMatching(/^comment \d+: /m),
        'success',
      ]);
      expect(commandsIn(outputOf(job))).toEqual([]);
    }
    const inputs = {
      title: HOSTILE_TEXTS.find((text) => text.includes('secrets')),
      form: 'another-incident',
      service: HOSTILE_TEXTS.find((text) => text.startsWith('##[')),
      description: HOSTILE_TEXTS.join('\n\n'),
    };
    const [declared] = await place.run('declare.yml', 'workflow_dispatch', { inputs });
    expect(commandsIn(outputOf(declared))).toEqual([]);
    expect(existsSync(join(place.checkout, 'owned'))).toBe(false);
  });
});

/** A few of them hold commands of their own. */
const TEXTS_IN_A_COMMENT = 16;

function alertOf(name: string, summary: string): unknown {
  return list(at(JSON.parse(alert(name, { summary })), 'alerts'))[0];
}

/** Holds what a shell, an expression, a runner or git could take for an order. */
const FIRING: unknown = JSON.parse(
  alert('ShopErrors', {
    summary:
      '${{ expression }} $(touch owned) `touch owned` ##[add-mask]a\n::stop-commands::x\n[skip ci]',
  }),
);

const PAGES = { vars: { ...ON, TOCSIN_PUBLISH: 'pages' } };
/** Whoever writes. */
const INSIDE = { vars: { TOCSIN_REPORTS: 'on' } };

/** The numbers of rooms in the files of the branch. */
async function roomLines(): Promise<string> {
  const found = await double.remote.git(['grep', '^room: ', 'main', '--', 'incidents']);
  return found.toString().trim();
}

/** What was said last. */
let said = '';

/** Somebody who may write says something in the first room. */
async function say(body: string): Promise<void> {
  said = body;
  git(place.checkout, 'fetch', '--quiet', 'origin');
  git(place.checkout, 'reset', '--quiet', '--hard', 'origin/main');
  await ask('/issues/1/comments', { body });
}

/** What GitHub answers to somebody who may write; with a body something is made. */
async function ask(path: string, body?: unknown): Promise<unknown> {
  const url = `${double.url}/repos/${double.owner}/${double.repository}${path}`;
  const headers = { authorization: `Bearer ${double.accounts.write.token}` };
  const made = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return await (await fetch(url, { headers, ...made })).json();
}

/** The run for what GitHub delivers of it. */
async function hearLast(name: string): Promise<readonly JobResult[]> {
  const delivery = await until(
    () =>
      double.webhooks
        .deliveries()
        .find(({ payload }) => at(payload, 'comment', 'body') === said && said !== '') ?? null,
    () => 'the delivery of a comment',
  );
  return await place.run(name, 'issue_comment', delivery.payload, PAGES);
}

function rings(): number {
  return double
    .seen()
    .filter(
      ({ operation, status }) => operation === 'actions/create-workflow-dispatch' && status === 200,
    ).length;
}

function pullRequestEvent(): Record<string, unknown> {
  const side = {
    ref: 'tocsin/postmortem/2026-11-21-shop',
    repo: { id: 1, full_name: 'larder/incidents' },
  };
  return { action: 'closed', pull_request: { number: 9, head: side, base: { repo: { id: 1 } } } };
}

function dispatch(source: unknown, body: unknown): unknown {
  return { action: 'tocsin-signal', client_payload: { source, body } };
}

function results(jobs: readonly JobResult[]): Record<string, string> {
  return Object.fromEntries(jobs.map(({ id, result }) => [id, result]));
}

function outputOf(job: JobResult | undefined): string {
  return (job?.steps ?? []).map(({ output }) => output).join('');
}
