// Several who work on one repository in one process.
import { afterAll, describe, expect, test } from 'vitest';
import { GIT_ENVIRONMENT, makeRepository, removeTemplate } from '../apply/testing/repository.ts';
import { createTurns, workspaceInTurn } from './in-turn.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

afterAll(() => removeTemplate());

describe('turns', () => {
  test('are taken one after the other, in the order in which they were asked for', async () => {
    const inTurn = createTurns();
    const order: string[] = [];
    const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
    const all = gates.map(async ({ promise }, index) => {
      await inTurn(async () => {
        order.push(`begin ${index}`);
        await promise;
        order.push(`end ${index}`);
      });
    });
    // The last one is free first and waits all the same.
    for (const gate of gates.toReversed()) gate.resolve();
    await Promise.all(all);
    expect(order).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  test('go on after one that failed, which alone hears of it', async () => {
    const inTurn = createTurns();
    const failing = inTurn(() => Promise.reject(new Error('no')));
    const next = inTurn(() => Promise.resolve(7));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe(7);
  });
});

test('every question of a workspace to git waits for its turn', async () => {
  const root = makeRepository();
  const plain = await openWorkspace(root, {
    environment: GIT_ENVIRONMENT,
    remote: null,
    random: () => 0,
    now: () => new Date().toISOString(),
  });
  let [running, most, count] = [0, 0, 0];
  const watched = Object.fromEntries(
    Object.entries(plain).map(([name, member]) => [
      name,
      typeof member !== 'function' || name === 'pause'
        ? member
        : async (...args: readonly unknown[]): Promise<unknown> => {
            running += 1;
            count += 1;
            most = Math.max(most, running);
            const value: unknown = await Reflect.apply(member, plain, args);
            running -= 1;
            return value;
          },
    ]),
  );
  const head = await plain.readHead();
  const workspace: Workspace = workspaceInTurn({ ...plain, ...watched }, createTurns());
  const path = 'tocsin.yaml';
  await Promise.all([
    workspace.readHead(),
    workspace.readIncidentFiles(head),
    workspace.readFiles(head),
    workspace.readOldFiles(head),
    workspace.readPaths(head, [path]),
    workspace.readBefore(head, new Date().toISOString()),
    workspace.readVersions(head, path, 3),
    workspace.listChanges(head, [path], 3),
    workspace.commit(head, [{ message: 'tocsin: a', changes: [{ path: 'a', text: 'a' }] }]),
    workspace.follow([]),
  ]);
  expect([most, count]).toEqual([1, 10]);
});
