// What may go wrong between files and rooms: rooms that are gone, doubled, or made without an answer; refusals; windows.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../github/testing/faults.ts';
import { openDoubled, type ProjectionWorld, startWorld, valueOf } from './testing/world.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let world: ProjectionWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  expect(world.double.takeViolations()).toEqual([]);
  await world.close();
});

describe('a room that was made without an answer', () => {
  test.each<Fault>([
    { kind: 'lost-reply' },
    { kind: 'cut-reply' },
    { kind: 'broken-after', status: 502 },
  ])(
    'is found again after the lists had their time: $kind',
    async (fault) => {
      await world.send({});
      world.double.setListLag(20_000);
      world.double.faults.plan('issues/create', fault);
      const first = await world.sync();
      expect(first.created).toEqual([]);
      expect(first.again?.afterMs).toBeGreaterThanOrEqual(30_000);
      world.passTime(5000);
      expect((await world.sync()).created).toEqual([]);
      world.passTime(30_000);
      expect(await world.sync()).toMatchObject({ created: [], adopted: [ID], again: null });
      expect(await world.rooms()).toHaveLength(1);
      expect(world.read(FILE)).toContain('room: 1');
    },
    60_000,
  );

  test('is made at last where nothing had been done', async () => {
    await world.send({});
    world.double.faults.plan('issues/create', { kind: 'broken', status: 503 });
    expect(await world.sync()).toMatchObject({ created: [] });
    world.passTime(31_000);
    expect(await world.sync()).toMatchObject({ created: [ID], again: null });
    expect(await world.rooms()).toHaveLength(1);
  });
});

