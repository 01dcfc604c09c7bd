// One comment that does everything: who says it where, one run after the other until nothing is left, and what is there
// then whatever happened to the first of them.
import { expect } from 'vitest';
import type { GithubEvent } from '../../github/event.ts';
import type { Comment } from '../../github/comments.ts';
import { readRecord } from '../../incidents/record.ts';
import type { Incident } from '../../model/incident.ts';
import { showRooms } from '../../projection/show.ts';
import { valueOf } from '../../projection/testing/world.ts';
import { answerMarker, readMarks } from '../../rooms/markers.ts';
import type { Desk } from '../desk.ts';
import { hearRun } from '../run.ts';
import type { CrashPlace } from './crash-place.ts';
import { mortal } from './mortal.ts';
import { openPerson } from './person.ts';

const SAID = `/sev 1 every order fails
/role manager @mara
/action Pin the pool type:prevent
/close`;

/** What a run does to the world when nothing happens to it and every label is there, about in this order. */
export const EFFECTS = [
  'comments.react',
  'git.commit',
  'comments.create',
  'comments.react',
  'labels.add',
  'labels.remove',
  'issues.assign',
  'issues.update',
  'ledger.takeRoom',
  'ledger.begin',
  'issues.create',
  'git.commit',
  'ledger.end',
  'git.write',
  'pulls.create',
  'pulls.update',
  'ledger.begin',
  'issues.create',
  'issues.addSubIssue',
  'git.commit',
  'ledger.end',
];

/** What the next process hears. */
export const LOOK: GithubEvent = { kind: 'look_asked' };

/** A story has begun. */
export type Story = {
  readonly place: CrashPlace;
  readonly id: string;
  readonly event: GithubEvent;
  readonly comment: Comment;
};

const fileOf = (id: string): string => `incidents/2026/${id}.md`;

/** An incident with its room, in which somebody says something, and another one that has no room yet. */
export async function begin(place: CrashPlace, number: number): Promise<Story> {
  const id = `2026-11-20-shop-${number}`;
  await place.begin({ [fileOf(id)]: incident('shop'), [fileOf(`${id}-2`)]: incident('cart') });
  const { github, ...desk } = await place.openDesk();
  await showRooms({ ...desk, github }, new Set([id]));
  const { room } = await record(place, id);
  const comment = valueOf(await openPerson(place).comments.create(room ?? 0, SAID));
  const body = `<!-- tocsin:room ${id} -->\n`;
  const issue = { number: room ?? 0, title: '', body, labels: [] };
  // Whatever was begun in a list that lags is known by now; what the run makes itself is not.
  place.passTime(60_000);
  return { place, id, event: { kind: 'comment_made', issue, comment }, comment };
}

/** The next processes, until nothing is left; then all is there, and nothing twice. */
export async function finish({ place, id, comment }: Story, how: string): Promise<void> {
  await settle(place);
  // Lists show by now whatever was made.
  place.passTime(30_000);
  const { github } = await place.openDesk();
  const [first, second] = [await record(place, id), await record(place, `${id}-2`)];
  const rooms = valueOf(await github.issues.list({ label: 'incident', state: 'all' }));
  expect(
    rooms.map(({ number, body }) => [number, readMarks(body).incident]),
    how,
  ).toEqual([
    [first.room, id],
    [second.room, `${id}-2`],
  ]);
  expect(rooms[0]?.labels, how).toEqual(expect.arrayContaining(['sev/1', 'state/investigating']));
  expect(rooms[0]?.assignees, how).toEqual(['mara']);
  const text = await place.show(fileOf(id));
  expect(text.split(`<!-- e:ic-${comment.id} -->`), how).toHaveLength(2);
  expect(text.match(/\[action\]/g), how).toHaveLength(1);
  const items = valueOf(await github.issues.list({ label: 'action-item', state: 'all' }));
  expect(
    items.map(({ title, number }) => [title, number]),
    how,
  ).toEqual([[`A1 of ${id}`, first.actions[0]?.issue]]);
  const below = valueOf(await github.issues.listSubIssues(first.room ?? 0));
  expect(
    below.map(({ number }) => number),
    how,
  ).toEqual([first.actions[0]?.issue]);
  const requests = valueOf(await github.pullRequests.listOfBranch(`tocsin/postmortem/${id}`));
  expect(requests, how).toHaveLength(1);
  const said = valueOf(await github.comments.list(first.room ?? 0));
  expect(
    said.map(({ body }) => body.split('\n')[0]),
    how,
  ).toEqual([SAID.split('\n')[0], answerMarker(`ic-${comment.id}`)]);
  for (const word of ['`/sev`:', '`/action`:', '**Not done.** `/close` is for'])
    expect(said[1]?.body, how).toContain(word);
  const reactions = valueOf(await github.comments.listReactions(comment.id));
  expect(reactions.map(({ reaction }) => reaction).toSorted(), how).toEqual(['confused', 'eyes']);
}

function incident(service: string): string {
  const declared = new Date(Date.now() - 600_000).toISOString();
  return `---
schema: tocsin/incident@1
title: Orders fail
state: investigating
severity: sev2
category: errors
environment: production
owner: {team: shop, function: backend, product: sales}
services: [${service}]
at: {declared: ${declared}}
---

## Timeline
`;
}

async function record(place: CrashPlace, id: string): Promise<Incident> {
  const path = fileOf(id);
  const found = readRecord({ path, text: await place.show(path) });
  if (found === null) throw new Error('the file cannot be read');
  return found.incident;
}

/** One run; tells how long it asks to be left alone, or null. */
export async function run(
  place: CrashPlace,
  desk: Desk,
  event: GithubEvent,
): Promise<number | null> {
  const wait = async (ms: number): Promise<void> => place.passTime(ms);
  const heard = await hearRun(desk, event, { mostMs: 120_000, wait });
  return heard.find(({ again }) => again !== null)?.again?.afterMs ?? null;
}

/** Runs of processes that nothing happens to, until one of them has nothing to do. */
async function settle(place: CrashPlace): Promise<void> {
  for (let pass = 0; pass < 6; pass += 1) {
    const watched = mortal(await place.openDesk(), () => false);
    const afterMs = await run(place, watched.desk, LOOK);
    if (afterMs === null && watched.effects().length === 0) return;
    place.passTime(afterMs ?? 0);
  }
  throw new Error('it never ends');
}
