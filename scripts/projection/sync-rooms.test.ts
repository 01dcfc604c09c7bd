// Rooms against a double of GitHub, from real commits.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProjectionWorld, startWorld, valueOf } from './testing/world.ts';

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

describe('the room of an incident', () => {
  test('is made with its title, labels and card, and its number stands in the file', async () => {
    await world.send({});
    const report = await world.sync();
    expect(report).toMatchObject({ created: [ID], refused: [], again: null });
    const [room, ...more] = await world.rooms();
    expect(more).toEqual([]);
    expect(room).toMatchObject({ title: `[sev1] ${ID}`, state: 'open' });
    expect(room?.labels.toSorted()).toEqual([
      'function/backend',
      'incident',
      'product/sales',
      'public/investigating',
      'service/shop',
      'sev/1',
      'state/investigating',
      'team/shop',
    ]);
    expect(room?.body.split('\n')[0]).toBe(`<!-- tocsin:room ${ID} -->`);
    expect(room?.body).toContain('**Nobody has taken it yet: take it with `/ack`.**');
    expect(world.read(FILE)).toContain(`room: ${room?.number}`);
  });

  test('is left alone when nothing changed', async () => {
    await world.send({});
    await world.sync();
    world.takeWrites();
    expect(await world.sync()).toMatchObject({ created: [], changed: [], again: null });
    expect(world.takeWrites()).toEqual([]);
  });

  test('is rewritten in place when the incident changes, around what people wrote', async () => {
    await world.send({});
    await world.sync();
    const [room] = await world.rooms();
    const number = room?.number ?? 0;
    const own = `${room?.body ?? ''}\nPeople's own words.\r\n- [x] theirs\r\n`;
    valueOf(await world.github.issues.update(number, { body: own }));
    await world.send({ action: 'acknowledge' });
    expect(await world.sync()).toMatchObject({ created: [], changed: [ID] });
    const after = valueOf(await world.github.issues.read(number));
    expect(after.body.endsWith("\nPeople's own words.\r\n- [x] theirs\r\n")).toBe(true);
    expect(after.body).not.toContain('Nobody has taken it yet');
    expect(await world.rooms()).toHaveLength(1);
  });

  test('is closed with the incident and opened again with it', async () => {
    await world.send({});
    await world.sync();
    world.edit(FILE, (text) => text.replace('state: investigating', 'state: declined'));
    await world.sync();
    expect((await world.rooms())[0]).toMatchObject({ state: 'closed' });
    world.edit(FILE, (text) => text.replace('state: declined', 'state: investigating'));
    await world.sync();
    expect((await world.rooms())[0]).toMatchObject({ state: 'open' });
  });

  test.each([
    ['declined', 'not_planned'],
    ['duplicate', 'duplicate'],
  ])('of what is %s is closed as %s', async (state, reason) => {
    await world.send({});
    await world.sync();
    world.edit(FILE, (text) => text.replace('state: investigating', `state: ${state}`));
    await world.sync();
    expect((await world.rooms())[0]).toMatchObject({ state: 'closed', closedAs: reason });
  });

  test('of a duplicate that was closed as not planned once is put right once, and then left to people', async () => {
    await world.send({});
    await world.sync();
    world.edit(FILE, (text) => text.replace('state: investigating', 'state: duplicate'));
    await world.sync();
    const [room] = await world.rooms();
    const number = room?.number ?? 0;
    const [state, reason] = ['closed', 'not_planned'] as const;
    const body = (room?.body ?? '').replace('<!-- tocsin:repeat -->\n', '');
    valueOf(await world.github.issues.update(number, { body, state, reason }));
    expect(await world.sync()).toMatchObject({ changed: [ID] });
    expect((await world.rooms())[0]).toMatchObject({ closedAs: 'duplicate', body: room?.body });
    valueOf(await world.github.issues.update(number, { state, reason }));
    world.takeWrites();
    expect(await world.sync()).toMatchObject({ changed: [] });
    expect(world.takeWrites()).toEqual([]);
  });

  test('of a duplicate is closed as not planned by a server that knows no duplicates, once', async () => {
    world.double.forgetDuplicates();
    await world.send({});
    await world.sync();
    world.edit(FILE, (text) => text.replace('state: investigating', 'state: duplicate'));
    expect(await world.sync()).toMatchObject({ refused: [], again: null });
    expect((await world.rooms())[0]).toMatchObject({ state: 'closed', closedAs: 'not_planned' });
    world.takeWrites();
    expect(await world.sync()).toMatchObject({ changed: [] });
    expect(world.takeWrites()).toEqual([]);
  });

  test('of a duplicate that turns out to be no incident says so', async () => {
    await world.send({});
    await world.sync();
    world.edit(FILE, (text) => text.replace('state: investigating', 'state: duplicate'));
    await world.sync();
    world.edit(FILE, (text) => text.replace('state: duplicate', 'state: declined'));
    await world.sync();
    expect((await world.rooms())[0]).toMatchObject({ state: 'closed', closedAs: 'not_planned' });
  });
});
