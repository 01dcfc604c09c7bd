// Every projection of the example organisation deleted and rebuilt from its files.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUp, commitAll, exampleOrganisation } from '../commands/testing/process.ts';
import type { Issue } from '../github/issues.ts';
import { isActive } from '../model/incident.ts';
import { type ProjectionWorld, startWorld, valueOf } from './testing/world.ts';

let world: ProjectionWorld;
let before: readonly unknown[] = [];

beforeAll(async () => {
  world = await startWorld({ folder: exampleOrganisation() });
  // Some that ended had a room once.
  for (const id of ['2026-04-14-ledger-db', '2026-04-14-order-api', '2026-09-14-storefront-web'])
    world.write(`incidents/2026/${id}.md`, (text) =>
      text.replace('\nstate:', '\nroom: 999\nstate:'),
    );
  commitAll(world.folder, 'Rooms of old');
});

afterAll(async () => {
  expect(world.double.takeViolations()).toEqual([]);
  await cleanUp();
  await world.close();
});

describe('the rooms of an organisation', () => {
  test('are made for all that is not over, and for what had one', async () => {
    await settle();
    const incidents = await world.incidents();
    const housed = incidents.filter(({ room }) => room !== null);
    expect(housed.filter(isActive)).toEqual(incidents.filter(isActive));
    expect(await world.rooms()).toHaveLength(housed.length);
    expect(housed.length).toBeGreaterThan(6);
    before = (await world.rooms()).map(shape).toSorted();
  });

  test('link each other by number', async () => {
    const incidents = await world.incidents();
    const cause = incidents.find(({ id }) => id === '2026-04-14-ledger-db')?.room;
    const room = (await world.rooms()).find(({ title }) => title.endsWith('2026-04-14-order-api'));
    expect(room?.body).toContain(`caused by #${cause} \`2026-04-14-ledger-db\``);
  });

  test('need nothing the second time', async () => {
    world.takeWrites();
    expect(await world.sync()).toMatchObject({
      created: [],
      adopted: [],
      changed: [],
      again: null,
    });
    expect(world.takeWrites()).toEqual([]);
  });

  test('are equal after every issue and every label was deleted', async () => {
    for (const { number } of await world.rooms()) await world.double.deleteIssue(number);
    await world.double.deleteLabels();
    expect(await world.rooms()).toEqual([]);
    world.passTime(3_600_000);
    await settle();
    expect((await world.rooms()).map(shape).toSorted()).toEqual(before);
    expect(valueOf(await world.github.labels.list())).toContainEqual({
      name: 'sev/2',
      color: 'd93f0b',
      description: 'Severity 2, of which 1 is the worst',
    });
  });
});

/** Passes until nothing is left to do. */
async function settle(): Promise<void> {
  for (let pass = 0; pass < 30; pass += 1) {
    const { again, refused } = await world.sync();
    expect(refused).toEqual([]);
    if (again === null) return;
    world.passTime(again.afterMs);
  }
  throw new Error('it never ended');
}

/** A room without what GitHub itself gives to it: numbers in the order of the making. */
function shape({ title, body, state, labels, assignees }: Issue): string {
  const text = body.replaceAll(/#\d+/g, '#N');
  return JSON.stringify({ title, text, state, labels: labels.toSorted(), assignees });
}
