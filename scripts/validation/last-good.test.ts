// What stands in for an incident that cannot be read as it was meant.
import { describe, expect, test } from 'vitest';
import { isHistoryPath } from '../model/history-path.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { fileURLToPath } from 'node:url';
import type { Incident } from '../model/incident.ts';
import type { FileVersion, SourceFile } from '../config/document-set.ts';
import { FILE, ID, OUTAGE } from './testing/outage.ts';
import { type BrokenFile, type PageReading, readForPage } from './last-good.ts';
import { type Loaded, loadState } from './load.ts';

const EXAMPLE = readOrganisationFiles(fileURLToPath(new URL('../../', import.meta.url)));
/** The example without its history, which takes long to read again and again. */
const ALONE = EXAMPLE.filter(({ path }) => !isHistoryPath(path));

describe('an incident that was whole before', () => {
  test.each([
    ['state: identified', 'state: identifed'],
    ['severity: sev1\n', ' severity: sev1\n'],
    ['### 2026-11-21T11:00Z identified', '### 2026-11-21 11:00 identified'],
    ['placing-orders: major_outage', 'placing-order: degraded'],
    ['visibility: public', 'visibilty: public'],
  ])('stays as it was when %j becomes %j', async (good, bad) => {
    const { incident, broken } = await inForce(slip(good, bad), [OUTAGE]);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'version', commit: 'c0' } }]);
    expect(incident).toMatchObject({ title: 'Orders fail', state: 'identified' });
    expect(incident?.updates).toHaveLength(2);
    expect(incident?.components).toEqual({ 'placing-orders': 'major_outage' });
  });

  test('stays as its last good version has it, however many bad ones came after that', async () => {
    const worse = slip('state: identified', 'sate: identified');
    const { broken } = await inForce(worse, [slip('state: identified', 'state: x'), OUTAGE]);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'version', commit: 'c1' } }]);
  });

  test.each(['restricted', 'none'] as const)(
    'is for people inside alone where its newest version says %s, whatever was public before',
    async (visibility) => {
      const hidden = slip('state: identified', 'state: identifed').replace(
        'visibility: public',
        `visibility: ${visibility}`,
      );
      const { incident, broken } = await inForce(hidden, [OUTAGE]);
      expect(broken).toEqual([{ path: FILE, shown: { kind: 'inside' } }]);
      expect(incident).toMatchObject({ state: 'identified', public: { visibility } });
    },
  );

  test.each([
    ['a second block', '\npublic:\n  visibility: restricted', 'restricted'],
    ['a merge that nobody finished', '\n=======\npublic:\n  visibility: none\n>>>>>>> b', 'none'],
  ])('is for people inside alone where %s hides it', async (_, more, visibility) => {
    const hidden = slip('can order}', `can order}${more}`);
    for (const earlier of [[], [OUTAGE]]) {
      const { incident, broken } = await inForce(hidden, earlier);
      expect(broken).toEqual([{ path: FILE, shown: { kind: 'inside' } }]);
      expect(incident?.public).toEqual({ visibility });
    }
  });

  test('is restricted where either of its versions says so', async () => {
    const restricted = slip('visibility: public', 'visibility: restricted');
    const lowered = slip('visibility: public', 'visibility: none').replace('down', 'dwn');
    const { incident } = await inForce(lowered, [restricted]);
    expect(incident?.public).toEqual({ visibility: 'restricted' });
  });

  test('is as it is now where what is wrong takes nothing from its readers', async () => {
    const { broken } = await inForce(slip('team: ordering', 'team: orders'), [OUTAGE]);
    expect(broken).toEqual([]);
    const inside = slip('public: {', 'postmortem_owed: true\npublic: {')
      .replace('visibility: public', 'visibility: none')
      .replace('T11:00Z', ' 11:00');
    expect((await inForce(inside, [OUTAGE])).broken).toEqual([]);
  });
});