describe('a room', () => {
  beforeEach(async () => {
    await world.send({});
    await world.sync();
  });

  test('of which the file forgot the number is found by its first line', async () => {
    world.edit(FILE, (text) => text.replace(/^room: .*\n/m, ''));
    expect(await world.sync()).toMatchObject({ created: [], adopted: [ID] });
    expect(world.read(FILE)).toContain('room: 1');
  });

  test('of which the list says nothing yet is not made twice', async () => {
    world.double.setListLag(60_000);
    expect(await world.sync()).toMatchObject({ created: [], changed: [], again: null });
    world.edit(FILE, (text) => text.replace(/^room: .*\n/m, ''));
    world.double.setListLag(0);
    await world.sync();
    expect(await world.rooms()).toHaveLength(1);
  });

  test('that was deleted is made anew, and the file learns its number', async () => {
    await world.double.deleteIssue(1);
    expect(await world.sync()).toMatchObject({ created: [ID], again: null });
    expect(world.read(FILE)).toContain('room: 2');
    expect((await world.rooms()).map(({ number }) => number)).toEqual([2]);
  });

  test('whose number is another issue by now is made anew, and that issue stays as it is', async () => {
    const other = valueOf(
      await world.github.issues.create({ title: 'An ordinary bug', body: 'It hurts.', labels: [] }),
    );
    world.edit(FILE, (text) => text.replace(/^room: .*$/m, `room: ${other.number}`));
    await world.double.deleteIssue(1);
    expect(await world.sync()).toMatchObject({ created: [ID] });
    expect(valueOf(await world.github.issues.read(other.number))).toMatchObject({
      title: 'An ordinary bug',
      body: 'It hurts.',
    });
  });

  test('whose hidden first line somebody deleted is still the room', async () => {
    const [room] = await world.rooms();
    const body = (room?.body ?? '').split('\n').slice(1).join('\n');
    valueOf(await world.github.issues.update(1, { body }));
    expect(await world.sync()).toMatchObject({ created: [], adopted: [], changed: [ID] });
    expect((await world.rooms())[0]?.body).toBe(room?.body);
  });

  test('that exists twice is the one with the lowest number; the other is closed and names it', async () => {
    const [room] = await world.rooms();
    const body = `${room?.body ?? ''}\nSaid in the second one.`;
    valueOf(await world.github.issues.create({ title: 'x', labels: ['incident'], body }));
    expect(await world.sync()).toMatchObject({ created: [], healed: [2] });
    const second = valueOf(await world.github.issues.read(2));
    expect(second).toMatchObject({ state: 'closed' });
    expect(second.body).toContain('Go on in #1.');
    expect(second.body).toContain('\nSaid in the second one.');
    world.takeWrites();
    expect(await world.sync()).toMatchObject({ healed: [] });
    expect(world.takeWrites()).toEqual([]);
  });

  test('keeps the labels of people and gets its own back', async () => {
    valueOf(await world.github.labels.add(1, ['needs-legal']));
    valueOf(await world.github.labels.remove(1, 'sev/1'));
    valueOf(await world.github.labels.add(1, ['sev/4']));
    await world.sync();
    const labels = (await world.rooms())[0]?.labels ?? [];
    expect(labels).toContain('needs-legal');
    expect(labels).toContain('sev/1');
    expect(labels).not.toContain('sev/4');
  });

  test('stays with the people who were unassigned, until the incident names others', async () => {
    const { write, triage } = world.double.accounts;
    world.edit(FILE, (text) => text.replace('owner:', `roles: {manager: ${write.login}}\nowner:`));
    await world.sync();
    expect((await world.rooms())[0]?.assignees).toEqual([write.login]);
    valueOf(await world.github.issues.unassign(1, [write.login]));
    await world.sync();
    expect((await world.rooms())[0]?.assignees).toEqual([]);
    world.edit(FILE, (text) => text.replace(`manager: ${write.login}`, `manager: ${triage.login}`));
    await world.sync();
    expect((await world.rooms())[0]?.assignees).toEqual([triage.login]);
  });

  test('says once whom GitHub does not let be assigned, and assigns them when it is written with access', async () => {
    const { write, triage } = world.double.accounts;
    world.double.setLevel(write.login, 'none');
    const roles = `roles: {manager: ${write.login}, lead: ${triage.login}}`;
    world.edit(FILE, (text) => text.replace('owner:', `${roles}\nowner:`));
    await world.sync();
    expect((await world.rooms())[0]?.assignees).toEqual([triage.login]);
    const said = valueOf(await world.github.comments.list(1)).map(({ body }) => body);
    expect(said).toEqual([
      expect.stringContaining(`does not let @${write.login} be assigned, so no notification`),
    ]);
    world.takeWrites();
    await world.sync();
    expect(world.takeWrites()).toEqual([]);
    world.double.setLevel(write.login, 'write');
    world.edit(FILE, (text) => text.replace(/^severity: sev1$/m, 'severity: sev2'));
    await world.sync();
    expect((await world.rooms())[0]?.assignees).toContain(write.login);
    expect(valueOf(await world.github.comments.list(1))).toHaveLength(1);
  });

  test('that is nearly full is continued in another one, to which it leads', async () => {
    for (const text of ['one', 'two', 'three'])
      valueOf(await world.github.comments.create(1, text));
    expect(await world.sync()).toMatchObject({ created: [ID], healed: [1] });
    expect(valueOf(await world.github.issues.read(1))).toMatchObject({ state: 'closed' });
    expect(valueOf(await world.github.issues.read(1)).body).toContain('Go on in #2.');
    const next = valueOf(await world.github.issues.read(2));
    expect(next.body.startsWith(`<!-- tocsin:room ${ID} 2 -->`)).toBe(true);
    expect(world.read(FILE)).toContain('room: 2');
    world.takeWrites();
    await world.sync();
    expect(world.takeWrites()).toEqual([]);
  });

  test('keeps ticks of people through a rewrite', async () => {
    const [room] = await world.rooms();
    const body = (room?.body ?? '').replace('- [ ] Stop the suffering', '- [x] Stop the suffering');
    expect(body).not.toBe(room?.body);
    valueOf(await world.github.issues.update(1, { body }));
    await world.send({ action: 'acknowledge' });
    expect(await world.sync()).toMatchObject({ changed: [ID] });
    expect((await world.rooms())[0]?.body).toContain('- [x] Stop the suffering');
  });
});

describe('what GitHub refuses', () => {
  test('for one room is said, and the others are made', async () => {
    await world.send({});
    await world.send({ service: 'cart', dedupKey: 'p2' });
    world.double.setCeilings({ labelsPerIssue: 7 });
    const report = await world.sync();
    expect(report.refused).toMatchObject([{ incident: ID }]);
    expect(report.refused[0]?.sentence).toContain('422');
    expect(report.created).toEqual(['2026-11-21-cart']);
  });

  test('in a window is not asked again before the window is over, by no process', async () => {
    await world.send({});
    const { double } = world;
    double.rates.strike(double.accounts.app.token, { status: 403, retryAfterSeconds: 120 });
    const first = await world.sync();
    expect(first.again?.sentence).toContain('rate limit');
    const met = double.rates.insideWindow();
    expect(met).toBe(1);
    world.passTime(60_000);
    await world.sync();
    const other = openDoubled(double, world.budget, world.nowMs);
    expect(await other.issues.read(1)).toMatchObject({ kind: 'retry', reason: 'secondary-limit' });
    expect(double.rates.insideWindow()).toBe(met);
    world.passTime(62_000);
    expect(await world.sync()).toMatchObject({ created: [ID], again: null });
  });
});
