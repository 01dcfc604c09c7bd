// A run that dies at any of its effects: the next runs finish it, and nothing is there twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GithubEvent } from '../github/event.ts';
import type { Comment } from '../github/comments.ts';
import { type Github, openGithub } from '../github/github.ts';
import { createLimiter } from '../github/limits.ts';
import { readRecord } from '../incidents/record.ts';
import type { Incident } from '../model/incident.ts';
import { showRooms } from '../projection/show.ts';
import { valueOf } from '../projection/testing/world.ts';
import { readMarks } from '../rooms/markers.ts';
import { answerMarker } from './answer.ts';
import type { Desk } from './desk.ts';
import { hearRun } from './run.ts';
import { type CrashPlace, openCrashPlace } from './testing/crash-place.ts';
import { Crash, mortal } from './testing/mortal.ts';

const SAID = `/sev 1 every order fails
/role manager @mara
/action Pin the pool type:prevent
/close`;
const LOOK: GithubEvent = { kind: 'look_asked' };

let place: CrashPlace;
let count = 0;

beforeAll(async () => {
  place = await openCrashPlace();
}, 60_000);
afterAll(async () => {
  expect(place.double.takeViolations()).toEqual([]);
  await place.close();
});

describe('a run', { timeout: 1_200_000 }, () => {
  test('that dies before any of its effects, or after the last, is finished by the next ones', async () => {
    const labels = await alive();
    expect(labels).toContain('labels.create');
    const effects = await alive();
    expect(new Set(effects)).toEqual(new Set(EFFECTS));
    for (const [index] of effects.entries()) {
      const effect = index + 1;
      const begun = await begin();
      const mortals = mortal(await place.openDesk(), effect);
      await expect(run(mortals.desk, begun.event), effects[index]).rejects.toThrow(Crash);
      await finish(begun.comment, `dead before ${effect}, ${effects[index]}`);
    }
  });
});

/** A run that nothing happens to; what comes after it meets what a run left that died after its last effect. */
async function alive(): Promise<readonly string[]> {
  const { event, comment } = await begin();
  const watched = mortal(await place.openDesk(), null);
  await run(watched.desk, event);
  await finish(comment);
  return watched.effects();
}

/** Everything that a run may do to the world. */
const EFFECTS = [
  'comments.react',
  'git.commit',
  'labels.add',
  'labels.remove',
  'issues.assign',
  'issues.update',
  'comments.create',
  'ledger.takeRoom',
  'ledger.begin',
  'issues.create',
  'ledger.end',
  'git.write',
  'pulls.create',
  'issues.addSubIssue',
];

const idOf = (): string => `2026-11-20-shop-${count}`;
const fileOf = (): string => `incidents/2026/${idOf()}.md`;
const otherFileOf = (): string => `incidents/2026/${idOf()}-2.md`;

type Begun = { readonly event: GithubEvent; readonly comment: Comment };

/** An incident with its room, in which somebody says something, and another one that has no room yet. */
async function begin(): Promise<Begun> {
  count += 1;
  await place.begin({ [fileOf()]: incident('shop'), [otherFileOf()]: incident('cart') });
  const { github, ...desk } = await place.openDesk();
  await showRooms({ ...desk, github }, new Set([idOf()]));
  const { room } = record(fileOf());
  const comment = valueOf(await person().comments.create(room ?? 0, SAID));
  const body = `<!-- tocsin:room ${idOf()} -->\n`;
  const issue = { number: room ?? 0, title: '', body, labels: [] };
  // Whatever was begun in a list that lags is known by now; what the run makes itself is not.
  place.passTime(60_000);
  return { event: { kind: 'comment_made', issue, comment }, comment };
}

/** The next processes, until nothing is left; then all is there, and nothing twice. */
async function finish(comment: Comment, how = 'alive'): Promise<void> {
  await settle();
  // Lists show by now whatever was made.
  place.passTime(30_000);
  const { github } = await place.openDesk();
  const [first, second] = [record(fileOf()), record(otherFileOf())];
  const rooms = valueOf(await github.issues.list({ label: 'incident', state: 'all' }));
  expect(
    rooms.map(({ number, body }) => [number, readMarks(body).incident]),
    how,
  ).toEqual([
    [first.room, idOf()],
    [second.room, `${idOf()}-2`],
  ]);
  expect(rooms[0]?.labels, how).toEqual(expect.arrayContaining(['sev/1', 'state/investigating']));
  expect(rooms[0]?.assignees, how).toEqual(['mara']);
  const text = place.show(fileOf());
  expect(text.split(`<!-- e:ic-${comment.id} -->`), how).toHaveLength(2);
  expect(text.match(/\[action\]/g), how).toHaveLength(1);
  const items = valueOf(await github.issues.list({ label: 'action-item', state: 'all' }));
  expect(
    items.map(({ title, number }) => [title, number]),
    how,
  ).toEqual([[`A1 of ${idOf()}`, first.actions[0]?.issue]]);
  const below = valueOf(await github.issues.listSubIssues(first.room ?? 0));
  expect(
    below.map(({ number }) => number),
    how,
  ).toEqual([first.actions[0]?.issue]);
  const requests = valueOf(await github.pullRequests.listOfBranch(`tocsin/postmortem/${idOf()}`));
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

function record(path: string): Incident {
  const found = readRecord({ path, text: place.show(path) });
  if (found === null) throw new Error('the file cannot be read');
  return found.incident;
}

/** One run; tells how long it asks to be left alone, or null. */
async function run(desk: Desk, event: GithubEvent): Promise<number | null> {
  const wait = async (ms: number): Promise<void> => place.passTime(ms);
  const heard = await hearRun(desk, event, { mostMs: 120_000, wait });
  return heard.find(({ again }) => again !== null)?.again?.afterMs ?? null;
}

/** Runs of processes that nothing happens to, until one of them has nothing to do. */
async function settle(): Promise<void> {
  for (let pass = 0; pass < 6; pass += 1) {
    const watched = mortal(await place.openDesk(), null);
    const afterMs = await run(watched.desk, LOOK);
    if (afterMs === null && watched.effects().length === 0) return;
    place.passTime(afterMs ?? 0);
  }
  throw new Error('it never ends');
}

function person(): Github {
  const { owner, repository, url, accounts } = place.double;
  return openGithub({
    owner,
    repository,
    apiUrl: url,
    token: async () => accounts.write.token,
    limiter: createLimiter(),
    nowMs: place.nowMs,
    pause: async () => undefined,
    timeoutMs: 10_000,
  });
}
