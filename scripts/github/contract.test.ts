// What Tocsin expects of GitHub, through the real client. Against the double always; against a real repository too when
// TOCSIN_GITHUB_CONTRACT_REPOSITORY and TOCSIN_GITHUB_CONTRACT_TOKEN name one (see CONTRIBUTING.md).
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { type Github, openGithub } from './github.ts';
import { createLimiter } from './limits.ts';
import { type Place, openPlace } from './testing/place.ts';

let place: Place;
let github: Github;
const RUN = `contract-${Date.now().toString(36)}`;

beforeAll(async () => {
  place = await openPlace();
  github = place.open();
});
afterAll(() => place.close());
afterEach(() => expect(place.takeViolations()).toEqual([]));

describe('the repository', () => {
  test('says whether it is private and which branch counts', async () => {
    const repository = valueOf(await github.repository());
    expect(repository.defaultBranch).toBe(place.branch);
    expect(repository.hasIssues).toBe(true);
  });
});

describe('an issue', () => {
  test('is made, read back, changed, closed with a reason and reopened', async () => {
    const made = valueOf(await github.issues.create(issue('a room')));
    expect(made).toMatchObject({
      title: `${RUN} a room`,
      state: 'open',
      labels: [RUN],
      comments: 0,
    });
    const body = 'Ünïcode, 🔔 and\n\n<!-- tocsin:card -->\n| a | b |\n|---|---|\n';
    valueOf(await github.issues.update(made.number, { title: `${RUN} [sev1]`, body }));
    expect(valueOf(await github.issues.read(made.number))).toMatchObject({
      title: `${RUN} [sev1]`,
      body,
    });
    const closed = await github.issues.update(made.number, {
      state: 'closed',
      reason: 'completed',
    });
    expect(valueOf(closed).state).toBe('closed');
    const opened = await github.issues.update(made.number, { state: 'open', reason: 'reopened' });
    expect(valueOf(opened)).toMatchObject({ state: 'open', body });
  });

  test('that does not exist is missing, not an error', async () => {
    expect(await github.issues.read(99_999_999)).toMatchObject({
      kind: 'refused',
      reason: 'missing',
    });
  });

  test('is found by the marker in its body, whatever its state', async () => {
    const marker = `<!-- tocsin:${RUN}-marker -->`;
    const first = valueOf(await github.issues.create({ ...issue('marked'), body: `x\n${marker}` }));
    valueOf(await github.issues.update(first.number, { state: 'closed' }));
    valueOf(await github.issues.create(issue('not marked')));
    await expect
      .poll(
        async () =>
          valueOf(await github.issues.findByMarker(marker, RUN)).map(({ number }) => number),
        PATIENCE,
      )
      .toEqual([first.number]);
  });

  test('is listed over pages, the oldest first, by label and state', async () => {
    const label = `${RUN}-pages`;
    const count = place.isReal ? 3 : 101;
    for (let index = 0; index < count; index += 1)
      valueOf(await github.issues.create({ ...issue(`number ${index}`), labels: [label] }));
    await expect
      .poll(
        async () => valueOf(await github.issues.list({ label, state: 'open' })).length,
        PATIENCE,
      )
      .toBe(count);
    const listed = valueOf(await github.issues.list({ label, state: 'open' }));
    const numbers = listed.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(valueOf(await github.issues.list({ label, state: 'closed' }))).toEqual([]);
  });

  test('takes a body of 65,536 characters and refuses one more', async () => {
    const made = valueOf(
      await github.issues.create({ ...issue('long'), body: 'x'.repeat(65_536) }),
    );
    expect(made.body.length).toBe(65_536);
    const refused = await github.issues.update(made.number, { body: 'x'.repeat(65_537) });
    expect(refused).toMatchObject({ kind: 'refused', reason: 'invalid' });
  });

  test('without a title is refused', async () => {
    const refused = await github.issues.create({ title: '', body: '', labels: [] });
    expect(refused).toMatchObject({ kind: 'refused', reason: 'invalid' });
  });

  test('is assigned to those who may be, and says to whom', async () => {
    const made = valueOf(await github.issues.create(issue('assigned')));
    const nobody = `tocsin-nobody-${RUN}`;
    const assigned = await github.issues.assign(made.number, [place.person, nobody]);
    expect(valueOf(assigned)).toEqual([place.person]);
    expect(valueOf(await github.issues.unassign(made.number, [place.person]))).toEqual([]);
  });

  test('holds others below it', async () => {
    const parent = valueOf(await github.issues.create(issue('parent')));
    const child = valueOf(await github.issues.create(issue('action item')));
    valueOf(await github.issues.addSubIssue(parent.number, child));
    const below = valueOf(await github.issues.listSubIssues(parent.number));
    expect(below.map(({ number }) => number)).toEqual([child.number]);
    const again = await github.issues.addSubIssue(parent.number, child);
    expect(again).toMatchObject({ kind: 'refused', reason: 'invalid' });
  });
});