describe('an incident of which only what people inside read is wrong', () => {
  test.each([
    ['category: down', 'category: error'],
    ['category: down\n', ''],
    ['title: Orders fail', 'title: Down'],
    ['title: Orders fail', 'title: Orders: cannot be sent'],
    ['severity: sev1\n', 'severity: sev-1\n'],
    ['owner: {team: ordering, function: backend}', 'owner: ordering'],
    ['services: [order-api]', 'services: [order-api'],
    ['\n---\n', '\n'],
    ['environment: production', 'enviroment: production'],
    ['acknowledged: 2026-11-21T10:02:00Z', 'acknowledged: soon'],
    ['services: [order-api]', 'services: [order-api]\ncall: me'],
    ['\ncategory', '\npostmortem_owed: maybe\ncategory'],
    ['\ncategory', '\nchange:\n  verdict: cause\n  at: noon\ncategory'],
    ['\ncategory', '\nactions:\n  - title: Look\n    state: opn\ncategory'],
    ['\ncategory', '\nproblems:\n  - {kind: report, state: firing}\ncategory'],
    ['\ncategory', '\nhandover: {at: soon}\ncategory'],
  ])('is as new as its file where %j becomes %j', async (good, bad) => {
    for (const earlier of [[], [slip('T11:00Z identified', 'T10:30Z identified')]]) {
      const { incident, broken } = await inForce(slip(good, bad), earlier);
      expect(broken).toEqual([{ path: FILE, shown: { kind: 'public-part' } }]);
      expect(incident).toMatchObject({
        state: 'identified',
        components: { 'placing-orders': 'major_outage' },
        public: { visibility: 'public', title: 'Nobody can order' },
      });
      expect(incident?.updates.at(-1)?.at).toBe('2026-11-21T11:00:00.000Z');
    }
  });

  test('is not whole where an inner block swallows what customers read', async () => {
    const swallowed = slip('components:\n', 'actions:\n components:\n');
    expect((await inForce(swallowed, [OUTAGE])).broken).toEqual([
      { path: FILE, shown: { kind: 'version', commit: 'c0' } },
    ]);
  });

  test('says the rest to people inside as its last whole version did', async () => {
    const wrong = slip('owner: {team: ordering, function: backend}', 'owner: ordering');
    expect((await inForce(wrong, [OUTAGE])).incident).toMatchObject({
      title: 'Orders fail',
      owner: { team: 'ordering' },
    });
    expect((await inForce(wrong, [])).incident).toMatchObject({ category: 'down' });
  });

  test('stays as it was where something else is wrong as well', async () => {
    const both = slip('category: down', 'category: error').replace('T11:00Z ', ' 11:00 ');
    expect((await inForce(both, [OUTAGE])).broken).toEqual([
      { path: FILE, shown: { kind: 'version', commit: 'c0' } },
    ]);
  });
});

