// People talk in a room of the double; what GitHub delivers is heard; files and room say what came of it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEvent } from '../github/event.ts';
import { valueOf } from '../projection/testing/world.ts';
import { hear } from './hear.ts';
import { sweep } from './sweep.ts';
import { type Conversation, nextSecond, startConversation } from './testing/room.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let talk: Conversation;
let number: number;
const file = (): string => talk.world.read(FILE);

beforeEach(async () => {
  talk = await startConversation();
  number = (await talk.room()).number;
  talk.miss();
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

describe('a comment', () => {
  test('with commands becomes one commit, the room follows, and a rocket says so', async () => {
    const said = await talk.say('write', number, 'I am on it.\n\n/ack\n/note pool exhausted');
    await talk.listen();
    expect(file()).toMatch(/acknowledged: 2026/);
    expect(file()).toContain(`pool exhausted <!-- e:ic-${said.id}`);
    expect(await talk.reactions(said)).toEqual(['eyes', 'rocket']);
    expect((await talk.room()).body).not.toContain('Nobody has taken it yet');
    expect(await talk.comments()).toHaveLength(1);
  });

  test('heard again changes nothing and answers nothing', async () => {
    await talk.say('write', number, '/sev 3 only one shop');
    await talk.listen();
    const [delivery] = talk.world.double.webhooks
      .deliveries()
      .filter(({ event }) => event === 'issue_comment');
    const before = [file(), await talk.comments()];
    if (delivery === undefined) throw new Error('nothing was delivered');
    await hear(talk.desk, readEvent(delivery.event, delivery.payload));
    expect([file(), await talk.comments()]).toEqual(before);
  });

  test('of somebody who may not is refused with the rule and the fix', async () => {
    const said = await talk.say('read', number, '/resolve');
    await talk.listen();
    expect(await talk.reactions(said)).toEqual(['eyes', 'confused']);
    const [, answer] = await talk.comments();
    expect(answer?.body).toContain('**Not done.** `/resolve` is for responders');
    expect(file()).toContain('state: investigating');
  });

  test('without a command asks GitHub nothing', async () => {
    await talk.say('write', number, 'see /var/log, and `/ack` is a command');
    talk.world.takeWrites();
    const asked = talk.world.double.seen().length;
    await talk.listen();
    expect(talk.world.double.seen()).toHaveLength(asked);
  });

  test('of a program is not listened to', async () => {
    valueOf(await talk.world.github.comments.create(number, '/resolve'));
    await talk.listen();
    expect(file()).toContain('state: investigating');
  });

  test('gives the commands of an edit when it gave none before', async () => {
    const plain = await talk.say('write', number, 'looking');
    await talk.listen();
    valueOf(await talk.as('write').comments.edit(plain.id, '/ack'));
    await talk.listen();
    expect(file()).toContain('acknowledged:');
  });

  test('is heard once somebody corrected what was mistyped or refused, and what was done is not done again', async () => {
    const said = await talk.say('maintain', number, '/ack\n/updte All is slow.\n/sev 9');
    await talk.listen();
    expect(await talk.reactions(said)).toEqual(['eyes', 'confused']);
    await nextSecond();
    const edit = '/ack\n/impact customers=7\n/sev 2';
    valueOf(await talk.as('maintain').comments.edit(said.id, edit));
    await talk.listen();
    expect(file()).toContain('customers: 7');
    expect(file()).toContain('severity: sev2');
    expect(file().match(/\[acknowledged\]/g)).toHaveLength(1);
    const after = file();
    await nextSecond();
    valueOf(await talk.as('maintain').comments.edit(said.id, edit.replace('/sev 2', '/sev 1')));
    await talk.listen();
    expect(file()).toBe(after);
    expect((await talk.comments()).at(-1)?.body).toContain(
      '`/sev` was carried out as it stood here before',
    );
    expect(await sweep(talk.desk)).toEqual([]);
    expect(file()).toBe(after);
  });

  test('that is edited has its notes followed wherever they stand in it', async () => {
    const said = await talk.say('write', number, '/help\n/note on tow hosts');
    await talk.listen();
    valueOf(await talk.as('write').comments.edit(said.id, '/help\n/note on two hosts'));
    await talk.listen();
    expect(file()).toContain('on two hosts');
    expect(file()).not.toContain('tow hosts');
    valueOf(await talk.as('write').comments.edit(said.id, '/help\n/ack\n/note on two hosts'));
    await talk.listen();
    expect(file()).toMatch(/: on two hosts <!--/);
    expect(file()).toContain('acknowledged:');
  });

  test('that is deleted strikes its note', async () => {
    const said = await talk.say('write', number, '/note wrong host');
    await talk.listen();
    valueOf(await talk.as('write').comments.remove(said.id));
    await talk.listen();
    expect(file()).toMatch(/~~.*wrong host.*~~/);
  });
});

describe('a comment that somebody else edits', () => {
  test('gives no command in the name of its author, and says so once', async () => {
    const said = await talk.say('maintain', number, 'I look at it');
    await talk.listen();
    for (const text of ['I look at it\n\n/sev 4 no customers', 'I look at it\n\n/resolve'])
      valueOf(await talk.as('write').comments.edit(said.id, text));
    await talk.listen();
    expect(file()).toContain('severity: sev1');
    expect(file()).toContain('state: investigating');
    expect(await talk.reactions(said)).toEqual(['confused']);
    const answers = (await talk.comments()).filter(({ isBot }) => isBot);
    expect(answers.map(({ body }) => body.split('\n').at(-1))).toEqual([
      expect.stringContaining('Say it in a comment of your own.'),
    ]);
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('keeps the words of its notes', async () => {
    const said = await talk.say('maintain', number, '/note pool exhausted');
    await talk.listen();
    const before = file();
    await nextSecond();
    valueOf(await talk.as('write').comments.edit(said.id, '/note all is well'));
    await talk.listen();
    expect(file()).toBe(before);
    expect((await talk.comments()).at(-1)?.body).toContain('says nothing in their name');
    expect(await sweep(talk.desk)).toEqual([]);
    expect(file()).toBe(before);
    expect(await talk.comments()).toHaveLength(2);
  });

  test('beside its commands is no matter', async () => {
    const said = await talk.say('maintain', number, 'I look at ti\n\n/note pool exhausted');
    await talk.listen();
    valueOf(await talk.as('write').comments.edit(said.id, 'I look at it\n\n/note pool exhausted'));
    await talk.listen();
    expect(await talk.comments()).toHaveLength(1);
  });

  test('and that nobody heard is said by nobody: who edited it is not known', async () => {
    const said = await talk.say('maintain', number, 'I look at it');
    await nextSecond();
    valueOf(await talk.as('write').comments.edit(said.id, '/sev 4'));
    talk.miss();
    await sweep(talk.desk);
    expect(file()).toContain('severity: sev1');
    expect((await talk.comments()).at(-1)?.body).toContain('Say it again in a new comment.');
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('is judged by whoever deletes it', async () => {
    const said = await talk.say('write', number, '/note wrong host');
    await talk.listen();
    valueOf(await talk.as('maintain').comments.remove(said.id));
    const heard = await talk.listen();
    expect(heard.map(({ said: words }) => words)).toContain(`comment ${said.id}: /note done`);
    expect(file()).toMatch(/~~.*wrong host.*~~/);
  });
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

/** What GitHub makes of the form for incidents. */
const form = (severity: string, another = 'yes: another failure of the same service'): string =>
  [
    ['Severity', severity],
    ['Service', 'shop'],
    ['Kind of failure', 'errors: requests fail'],
    ['Environment', '_No response_'],
    ['Began', '09:02'],
    ['Another one', another],
    ['What happens', 'Cards are refused.\n\n### Severity\n\nsev1\n\n@everybody look'],
  ]
    .map(([heading, answer]) => `### ${heading}\n\n${answer}`)
    .join('\n\n');

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

describe('what nobody heard', () => {
  test('is heard by the next sweep, in order, once', async () => {
    await talk.say('write', number, '/ack');
    const second = await talk.say('maintain', number, '/sev 2 fewer than thought');
    talk.miss();
    const heard = await sweep(talk.desk);
    expect(heard.map(({ said }) => said.replace(/\d+/, 'N'))).toEqual([
      'comment N: /ack done',
      'comment N: /sev done',
    ]);
    expect(file()).toContain('severity: sev2');
    expect(await talk.reactions(second)).toContain('rocket');
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('is told apart from what was answered with the token of a person', async () => {
    const desk = { ...talk.desk, github: talk.as('maintain') };
    const said = await talk.say('write', number, '/sev 9');
    talk.miss();
    expect(await sweep(desk)).toHaveLength(1);
    expect((await talk.comments()).map(({ isBot }) => isBot)).toEqual([false, false]);
    expect(await sweep(desk)).toEqual([]);
    expect(await talk.comments()).toHaveLength(2);
    expect(await talk.reactions(said)).toEqual(['eyes', 'confused']);
    valueOf(await talk.as('read').comments.react(said.id, 'rocket'));
    expect(await sweep(desk)).toEqual([]);
  });

  test('is also an edit: nobody can tell by whom, so its notes stay and that is said, once', async () => {
    const said = await talk.say('write', number, '/note wrong host');
    await talk.listen();
    const before = file();
    await nextSecond();
    valueOf(await talk.as('maintain').comments.edit(said.id, '/note right host\n/note second'));
    talk.miss();
    expect(await sweep(talk.desk)).toHaveLength(1);
    expect(file()).toBe(before);
    expect((await talk.comments()).at(-1)?.body).toContain('Say it again in a new comment.');
    expect(await sweep(talk.desk)).toEqual([]);
    expect(await talk.comments()).toHaveLength(2);
  });

  test('is also a form: its incident is declared by the next sweep, once', async () => {
    const lost = await talk.as('triage').issues.create({
      title: 'Card payments fail in the shop',
      body: form('sev2: many customers are hit'),
      labels: ['incident'],
    });
    const bad = await talk.as('read').issues.create({
      title: 'Card payments fail in the shop',
      body: form('sev2: many customers are hit'),
      labels: ['incident'],
    });
    talk.miss();
    const heard = await sweep(talk.desk);
    const declared = (await talk.world.incidents()).find(
      ({ room }) => room === valueOf(lost).number,
    );
    expect(declared).toMatchObject({ severity: 'sev2', owner: { team: 'shop' } });
    expect(heard.map(({ incidents }) => incidents)).toEqual([[declared?.id]]);
    await sweep(talk.desk);
    expect(await talk.world.incidents()).toHaveLength(2);
    expect(valueOf(await talk.world.github.comments.list(valueOf(bad).number))).toHaveLength(1);
  });
});
