// Somebody fills in an issue form, and an incident is declared, joined or refused.
import { describe, expect, test } from 'vitest';
import { readEvent } from '../github/event.ts';
import { valueOf } from '../projection/testing/world.ts';
import { hear } from './hear.ts';
import { sweep } from './sweep.ts';
import { form } from './testing/form.ts';
import { eachConversation } from './testing/each-conversation.ts';
import { type Conversation, nextSecond } from './testing/room.ts';

let talk: Conversation;

eachConversation((begun) => {
  talk = begun;
  talk.miss();
});

describe('an issue form', () => {
  test('of a person who may triage declares an incident whose room it becomes', async () => {
    const issue = valueOf(
      await talk.as('triage').issues.create({
        title: 'Card payments fail in the shop',
        body: form('sev2: many customers are hit'),
        labels: ['incident'],
      }),
    );
    await talk.listen();
    const declared = (await talk.world.incidents()).find(({ room }) => room === issue.number);
    expect(declared).toMatchObject({ severity: 'sev2', owner: { team: 'shop' } });
    const room = valueOf(await talk.world.github.issues.read(issue.number));
    expect(room.title).toBe(`[sev2] ${declared?.id ?? ''}`);
    expect(room.body).toContain('Cards are refused.');
  });

  test('about what is open already joins it: the issue says which one it is, and is closed', async () => {
    const [open] = await talk.world.incidents();
    const issue = valueOf(
      await talk.as('triage').issues.create({
        title: 'Card payments fail in the shop',
        body: form('sev3: some customers are hit', 'no: it may be the one that is open'),
        labels: ['incident'],
      }),
    );
    await talk.listen();
    expect(await talk.world.incidents()).toHaveLength(1);
    const answers = valueOf(await talk.world.github.comments.list(issue.number));
    expect(answers.map(({ body }) => body.split('\n')[2])).toEqual([
      expect.stringContaining(
        `**No second incident was declared.** \`${open?.id}\` (#${open?.room}) is open about the same`,
      ),
    ]);
    expect(valueOf(await talk.world.github.issues.read(issue.number))).toMatchObject({
      state: 'closed',
      body: issue.body,
    });
    expect(await sweep(talk.desk)).toEqual([]);
    expect(valueOf(await talk.world.github.comments.list(issue.number))).toHaveLength(1);
  });

  test('of one that joined is no dead end: what is said there is answered with the room, found by the sweep too', async () => {
    const [open] = await talk.world.incidents();
    const title = 'Card payments fail in the shop';
    const body = form('sev3: some customers are hit', 'no: it may be the one that is open');
    const made = await talk.as('triage').issues.create({ title, body, labels: ['incident'] });
    const { number: issue } = valueOf(made);
    await talk.listen();
    const said = await talk.say('write', issue, '/note only hosts of eu-1');
    await talk.listen();
    const last = async (): Promise<string> =>
      valueOf(await talk.world.github.comments.list(issue)).at(-1)?.body ?? '';
    expect(await last()).toContain(
      `**Not done.** This is not the room of the incident: say it in #${open?.room}`,
    );
    expect(await talk.reactions(said)).toEqual(['confused']);
    await talk.say('write', issue, '/ack');
    talk.miss();
    expect(await sweep(talk.desk)).toHaveLength(1);
    expect(await sweep(talk.desk)).toEqual([]);
    expect(await talk.world.incidents()).toHaveLength(1);
  });

  test('of one that joined becomes a room where it is corrected to another failure', async () => {
    const title = 'Card payments fail in the shop';
    const body = form('sev3: some customers are hit', 'no: it may be the one that is open');
    const made = await talk.as('triage').issues.create({ title, body, labels: ['incident'] });
    const { number: issue } = valueOf(made);
    await talk.listen();
    await nextSecond();
    valueOf(
      await talk.as('triage').issues.update(issue, { body: form('sev3: some customers are hit') }),
    );
    await talk.listen();
    const declared = (await talk.world.incidents()).find(({ room }) => room === issue);
    expect(declared).toMatchObject({ state: 'triage', services: ['shop'] });
    expect(valueOf(await talk.world.github.issues.read(issue))).toMatchObject({
      state: 'open',
      title: `[sev3] ${declared?.id}`,
    });
  });

  test('about security is confidential, whichever form it is, and joins nothing', async () => {
    const title = 'Somebody copies our customers';
    const body = form('sev3: some customers are hit', 'no: it may be the one that is open').replace(
      'errors: requests fail',
      'security: somebody gets in who should not',
    );
    const made = await talk.as('triage').issues.create({ title, body, labels: ['incident'] });
    await talk.listen();
    const declared = (await talk.world.incidents()).find(
      ({ room }) => room === valueOf(made).number,
    );
    expect(declared).toMatchObject({ category: 'security', public: { visibility: 'restricted' } });
  });

  test('that names what it comes again after opens one beside it, which says so', async () => {
    const [open] = await talk.world.incidents();
    const issue = valueOf(
      await talk.as('triage').issues.create({
        title: 'Card payments fail again in the shop',
        body: form('sev3: some customers are hit', `yes: again after ${open?.id}`),
        labels: ['incident'],
      }),
    );
    await talk.listen();
    const declared = (await talk.world.incidents()).find(({ room }) => room === issue.number);
    expect(declared?.relations.recurrenceOf).toBe(open?.id);
  });

  test('keeps every service and every number that was typed', async () => {
    const answers = [
      ['Reported service', 'shop, cart'],
      ['Severity', 'not known'],
      ['Ticket', 'zendesk 35436'],
      ['Customers', '12'],
      ['Began', '_No response_'],
      ['Another one', 'yes: another failure of the same service'],
      ['What the customer says', 'Cards are refused.'],
    ];
    const body = answers.map(([heading, answer]) => `### ${heading}\n\n${answer}`).join('\n\n');
    const title = 'Card payments fail in the shop';
    const made = await talk.as('triage').issues.create({ title, body, labels: ['incident'] });
    await talk.listen();
    const declared = (await talk.world.incidents()).find(
      ({ room }) => room === valueOf(made).number,
    );
    expect(declared).toMatchObject({
      services: ['shop', 'cart'],
      impact: { customers: 12 },
      tickets: ['zendesk 35436'],
    });
  });

  test('with answers that mean nothing calls people all the same, and says what was assumed', async () => {
    const issue = valueOf(
      await talk.as('triage').issues.create({
        title: 'DB down',
        body: form('sev7').replace('09:02', '23:00 my time'),
        labels: ['incident'],
      }),
    );
    await talk.listen();
    const declared = (await talk.world.incidents()).find(({ room }) => room === issue.number);
    expect(declared).toMatchObject({ severity: 'sev3', title: 'Incident: DB down' });
    const [said] = valueOf(await talk.world.github.comments.list(issue.number));
    expect(said?.body).toMatch(/\*\*The incident is declared\.\*\*/);
    expect(said?.body.match(/^- (?:Severity|Began|The title)/gm)).toHaveLength(3);
  });

  test('that is refused declares nothing later by itself, and is read again when it is edited', async () => {
    const planned = (begins: string): string =>
      [
        ['Services', 'shop'],
        ['Environment', '_No response_'],
        ['Begins', begins],
        ['Ends', '2026-12-06 04:00'],
        ['What is done', 'A move'],
      ]
        .map(([heading, answer]) => `### ${heading}\n\n${answer}`)
        .join('\n\n');
    const { number: issue } = valueOf(
      await talk.as('triage').issues.create({
        title: 'The shop moves to another house',
        body: planned('at night'),
        labels: ['incident'],
      }),
    );
    await talk.listen();
    const answers = async (): Promise<number> =>
      valueOf(await talk.world.github.comments.list(issue)).length;
    expect(await answers()).toBe(1);
    talk.world.passTime(3_600_000);
    expect(await sweep(talk.desk)).toEqual([]);
    expect([await answers(), (await talk.world.incidents()).length]).toEqual([1, 1]);
    const edited = { body: planned('2026-12-06 02:00') };
    valueOf(await talk.as('triage').issues.update(issue, edited));
    await talk.listen();
    const declared = (await talk.world.incidents()).find(({ room }) => room === issue);
    expect(declared).toMatchObject({ kind: 'maintenance' });
  });

  test('of somebody who may not declare stays an ordinary issue, and is told so once', async () => {
    const issue = valueOf(
      await talk.as('read').issues.create({
        title: 'Card payments fail in the shop',
        body: form('sev2: many customers are hit'),
        labels: [],
      }),
    );
    await talk.listen();
    expect(valueOf(await talk.world.github.issues.read(issue.number)).body).toBe(issue.body);
    expect(await talk.world.incidents()).toHaveLength(1);
    const [delivery] = talk.world.double.webhooks
      .deliveries()
      .filter(
        ({ event, payload }) => event === 'issues' && JSON.stringify(payload).includes('Cards are'),
      );
    if (delivery === undefined) throw new Error('nothing was delivered');
    await hear(talk.desk, readEvent(delivery.event, delivery.payload));
    const [answer, ...more] = valueOf(await talk.world.github.comments.list(issue.number));
    expect(more).toEqual([]);
    expect(answer?.body).toContain('by whoever may triage issues. **Nobody has been called.**');
    expect(answer?.body).toMatch(/If it cannot wait, call .+: @\w/);
  });
});