describe('labels', () => {
  test('are made once and changed afterwards', async () => {
    const label = { name: `${RUN}/sev 1`, color: 'b60205', description: 'Service down' };
    valueOf(await github.labels.ensure(label));
    valueOf(await github.labels.ensure({ ...label, description: 'Everything is down' }));
    const found = valueOf(await github.labels.list()).filter(({ name }) => name === label.name);
    expect(found).toEqual([{ ...label, description: 'Everything is down' }]);
  });

  test('come and go one by one, and those of people stay', async () => {
    const made = valueOf(
      await github.issues.create({ ...issue('labelled'), labels: [`${RUN}-human`] }),
    );
    const all = valueOf(await github.labels.add(made.number, [`${RUN}/a`, `${RUN}/b`]));
    expect(all.toSorted()).toEqual([`${RUN}-human`, `${RUN}/a`, `${RUN}/b`]);
    valueOf(await github.labels.remove(made.number, `${RUN}/a`));
    valueOf(await github.labels.remove(made.number, `${RUN}/a`));
    expect(valueOf(await github.issues.read(made.number)).labels.toSorted()).toEqual([
      `${RUN}-human`,
      `${RUN}/b`,
    ]);
  });

  test('are at most 100 on an issue', async () => {
    const made = valueOf(await github.issues.create(issue('many labels')));
    const names = Array.from({ length: 99 }, (_, index) => `${RUN}/l${index}`);
    expect(valueOf(await github.labels.add(made.number, names)).length).toBe(100);
    const refused = await github.labels.add(made.number, [`${RUN}/one-more`]);
    expect(refused).toMatchObject({ kind: 'refused', reason: 'invalid' });
  });
});

describe('comments', () => {
  test('are made, edited and deleted; deleting twice is deleting', async () => {
    const room = valueOf(await github.issues.create(issue('talk')));
    const made = valueOf(await github.comments.create(room.number, '/ack'));
    expect(made).toMatchObject({ issue: room.number, body: '/ack' });
    expect(valueOf(await github.comments.edit(made.id, '/note x')).body).toBe('/note x');
    expect(valueOf(await github.comments.list(room.number)).map(({ id }) => id)).toEqual([made.id]);
    valueOf(await github.comments.remove(made.id));
    valueOf(await github.comments.remove(made.id));
    expect(valueOf(await github.comments.list(room.number))).toEqual([]);
  });

  test('since a cursor come from all rooms, edited ones too, none forgotten', async () => {
    const one = valueOf(await github.issues.create(issue('cursor one')));
    const other = valueOf(await github.issues.create(issue('cursor two')));
    const before = valueOf(await github.comments.create(one.number, 'before'));
    await place.passSecond();
    const a = valueOf(await github.comments.create(other.number, 'a'));
    const b = valueOf(await github.comments.create(one.number, 'b'));
    const since = a.updatedAt;
    await expect.poll(async () => idsSince(since), PATIENCE).toEqual([a.id, b.id]);
    await place.passSecond();
    const edited = valueOf(await github.comments.edit(before.id, 'before, edited'));
    await expect.poll(async () => idsSince(edited.updatedAt), PATIENCE).toEqual([before.id]);
  });

  test('take a reaction once, however often it is given', async () => {
    const room = valueOf(await github.issues.create(issue('reactions')));
    const made = valueOf(await github.comments.create(room.number, '/help'));
    valueOf(await github.comments.react(made.id, 'eyes'));
    valueOf(await github.comments.react(made.id, 'eyes'));
    valueOf(await github.comments.react(made.id, 'rocket'));
    const given = valueOf(await github.comments.listReactions(made.id));
    expect(given.map(({ reaction }) => reaction)).toEqual(['eyes', 'rocket']);
  });

  test('of 65,537 characters are refused', async () => {
    const room = valueOf(await github.issues.create(issue('long talk')));
    const refused = await github.comments.create(room.number, 'x'.repeat(65_537));
    expect(refused).toMatchObject({ kind: 'refused', reason: 'invalid' });
  });
});

describe('permissions', () => {
  test('are those of GitHub; a stranger has none or can read at most', async () => {
    const level = valueOf(await github.permissions.levelOf(place.person));
    expect(['write', 'maintain', 'admin']).toContain(level);
    const stranger = valueOf(await github.permissions.levelOf(`tocsin-nobody-${RUN}`));
    expect(['none', 'read']).toContain(stranger);
  });
});

