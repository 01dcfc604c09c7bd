// A room that is made again tells what happened before, from the incident's file.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyOperations } from '../apply/apply.ts';
import { openDoubled, type ProjectionWorld, startWorld, valueOf } from './testing/world.ts';
import { renderTimelineItem } from '../incidents/render.ts';
import { smallFiles } from '../rules/testing/organisation.ts';
import { activeParts } from '../rooms/testing/github-markdown.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;
const ADDRESS = `https://github.example/larder/incidents/blob/main/${FILE}`;

let world: ProjectionWorld;

describe('a room that is made again', () => {
  beforeEach(async () => {
    world = await startWorld();
    await live();
  });
  afterEach(close);

  test('tells what happened in the words of the timeline and what customers read, once', async () => {
    await world.double.deleteIssue(1);
    expect(await world.sync()).toMatchObject({ created: [ID], refused: [], again: null });
    const [story, ...more] = await told(2);
    expect(more).toEqual([]);
    expect(story).toMatch(
      /^<!-- tocsin:story 1 -->\n\*\*What happened before this room began again\*\*/,
    );
    expect(story).toContain(`in UTC, from [\`${FILE}\`](${ADDRESS}).`);
    expect(rowsOf(story)).toEqual([
      expect.stringMatching(/^- 2026-11-21 10:01 `\[opened\]` /),
      expect.stringMatching(/^- 2026-11-21 10:01 `\[update\]` identified by A person in /),
      '- 2026-11-21 10:01 customers read `investigating`: We are looking into a major outage of Web `*shop*`.',
      '- 2026-11-21 10:02 `[acknowledged]` by `@mara`',
      '- 2026-11-21 10:03 `[delegated]` shop `→` web by `@mara`',
      '- 2026-11-21 10:04 customers read `identified`: Orders fail at `checkout_page`. We know why.',
      '- 2026-11-21 10:05 `[note]` `@wim`: the pool is full',
    ]);
    world.takeWrites();
    expect(await world.sync()).toMatchObject({ changed: [], again: null });
    expect(world.takeWrites()).toEqual([]);
    await world.send({ action: 'acknowledge' });
    await world.sync();
    expect(await told(2)).toEqual([story]);
  });

  test('does so in a repository that the files moved to, where its number is another issue', async () => {
    const moved = await startWorld({ folder: world.folder });
    valueOf(await moved.github.issues.create({ title: 'A bug', body: 'It hurts.', labels: [] }));
    expect(await moved.sync()).toMatchObject({ created: [ID], again: null });
    expect(valueOf(await moved.github.comments.list(1))).toEqual([]);
    const comments = valueOf(await moved.github.comments.list(2));
    expect(comments.map(({ body }) => body.split('\n')[0])).toEqual(['<!-- tocsin:story 1 -->']);
    await moved.double.close();
  });

  test('owes nothing where it was found again, and nothing when it is the first one', async () => {
    world.edit(FILE, (text) => text.replace(/^room: .*\n/m, ''));
    await world.sync();
    expect(await told(1)).toEqual([]);
  });

  test.each(['issues/create', 'issues/create-comment', 'issues/get', 'issues/update'])(
    'tells it once where the answer to %s was lost',
    async (operation) => {
      await world.double.deleteIssue(1);
      world.double.faults.plan(operation, { kind: 'lost-reply' });
      await settle();
      expect(await told(2)).toHaveLength(1);
      expect(await world.rooms()).toHaveLength(1);
      expect((await world.rooms())[0]?.body).not.toContain('untold');
    },
  );

  test('tells it although a stranger wrote its hidden line there', async () => {
    await world.double.deleteIssue(1);
    world.double.faults.plan('issues/create-comment', { kind: 'broken', status: 503 });
    await world.sync();
    const stranger = openDoubled(
      world.double,
      world.budget,
      world.nowMs,
      world.double.accounts.read.token,
    );
    valueOf(await stranger.comments.create(2, '<!-- tocsin:story 1 -->\nNothing happened.'));
    await settle();
    expect(await told(2)).toEqual([
      '<!-- tocsin:story 1 -->\nNothing happened.',
      expect.stringContaining('[opened]'),
    ]);
  });
});

