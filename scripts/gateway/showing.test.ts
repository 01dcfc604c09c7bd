// Which rooms a gateway shows when, against a double of GitHub.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBook } from '../response/book.ts';
import { type Conversation, startConversation } from '../conversation/testing/room.ts';
import { createShowing, type Showing } from './showing.ts';

const FILES = ['a', 'b', 'c', 'd', 'e'].map((letter) => `incidents/2026/2026-11-20-${letter}.md`);

let talk: Conversation;
let showing: Showing;
let shown: string[];
let troubles: string[];
/** The gateway's clock. */
let nowMs: number;

beforeEach(async () => {
  talk = await startConversation({
    files: Object.fromEntries(FILES.map((path) => [path, incident()])),
  });
  [shown, troubles, nowMs] = [[], [], 1_000_000];
  showing = createShowing({
    onShown: (made, changed) => shown.push(`${made} made, ${changed} changed`),
    onTrouble: (sentence) => troubles.push(sentence),
  });
  await follow();
  talk.world.takeWrites();
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

describe('what a gateway shows', () => {
  test('is nothing while no file changed since the first look', async () => {
    await follow();
    expect(await show()).toBeNull();
    expect(talk.world.takeWrites()).toEqual([]);
  });

  test('are the rooms of files that changed, a few at once and the others a moment later', async () => {
    for (const path of FILES)
      talk.world.write(path, (text) => text.replace('severity: sev3', 'severity: sev2'));
    talk.world.commit();
    await follow();
    expect(await show()).toBe(0);
    expect(shown).toEqual(['0 made, 3 changed']);
    nowMs += 1000;
    expect(await show()).toBe(0);
    expect(shown).toEqual(['0 made, 3 changed', '0 made, 2 changed']);
    // Then post-mortems and action items, and nothing more.
    nowMs += 5000;
    expect(await show()).toBeNull();
    expect(troubles).toEqual([]);
  });

  test('is all of it when it is asked for, what goes on first', async () => {
    talk.world.edit(FILES[0] ?? '', (text) =>
      text
        .replace('state: investigating', 'state: resolved')
        .replace('acknowledged:', 'resolved: 2026-11-20T09:00:00Z, acknowledged:'),
    );
    await follow();
    showing.wantAll();
    while ((await show()) !== null) nowMs += 5000;
    expect(shown[0]).toMatch(/changed$/);
    const rooms = await talk.world.rooms();
    expect(rooms.map(({ labels }) => labels.includes('state/resolved'))).toContain(true);
  });

  test('waits where GitHub is not there, says so once, and is shown afterwards', async () => {
    const [path = ''] = FILES;
    talk.world.edit(path, (text) => text.replace('severity: sev3', 'severity: sev1'));
    await follow();
    talk.world.double.faults.plan('any', { kind: 'broken', status: 503 }, 500);
    for (let turn = 0; turn < 4; turn += 1) {
      const restMs = await show();
      expect(restMs).not.toBeNull();
      nowMs += Math.max(5000, restMs ?? 0);
    }
    expect(troubles).toEqual([expect.stringMatching(/^GitHub .*; rooms follow later$/)]);
    expect(shown).toEqual([]);
    talk.world.double.faults.clear();
    for (let turn = 0; turn < 20; turn += 1) {
      const restMs = await show();
      if (restMs === null) break;
      nowMs += Math.max(5000, restMs);
    }
    expect(shown).toEqual(['0 made, 1 changed']);
    expect((await talk.world.rooms()).map(({ title }) => title)).toContain('[sev1] 2026-11-20-a');
  });
});

async function follow(): Promise<void> {
  const { workspace } = talk.world;
  showing.follow(readBook(await workspace.readIncidentFiles(await workspace.readHead())));
}

async function show(): Promise<number | null> {
  return await showing.show(talk.desk, nowMs);
}

function incident(): string {
  return `---
schema: tocsin/incident@1
title: The cart is slow
state: investigating
severity: sev3
category: errors
environment: production
owner: {team: shop, function: backend, product: sales}
services: [cart]
at: {declared: 2026-11-20T08:00:00Z, acknowledged: 2026-11-20T08:05:00Z}
---

## Timeline
`;
}