describe('an incident of which no version is whole', () => {
  test('never was for customers: people inside read what can be read, and never less than open', async () => {
    const never = slip(/public: \{.*\n/, '').replace('state:', 'stat:');
    const { incident, broken } = await inForce(never, []);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'inside' } }]);
    expect(incident).toMatchObject({
      title: 'Orders fail',
      state: 'investigating',
      public: { visibility: 'none' },
    });
  });

  test('is hidden and keeps what is as it is now, with what is wrong as it was before', async () => {
    const before = slip('visibility: public', 'visibility: none').replace(
      'identified\n',
      'triage\n',
    );
    const newest = slip('visibility: public', 'visibility: none').replace('down', 'dwn');
    const { incident, broken } = await inForce(newest, [before]);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'inside' } }]);
    expect(incident).toMatchObject({ title: 'Orders fail', state: 'identified', category: 'down' });
  });

  test.each([
    ['state: identified', 'state: x', { state: 'investigating' }],
    ['major_outage', 'major_outge', { components: { 'placing-orders': 'major_outage' } }],
    ['major_outage', 'brokn', { components: { 'placing-orders': 'degraded' } }],
    ['components:\n', 'components: x:\n', { components: {}, severityMax: 'sev1' }],
    ['declared: 2026-11-21T10:00:00Z', 'declared: today', { state: 'identified' }],
    ['title: Nobody can order', 'title: Down', { public: { visibility: 'public' } }],
    ['title: Nobody can order', 'title: No: order', { public: { visibility: 'public' } }],
  ])('is never shown as better than it is where %j becomes %j', async (good, bad, shown) => {
    const { incident, broken } = await inForce(slip(good, bad), []);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'readable' } }]);
    expect(incident).toMatchObject(shown);
    expect(incident?.updates).toHaveLength(2);
    expect(incident?.state).not.toBe('resolved');
  });

  test('stops the page only where nobody can tell whether it is for customers', async () => {
    for (const word of ['everybody', 'republic']) {
      const unclear = slip('visibility: public', `visibility: ${word}`);
      expect((await inForce(unclear, [])).broken).toEqual([
        { path: FILE, shown: { kind: 'nothing' } },
      ]);
    }
    const files: readonly SourceFile[] = [...EXAMPLE, { path: FILE, problem: 'not_utf8' }];
    expect(await readFrom(files, [])).toMatchObject({ kind: 'lost' });
  });

  test.each([
    ['none', 'none'],
    ['nonee', 'none'],
    ['restricted', 'restricted'],
    ['restriced', 'restricted'],
    ['nonpublic', 'restricted'],
    ['private', 'restricted'],
  ])(
    'is for people inside alone where it says %s, and all of them read it only where that is plain',
    async (word, visibility) => {
      const hidden = slip('visibility: public', `visibility: ${word}`).replace(
        'category: down',
        '',
      );
      for (const earlier of [[], [OUTAGE]]) {
        const { incident, broken } = await inForce(hidden, earlier);
        expect(broken).toEqual([{ path: FILE, shown: { kind: 'inside' } }]);
        expect(incident?.public).toEqual({ visibility });
      }
    },
  );

  test('never was public in its own words, whatever else says so', async () => {
    const inside = slip(/public: \{.*\n/, '').replace(
      'title: Orders fail',
      "title: 'Only visibility: public is missing'\ncategry: down",
    );
    expect((await inForce(inside, [])).incident).toBeUndefined();
  });

  test('is public in its own words, whatever a remark or its title says', async () => {
    for (const text of [
      slip('# What customers see', '# visibility: none until legal agrees'),
      slip('title: Nobody can order', 'title: "visibility: none can order"'),
      slip(
        'public: {visibility',
        'public: {title: "Not visibility: none", titel: x, visibility',
      ).replace(', title: Nobody', ', more: Nobody'),
    ])
      expect(
        (await inForce(text.replace('category: down', 'category: error'), [])).incident,
      ).toMatchObject({
        state: 'identified',
      });
  });

  test('stops the page where its name makes it nobody’s', async () => {
    const files: readonly SourceFile[] = [
      ...ALONE,
      { path: 'incidents/2026/orders.md', text: OUTAGE },
    ];
    expect(await readFrom(files, [])).toMatchObject({
      kind: 'lost',
      errors: [{ place: { file: 'incidents/2026/orders.md' } }],
    });
  });

  test.each([
    'incidents/2026-11-21-order-api.md',
    'incidents/2026/2026-11-21-order-api.markdown',
    'incidents/2026/2026-11-21-order-api again.md',
  ])('stops the page at %s, where nobody looks for it', async (path) => {
    const other: SourceFile = { path: FILE, text: OUTAGE };
    expect(await readFrom([...ALONE, other, { path, text: OUTAGE }], [])).toMatchObject({
      kind: 'lost',
      errors: [{ place: { file: path } }],
    });
  });

  test('stops the page where its whole year cannot be opened', async () => {
    const files: readonly SourceFile[] = [
      ...ALONE,
      { path: 'incidents/2026', problem: 'unreadable' },
    ];
    expect(await readFrom(files, [])).toMatchObject({ kind: 'lost' });
  });

  test.each(['resolved: 2026-11-21T09:00:00Z', 'resolved: 2026-11-31T11:30:00Z'])(
    'is named and shown as it is where a time of its end is wrong: %s',
    async (end) => {
      const over = slip('identified: 2026-11-21T11:00:00Z', end).replace(
        'state: identified',
        'state: resolved',
      );
      const { incident, broken } = await inForce(over, [OUTAGE]);
      expect(broken).toEqual([{ path: FILE, shown: { kind: 'readable' } }]);
      expect(incident).toMatchObject({ state: 'resolved' });
    },
  );

  test('is shown with what can be read of it', async () => {
    const { incident, broken } = await inForce(slip('T11:00Z', ' 11:00'), []);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'readable' } }]);
    expect(incident?.updates).toHaveLength(1);
  });
});