describe('a long story', () => {
  beforeEach(async () => {
    world = await startWorld({ mostComments: 30 });
    await live();
  });
  afterEach(close);

  test('stands in several comments that GitHub takes, the earliest first', async () => {
    note(120);
    await world.double.deleteIssue(1);
    await settle();
    const story = await told(2);
    expect(story.length).toBeGreaterThan(2);
    expect(story.map((text) => /tocsin:story (\d+)/.exec(text)?.[1])).toEqual(
      story.map((_, index) => String(index + 1)),
    );
    expect(story.every((text) => text.length < 65_536)).toBe(true);
    const rows = story.flatMap(rowsOf);
    expect(rows).toHaveLength(127);
    expect(rows).toEqual(rows.toSorted());
    expect(rows.flatMap((row) => activeParts(row))).toEqual([]);
  });

  test('leaves the writes to people where there are few, and goes on later', async () => {
    note(120);
    await world.double.deleteIssue(1);
    while ((await world.budget.busyUntil(world.nowMs())) === null)
      await world.budget.take(world.nowMs());
    await world.sync();
    world.passTime(60_000);
    expect(await world.sync()).toMatchObject({ created: [ID] });
    const whole = await told(2);
    expect(whole.length).toBeGreaterThan(2);

    await world.double.deleteIssue(2);
    world.passTime(60_000);
    // A room and one comment are a minute's last writes that are not kept for people.
    for (let write = 0; write < 27; write += 1) await world.budget.take(world.nowMs());
    expect(await world.sync()).toMatchObject({
      again: { sentence: 'what happened before is told once there are writes for it' },
    });
    const begun = await told(3);
    expect(begun.length).toBeGreaterThan(0);
    expect(begun.length).toBeLessThan(whole.length);
    expect(await world.budget.take(world.nowMs())).toBeNull();
    await settle();
    expect(await told(3)).toHaveLength(whole.length);
  });

  test('that no room takes begins later, and says how much of it stands in the file only', async () => {
    note(1000);
    await world.double.deleteIssue(1);
    await settle();
    const story = await told(2);
    expect(story).toHaveLength(10);
    const left = Number(
      / (\d+) earlier entries stand in the file only\./.exec(story[0] ?? '')?.[1],
    );
    expect(left + story.flatMap(rowsOf).length).toBe(1007);
    expect(rowsOf(story.at(-1)).at(-1)).toContain(' note 999 ');
  });

  test('is told to its end before the room counts as full', async () => {
    await close();
    world = await startWorld({ mostComments: 2 });
    await live();
    note(120);
    await world.double.deleteIssue(1);
    world.double.faults.plan('issues/create-comment', { kind: 'broken', status: 503 });
    await world.sync();
    for (const text of ['Where is everything?', 'Gone.'])
      valueOf(await world.github.comments.create(2, text));
    await settle();
    expect((await told(2)).length).toBeGreaterThan(4);
  });
});

