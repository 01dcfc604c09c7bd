// What people do to the labels, the title and the state of a room is a command, or is put back.
import { describe, expect, test } from 'vitest';
import { valueOf } from '../projection/testing/world.ts';
import { hear } from './hear.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let talk: Conversation;
let number: number;
const file = (): string => talk.world.read(FILE);

eachConversation(async (begun) => {
  talk = begun;
  number = (await talk.room()).number;
  talk.miss();
});

describe('labels and the state of the issue', () => {
  test('a label of another severity is the command', async () => {
    valueOf(await talk.as('maintain').labels.add(number, ['sev/2']));
    await talk.listen();
    expect(file()).toContain('severity: sev2');
    const { labels, title } = await talk.room();
    expect(labels.filter((name) => name.startsWith('sev/'))).toEqual(['sev/2']);
    expect(title).toBe(`[sev2] ${ID}`);
  });

  test('what a command says beside the card is said of a label as well', async () => {
    valueOf(await talk.as('maintain').labels.add(number, ['sev/2']));
    await talk.listen();
    expect(await talk.comments()).toEqual([]);
    valueOf(await talk.as('maintain').labels.add(number, ['sev/1']));
    await talk.listen();
    expect((await talk.comments()).at(-1)?.body).toMatch(
      /`\/sev`: severity `sev2` → `sev1`\. Reach .+ yourself/,
    );
    valueOf(await talk.as('maintain').labels.add(number, ['state/resolved']));
    await talk.listen();
    expect((await talk.comments()).at(-1)?.body).toContain('`/resolve`: Not known yet: ');
  });

  test('a label that somebody may not set is put back, and it is said why', async () => {
    valueOf(await talk.as('triage').labels.add(number, ['state/resolved']));
    await talk.listen();
    const { labels } = await talk.room();
    expect(labels.filter((name) => name.startsWith('state/'))).toEqual(['state/investigating']);
    expect((await talk.comments()).at(-1)?.body).toContain('**Not done.** `/resolve` is for');
  });

  test('a label that says what the file says is no command, and nothing is answered', async () => {
    const { labels, body, title } = await talk.room();
    const by = { login: 'wim', isBot: false };
    const at = new Date(talk.world.nowMs()).toISOString();
    const issue = { number, title, body, labels };
    const before = file();
    for (const label of ['incident', 'sev/1', 'state/investigating', 'team/shop'])
      expect(await hear(talk.desk, { kind: 'label_added', issue, label, by, at })).toMatchObject({
        said: `issue ${number}: the label says what is so`,
      });
    expect(file()).toBe(before);
    expect(await talk.comments()).toEqual([]);
  });

  test('a label that is taken off is put back', async () => {
    valueOf(await talk.as('write').labels.remove(number, 'team/shop'));
    await talk.listen();
    expect((await talk.room()).labels).toContain('team/shop');
    expect((await talk.comments()).at(-1)?.body).toContain('`/delegate team`');
  });

  test('a label that does not fit is taken off again, and the answer says so', async () => {
    valueOf(await talk.as('write').labels.add(number, ['team/payments']));
    await talk.listen();
    expect((await talk.room()).labels).not.toContain('team/payments');
    const [answer] = (await talk.comments()).slice(-1);
    expect(answer?.body).toContain('was taken off again. Hand the incident over');
  });

  test('people’s own labels stay as they are', async () => {
    valueOf(await talk.as('write').labels.add(number, ['needs-coffee']));
    await talk.listen();
    expect((await talk.room()).labels).toContain('needs-coffee');
    expect(await talk.comments()).toEqual([]);
  });

  test('an issue that is closed too early is opened again, and it is said why', async () => {
    valueOf(await talk.as('write').issues.update(number, { state: 'closed' }));
    await talk.listen();
    expect((await talk.room()).state).toBe('open');
    expect((await talk.comments()).at(-1)?.body).toContain('**Not done.**');
  });

  test('a title that somebody edited is put back, and it is said why, once', async () => {
    valueOf(await talk.as('write').issues.update(number, { title: 'Checkout down for all' }));
    await talk.listen();
    expect((await talk.room()).title).toBe(`[sev1] ${ID}`);
    const [answer, ...more] = await talk.comments();
    expect(more).toEqual([]);
    expect(answer?.body).toContain('was put back. Say `/set title …`');
  });

  test('the room of a duplicate that is opened again is closed, and it is said why', async () => {
    talk.world.edit(FILE, (text) =>
      text
        .replace('state: investigating', 'state: duplicate')
        .replace(/^room:/m, 'relations: { duplicate_of: 2026-11-20-shop }\nroom:'),
    );
    await talk.world.sync();
    talk.miss();
    valueOf(await talk.as('write').issues.update(number, { state: 'open' }));
    await talk.listen();
    expect((await talk.room()).state).toBe('closed');
    expect((await talk.comments()).at(-1)?.body).toContain(
      'This is a duplicate of `2026-11-20-shop`, so its room was closed again.',
    );
  });
});
