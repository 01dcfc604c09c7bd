// Nobody gets round the gate by editing the file: git remembers what was owed when the incident was resolved.
import { beforeEach, describe, expect, test } from 'vitest';
import { git, write } from '../apply/testing/repository.ts';
import { showAll } from './show-all.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const FILE = 'incidents/2026/2026-11-21-shop.md';

let talk: Conversation;

eachConversation(
  (begun) => {
    talk = begun;
  },
  () => ({ mostComments: 1900 }),
);

const stateOf = async (): Promise<unknown> => (await talk.world.incidents())[0];

const say = async (text: string): Promise<string> => await talk.ask(text);

/** All that ever told what it owes, taken out in one edit. */
const forget = (text: string): string =>
  text
    .replace(/^category: .*$/m, 'category: tooling')
    .replace(/^severity: .*$/m, 'severity: sev4')
    .replace(/^severity_max: .*\n/m, '')
    .replace(/^postmortem_owed: true\n/m, '')
    .replace(/^## Timeline$/m, '## What happened');

describe('what an incident owes when it is resolved', () => {
  beforeEach(async () => {
    await say('/set category errors\n/resolve the queue drains');
    expect(await stateOf()).toMatchObject({ state: 'resolved', postmortemOwed: true });
  });

  test('is owed after an edit that forgets all of it, before any command counts', async () => {
    talk.world.edit(FILE, forget);
    expect(await stateOf()).toMatchObject({ postmortemOwed: false, category: 'tooling' });
    expect(await say('/close')).toContain('a sev1 of the category `tooling` needs a post-mortem');
    expect(await stateOf()).toMatchObject({ state: 'resolved', postmortemOwed: true });
    expect(talk.world.read(FILE)).toMatch(
      /\[category\] errors → tooling by .*\n.*\[lowered\] sev1 → sev4 by /,
    );
    talk.world.edit(FILE, forget);
    await say('/close');
    expect(await stateOf()).toMatchObject({ state: 'resolved', postmortemOwed: true });
  });

  test.each([
    ['closed', 'It was closed in its file, past the gate'],
    ['declined', 'It was declined in its file, past the gate'],
    ['duplicate', 'It was made a duplicate in its file, past the gate'],
  ])('is owed where the file says that it is %s: the room stays open', async (state, words) => {
    const at = state === 'closed' ? '\n  closed: 2026-11-21T12:00:00Z' : '';
    talk.world.edit(FILE, (text) =>
      forget(text)
        .replace(/^state: .*$/m, `state: ${state}`)
        .replace(/^( {2}resolved: .*)$/m, `$1${at}`),
    );
    expect(await showAll(talk.desk)).toBeNull();
    expect(await stateOf()).toMatchObject({ state, postmortemOwed: true });
    const room = await talk.room();
    expect([room.state, room.body]).toEqual(['open', expect.stringContaining(words)]);
  });
});

test('what people resolve in the file owes its post-mortem from then on', async () => {
  await say('/set category errors\n/ack');
  talk.world.edit(FILE, (text) =>
    text
      .replace(/^state: .*$/m, 'state: resolved')
      .replace(/^( {2}acknowledged: .*)$/m, '$1\n  resolved: 2026-11-21T12:00:00Z'),
  );
  expect(await showAll(talk.desk)).toBeNull();
  expect(await stateOf()).toMatchObject({ state: 'resolved', postmortemOwed: true });
  expect(await showAll(talk.desk)).toBeNull();
});

describe('a level that asks for more after the resolution', () => {
  const LEVELS = 'ownership/levels.yaml';
  const more = (text: string): string =>
    text.replace(/^levels:.*$/m, 'levels: {sev4: {postmortem: {categories: [tooling]}}}');
  const NONE = 'schema: tocsin/levels@1\nlevels: {sev4: {acknowledge: 2d}}\n';
  const begin = (): void => {
    write(talk.world.folder, LEVELS, NONE);
    talk.world.commit();
  };

  test('holds what is resolved as long as it stands there, and leaves nothing behind', async () => {
    begin();
    talk.world.edit(FILE, (text) =>
      text
        .replace(/^category: .*$/m, 'category: tooling')
        .replace(/^severity: .*$/m, 'severity: sev4')
        .replace(/^severity_max: .*\n/m, '')
        .replaceAll('sev1', 'sev4'),
    );
    // As if it had never been worse.
    const author = '--author=Tocsin <tocsin@noreply.invalid>';
    git(talk.world.folder, 'commit', '--quiet', '--amend', '--no-edit', author);
    await say('/resolve the build is quick again');
    expect(await stateOf()).toMatchObject({ state: 'resolved', postmortemOwed: false });
    talk.world.edit(LEVELS, more);
    await showAll(talk.desk);
    expect(await stateOf()).toMatchObject({ postmortemOwed: false });
    expect(await say('/close')).toContain('needs a post-mortem');
    await say('/note still quick');
    await showAll(talk.desk);
    expect(await stateOf()).toMatchObject({ state: 'resolved', postmortemOwed: false });
    talk.world.edit(LEVELS, () => NONE);
    await showAll(talk.desk);
    await say('/update resolved All is well again.\n/close');
    expect(await stateOf()).toMatchObject({ state: 'closed', postmortemOwed: false });
  });

  test('counts for what is resolved, or made worse, in its file while it stands there', async () => {
    begin();
    talk.world.edit(LEVELS, more);
    talk.world.edit(FILE, (text) =>
      text
        .replace(/^category: .*$/m, 'category: tooling')
        .replace(/^severity: .*$/m, 'severity: sev4')
        .replace(/^severity_max: .*\n/m, '')
        .replaceAll('sev1', 'sev4')
        .replace(/^state: .*$/m, 'state: resolved')
        .replace(/^at:\n/m, 'at:\n  resolved: 2026-11-21T11:00:00Z\n'),
    );
    await showAll(talk.desk);
    expect(await stateOf()).toMatchObject({ state: 'resolved', postmortemOwed: true });
  });
});