describe('what lies among incidents and is none', () => {
  test.each<SourceFile>([
    { path: `incidents/2026/${ID}-graph.png`, problem: 'not_utf8' },
    { path: `incidents/2026/${ID}.pcap`, problem: 'too_large' },
    { path: 'incidents/2026/draft.txt', text: 'What we tell the public:\npublic: soon\n' },
    { path: `${FILE}.orig`, text: OUTAGE },
    { path: `incidents/2026/${ID}_LOCAL_4711.md`, text: OUTAGE },
    { path: `incidents/2026/${ID} copy.md`, text: slip('state: identified', 'state: x') },
    { path: 'incidents/2026/notes.md', text: '# Notes\n\nNot public: we lost two hours.\n' },
    { path: 'incidents/latest', problem: 'link' },
  ])('is named and left out: $path', async (file) => {
    const reading = await readFrom([...ALONE, { path: FILE, text: OUTAGE }, file], []);
    expect(reading).toMatchObject({
      kind: 'readable',
      errors: [{ place: { file: file.path } }],
      broken: [{ path: file.path, shown: { kind: 'left-out' } }],
    });
    expect(reading.kind === 'readable' && reading.loaded.state.incidents).toHaveLength(1);
  });
});

test('a post-mortem that cannot be read any more keeps what customers were told', async () => {
  const path = 'postmortems/2026/2026-09-14-payments-api.md';
  const good = EXAMPLE.find((file) => file.path === path);
  const text = good !== undefined && 'text' in good ? good.text : '';
  const files = EXAMPLE.map((file) =>
    file.path === path ? { path, text: text.replace('\nstate: ', '\nstate: nearly ') } : file,
  );
  const reading = await readFrom(files, [{ commit: 'c0', file: { path, text } }]);
  expect(reading).toMatchObject({
    kind: 'readable',
    broken: [{ path, shown: { kind: 'version', commit: 'c0' } }],
  });
  expect(reading.kind === 'readable' && reading.loaded.state.postmortems).toHaveLength(
    loadedOf(EXAMPLE).state.postmortems.length,
  );
});

test('a post-mortem that customers are to read no more stays inside as its last whole version', async () => {
  const path = 'postmortems/2026/2026-09-14-payments-api.md';
  const good = EXAMPLE.find((file) => file.path === path);
  const text = good !== undefined && 'text' in good ? good.text : '';
  expect(text).toContain('\npublic: true\n');
  const newest = text
    .replace('\nstate: ', '\nstate: nearly ')
    .replace('\npublic: true\n', '\npublic: false\n');
  const files = EXAMPLE.map((file) => (file.path === path ? { path, text: newest } : file));
  const reading = await readFrom(files, [{ commit: 'c0', file: { path, text } }]);
  expect(reading).toMatchObject({
    kind: 'readable',
    broken: [{ path, shown: { kind: 'inside' } }],
  });
  const kept = reading.kind === 'readable' ? reading.loaded.state.postmortems : [];
  expect(kept.filter(({ incident }) => path.includes(incident))).toMatchObject([{ public: false }]);
});

function slip(good: string | RegExp, bad: string): string {
  const text = OUTAGE.replace(good, bad);
  expect(text).not.toBe(OUTAGE);
  return text;
}

async function inForce(
  newest: string,
  earlier: readonly string[],
): Promise<{
  readonly incident: Incident | undefined;
  readonly broken: readonly BrokenFile[];
}> {
  const files: readonly SourceFile[] = [...ALONE, { path: FILE, text: newest }];
  const reading = await readFrom(
    files,
    earlier.map((text, index) => ({ commit: `c${index}`, file: { path: FILE, text } })),
  );
  if (reading.kind === 'invalid') throw new Error('the configuration is not valid');
  const incidents = reading.kind === 'lost' ? [] : reading.loaded.state.incidents;
  return { incident: incidents.find(({ id }) => id === ID), broken: reading.broken };
}

function readFrom(
  files: readonly SourceFile[],
  versions: readonly FileVersion[],
): Promise<PageReading> {
  return readForPage(files, loadedOf(files), {
    load: loadState,
    versionsOf: () => Promise.resolve(versions),
  });
}

function loadedOf(files: readonly SourceFile[]): Loaded {
  const loaded = loadState(files);
  if (loaded.kind === 'invalid') throw new Error('the example is not valid');
  return loaded;
}