describe('in a public repository', () => {
  const OTHER = '2026-11-21-cart';
  beforeEach(async () => {
    const settings = smallFiles().find(({ path }) => path === 'tocsin.yaml');
    const text = settings !== undefined && 'text' in settings ? settings.text : '';
    world = await startWorld({
      isPrivate: false,
      files: { 'tocsin.yaml': `${text}repository: public\n` },
    });
    await live();
    await world.send({ service: 'cart', dedupKey: 'p2' });
    await world.sync();
    add(`10:07 [linked] ${OTHER} by @wim`);
  });
  afterEach(close);

  test('the story goes when the incident becomes restricted, and one that is restricted has none', async () => {
    await world.double.deleteIssue(1);
    await settle();
    const room = (await world.incidents()).find(({ id }) => id === ID)?.room ?? 0;
    expect(await told(room)).toHaveLength(1);
    restrict(FILE);
    await settle();
    expect(await told(room)).toEqual([]);
    await world.double.deleteIssue(room);
    await settle();
    expect((await world.rooms()).map(({ title }) => title)).toEqual([`[sev1] ${OTHER}`]);
  });

  test('it is told once in a room that was emptied for a while, whatever ended the pass that brought it back', async () => {
    restrict(FILE);
    await settle();
    valueOf(await world.github.comments.create(1, 'Where is everything?'));
    world.edit(FILE, (text) => text.replace('restricted', 'none'));
    world.double.faults.plan('issues/create-comment', { kind: 'broken', status: 503 });
    await world.sync();
    await settle();
    expect(await told(1)).toEqual([
      'Where is everything?',
      expect.stringContaining('**What happened before this room began again**'),
    ]);
    expect((await told(1))[1]).toContain('`[note]` `@wim`: the pool is full');
    world.takeWrites();
    await settle();
    expect(world.takeWrites()).toEqual([]);
  });

  test('it does not name what is restricted, and tells itself again without a name that becomes so', async () => {
    await world.double.deleteIssue(1);
    await settle();
    const room = (await world.incidents()).find(({ id }) => id === ID)?.room ?? 0;
    const [before] = await told(room);
    expect(before).toContain(`\`[linked]\` ${OTHER} by`);
    restrict(`incidents/2026/${OTHER}.md`);
    await settle();
    const shown = '`[linked]` an incident that is not shown here by `@wim`';
    expect(await told(room)).toEqual([before?.replace(/`\[linked\]`.*/, shown)]);
    world.takeWrites();
    await settle();
    expect(world.takeWrites()).toEqual([]);
    await world.double.deleteIssue(room);
    await settle();
    const again = (await world.incidents()).find(({ id }) => id === ID)?.room ?? 0;
    expect((await told(again)).join()).not.toContain(OTHER);
  });
});

/** An incident that was worked on in a room, by what its file says. */
async function live(): Promise<void> {
  await world.send({});
  await world.sync();
  world.edit(FILE, (text) =>
    text
      .trimEnd()
      .replace(
        '## Public updates',
        '## Public updates\n\n### 2026-11-21T10:04:30Z identified\n\nOrders fail at `checkout_page`.\n\nWe know *why*.',
      ),
  );
  add(
    '10:02 [acknowledged] by @mara',
    '10:03 [delegated] shop → web by @mara',
    '10:05 [note] @wim: the pool is full',
  );
  await applyOperations(world.workspace, []);
  await world.sync();
}

/** Lines at the end of the timeline. */
function add(...lines: readonly string[]): void {
  world.edit(FILE, (text) => {
    const end = text.indexOf('\n\n## ', text.indexOf('## Timeline'));
    return `${text.slice(0, end)}\n${lines.map((line) => `- ${line}`).join('\n')}${text.slice(end)}`;
  });
}

function note(count: number): void {
  const text = (index: number): string =>
    `[note] @wim: note ${index} ${'word '.repeat(190)}`.trim();
  const at = (index: number): string =>
    new Date(Date.parse('2026-11-21T10:10:00Z') + Math.floor(index / 2) * 60_000).toISOString();
  add(
    ...Array.from({ length: count }, (_, index) =>
      renderTimelineItem({ at: at(index), text: text(index), key: `op-${index}` }).slice(2),
    ),
  );
}

function restrict(path: string): void {
  world.edit(path, (text) =>
    text
      .replace(/^public:[\s\S]*?(?=^\S)/m, '')
      .replace(/^state:/m, 'public: {visibility: restricted}\nstate:'),
  );
}

async function told(room: number): Promise<readonly string[]> {
  return valueOf(await world.github.comments.list(room)).map(({ body }) => body);
}

function rowsOf(text = ''): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith('- '));
}

/** Passes until nothing is left to do. */
async function settle(): Promise<void> {
  for (let pass = 0; pass < 20; pass += 1) {
    const { again, refused } = await world.sync();
    expect(refused).toEqual([]);
    if (again === null) return;
    world.passTime(Math.max(again.afterMs, 60_000));
  }
  throw new Error('it never ended');
}

async function close(): Promise<void> {
  expect(world.double.takeViolations()).toEqual([]);
  await world.close();
}