describe('a pull request', () => {
  test('is opened for a pushed branch, updated in place, found again and merged into one commit', async () => {
    const branch = `${RUN}-postmortem`;
    const commit = await place.push(branch, { 'postmortems/x.md': '# What happened\n' });
    const made = valueOf(
      await github.pullRequests.create({
        title: 'Post-mortem',
        body: 'Draft',
        branch,
        base: place.branch,
      }),
    );
    expect(made).toMatchObject({ state: 'open', branch, commit, mergedAs: null });
    valueOf(await github.pullRequests.update(made.number, { body: 'Second draft' }));
    const [found] = valueOf(await github.pullRequests.listOfBranch(branch));
    expect(found).toMatchObject({ number: made.number, body: 'Second draft' });
    const recent = valueOf(await github.pullRequests.listRecent());
    expect(recent.find(({ number }) => number === made.number)).toEqual(found);
    const next = await place.push(branch, { 'postmortems/x.md': '# What happened\n\nA lot.\n' });
    await expect
      .poll(async () => valueOf(await github.pullRequests.read(made.number)).commit, PATIENCE)
      .toBe(next);
    expect(await github.pullRequests.merge(made.number, commit)).toMatchObject({
      kind: 'refused',
      reason: 'conflict',
    });
    const merged = valueOf(await github.pullRequests.merge(made.number, next));
    expect(await place.readFile(place.branch, 'postmortems/x.md')).toBe(
      '# What happened\n\nA lot.\n',
    );
    expect(await place.tip(place.branch)).toBe(merged);
    expect(valueOf(await github.pullRequests.read(made.number))).toMatchObject({
      state: 'merged',
      mergedAs: merged,
    });
    const again = await github.pullRequests.merge(made.number, next);
    expect(again).toMatchObject({ kind: 'refused', reason: 'not-mergeable' });
  });

  test('is not opened twice, not without commits, not from a branch that is not there', async () => {
    const branch = `${RUN}-once`;
    await place.push(branch, { 'once.txt': 'x\n' });
    const request = { title: 'Once', body: '', branch, base: place.branch };
    const made = valueOf(await github.pullRequests.create(request));
    expect(await github.pullRequests.create(request)).toMatchObject({
      kind: 'refused',
      reason: 'invalid',
    });
    const absent = await github.pullRequests.create({ ...request, branch: `${RUN}-absent` });
    expect(absent).toMatchObject({ kind: 'refused', reason: 'invalid' });
    const closed = await github.pullRequests.update(made.number, { state: 'closed' });
    expect(valueOf(closed).state).toBe('closed');
    const ofBranch = valueOf(await github.pullRequests.listOfBranch(branch));
    expect(ofBranch.map(({ number, state }) => [number, state])).toEqual([[made.number, 'closed']]);
    expect(valueOf(await github.pullRequests.listReviews(made.number))).toEqual([]);
  });

  test('that contradicts its base is not merged', async () => {
    const branch = `${RUN}-conflict`;
    const commit = await place.push(branch, { 'same.txt': 'branch\n' });
    const base = { title: 'Conflict', body: '', branch, base: place.branch };
    const made = valueOf(await github.pullRequests.create(base));
    await place.push(place.branch, { 'same.txt': 'main\n' });
    await expect
      .poll(async () => github.pullRequests.merge(made.number, commit), PATIENCE)
      .toMatchObject({ kind: 'refused', reason: 'not-mergeable' });
    expect(await place.readFile(place.branch, 'same.txt')).toBe('main\n');
  });

  test('is no issue, though GitHub lists it as one', async () => {
    const branch = `${RUN}-labelled`;
    await place.push(branch, { 'labelled.txt': 'x\n' });
    const made = valueOf(
      await github.pullRequests.create({ title: 'Labelled', body: '', branch, base: place.branch }),
    );
    valueOf(await github.labels.add(made.number, [`${RUN}-pull`]));
    expect(valueOf(await github.issues.list({ label: `${RUN}-pull`, state: 'all' }))).toEqual([]);
  });
});

describe('Actions', () => {
  test('take a dispatch, and refuse more than GitHub carries', async () => {
    valueOf(await github.dispatches.ring('tocsin', { batch: 'b1' }));
    const keys = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, index]));
    const wide = await github.dispatches.ring('tocsin', keys);
    const large = await github.dispatches.ring('tocsin', { b: 'x'.repeat(65_536) });
    expect([wide, large]).toMatchObject([{ reason: 'invalid' }, { reason: 'invalid' }]);
    place.expectViolations(1);
  });

  test('know no workflow that is not there', async () => {
    const refused = await github.dispatches.start(`${RUN}.yml`, place.branch, {});
    expect(refused).toMatchObject({ kind: 'refused', reason: 'missing' });
  });
});

describe('a token that GitHub does not know', () => {
  test('is refused without being named', async () => {
    const token = 'ghp_0123456789abcdefghij0123456789abcdef';
    const stranger = openGithub({
      ...place.options(),
      token: async () => token,
      limiter: createLimiter(),
    });
    const refused = await stranger.repository();
    expect(refused).toMatchObject({ kind: 'refused', reason: 'unauthorised' });
    expect(JSON.stringify(refused)).not.toContain(token);
  });
});

const PATIENCE = { timeout: 20_000, interval: 250 };

async function idsSince(instant: string): Promise<readonly number[]> {
  return valueOf(await github.comments.listSince(instant)).map(({ id }) => id);
}

function issue(title: string): {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
} {
  return { title: `${RUN} ${title}`, body: '', labels: [RUN] };
}

function valueOf<T>(answer: Answer<T>): T {
  if (answer.kind !== 'answered') throw new Error(`${answer.reason}: ${answer.sentence}`);
  return answer.value;
}
