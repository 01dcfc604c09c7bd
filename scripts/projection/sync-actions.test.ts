// Action items as issues below the room.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProjectionWorld, startWorld, valueOf } from './testing/world.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let world: ProjectionWorld;
beforeEach(async () => {
  world = await startWorld();
  await world.send({});
  world.edit(FILE, (text) =>
    text.replace(
      '\nat:',
      '\nactions: [{id: A1, title: "Alert on pool @all #1", type: detect, debt: hotfix, status: accepted, owner_team: shop, due: 2026-12-01}]\nat:',
    ),
  );
  await world.sync();
});
afterEach(async () => {
  expect(world.double.takeViolations()).toEqual([]);
  await world.close();
});

describe('an action item', () => {
  test('is an issue below the room, named by ids, and its number stands in the file', async () => {
    const [child, ...more] = valueOf(await world.github.issues.listSubIssues(1));
    expect(more).toEqual([]);
    expect(child).toMatchObject({ title: `[A1] ${ID}`, state: 'open' });
    expect(child?.labels.toSorted()).toEqual(['action-item', 'debt/hotfix', 'team/shop']);
    expect(child?.body).toContain('**Alert on pool `@all` `#1`**');
    const [incident] = await world.incidents();
    expect(incident?.actions[0]).toMatchObject({
      id: 'A1',
      issue: child?.number,
      due: '2026-12-01',
    });
    await world.sync();
    world.takeWrites();
    await world.sync();
    expect(world.takeWrites()).toEqual([]);
  });

  test('that is done closes its issue, around what people wrote there', async () => {
    const [child] = valueOf(await world.github.issues.listSubIssues(1));
    const number = child?.number ?? 0;
    valueOf(await world.github.issues.update(number, { body: `${child?.body ?? ''}\nMine.` }));
    world.edit(FILE, (text) => text.replace('status: accepted', 'status: done'));
    await world.sync();
    const after = valueOf(await world.github.issues.read(number));
    expect(after.state).toBe('closed');
    expect(after.body.endsWith('\nMine.')).toBe(true);
  });

  test('whose issue people closed is not opened again', async () => {
    const [child] = valueOf(await world.github.issues.listSubIssues(1));
    valueOf(await world.github.issues.update(child?.number ?? 0, { state: 'closed' }));
    await world.sync();
    expect(valueOf(await world.github.issues.read(child?.number ?? 0)).state).toBe('closed');
  });
});
