import { describe, expect, test } from 'vitest';
import { answerTo } from '../conversation/answer.ts';
import { closingDue } from '../postmortems/closing.ts';
import { postmortemOf } from '../postmortems/fixtures/incident.ts';
import { clocksOf, isMissed } from '../rooms/clocks.ts';
import { nextStep } from '../rooms/next-step.ts';
import { similarTo } from '../correlation/similar.ts';
import { COMMANDS } from './catalogue.ts';
import { CASES, OTHER, OTHER_TEXT, ROLES } from './fixtures/cases.ts';
import { type Beginning, ID, larder, openRoom, type Room } from './fixtures/room.ts';

const UNKNOWN = { learning: { kind: 'none' }, skipped: [], isWindowOver: false } as const;
const manager = { login: ROLES.manager, permission: 'write' } as const;
const open = (beginning: Beginning = {}): Room =>
  openRoom({ roles: ROLES, ...beginning }, { [OTHER]: OTHER_TEXT });
/** Says it as the manager, who may give every command. */
const say = (room: Room, text: string): string =>
  room
    .say(text, manager)
    .map(({ kind, text: said }) => `${kind}: ${said}`)
    .join('\n');
const problems = (count: number, more = ''): string =>
  `problems:\n${Array.from({ length: count }, (_, index) => `  prometheus/${'abcdefgh'[index]?.repeat(26)}: {state: firing, since: 2026-11-21T09:02:00Z, at: 2026-11-21T09:02:00Z${more}}\n`).join('')}`;

describe('every command', () => {
  test.each(COMMANDS.map(({ name }) => name))('/%s leaves valid files and works once', (name) => {
    const { beginning, text } = CASES[name];
    const room = openRoom(beginning, { [OTHER]: OTHER_TEXT });
    const [answer] = room.say(text, manager);
    expect(answer?.kind).toMatch(/^(done|answered)$/);
    expect(room.findings()).toEqual([]);
    const isDone = answer?.kind === 'done';
    expect(room.incident().keys.has('ic-101')).toBe(isDone);
    expect(room.sayAgain().kind).toBe(isDone ? 'repeated' : 'carried_out');
    expect(room.effects()).toEqual([]);
  });

  test.each(COMMANDS.map(({ name, example }) => ({ name, example })))(
    '/$name understands its own example',
    ({ name, example }) => {
      const room = open(CASES[name].beginning);
      const [answer] = room.say(example, manager);
      expect(answer?.text ?? '').not.toMatch(/Unexpected|Expected|missing|[Nn]othing is called/);
    },
  );
});

describe('progress', () => {
  test('/ack sets its clock and leaves triage', () => {
    const room = open({ state: 'triage', at: '' });
    expect(say(room, '/ack')).toBe(
      `done: taken by @${ROLES.manager}; state \`triage\` → \`investigating\``,
    );
    expect(room.incident().at.acknowledged).toBe('2026-11-21T10:01:00.000Z');
    expect(say(room, '/ack')).toContain('refused: It was taken already, 2026-11-21 10:01 UTC.');
  });

  test('/ack of what was understood before never runs backwards', () => {
    const room = open({ at: 'identified: 2026-11-21T09:30:00Z' });
    say(room, '/ack');
    expect(room.incident().at.acknowledged).toBe('2026-11-21T09:30:00.000Z');
    expect(room.findings()).toEqual([]);
  });

  test('/status identified needs the cause, and going back forgets it', () => {
    const room = open();
    expect(say(room, '/status identified')).toContain('refused: The cause is missing');
    expect(say(room, '/status identifed it')).toContain('Did you mean `identified`?');
    say(room, '/status identified the pool');
    say(room, '/mitigated');
    expect(room.incident()).toMatchObject({
      state: 'monitoring',
      at: { identified: '2026-11-21T10:03:00.000Z', mitigated: '2026-11-21T10:04:00.000Z' },
    });
    expect(say(room, '/mitigated')).toContain('refused: That was said already');
    say(room, '/status investigating');
    expect(room.incident().at.identified).toBeUndefined();
    expect(room.incident().at.mitigated).toBeUndefined();
  });

  test('/resolve says which times are not known and what customers still read', () => {
    const room = open({
      more: 'public: {visibility: public, title: Card payments failing, status: identified}\n',
    });
    const answer = say(room, '/resolve');
    expect(answer).toContain('`/set identified HH:MM`, `/set mitigated HH:MM`');
    expect(answer).toContain('`/update resolved …`');
    expect(say(room, '/ack')).toContain('`resolved`, and `/ack` is for open incidents');
  });

  test('/resolve warns of what nobody reported as over', () => {
    const id = (letter: string): string => `watch/${letter.repeat(26)}`;
    const firing = `{state: firing, since: 2026-11-21T09:00:00Z, at: 2026-11-21T09:00:00Z}`;
    const over = `{state: recovered, since: 2026-11-21T09:00:00Z, at: 2026-11-21T09:30:00Z}`;
    const told = (more: string): string => say(open({ more }), '/resolve');
    expect(told(`problems: {${id('a')}: ${firing}}\n`)).toContain(
      'Its problem still fires: make sure that it is over. What is still reported from 2026-11-21 10:31 UTC on takes it up again and calls.',
    );
    expect(
      told(`problems: {${id('a')}: ${firing}, ${id('b')}: ${firing}, ${id('c')}: ${over}}\n`),
    ).toContain('2 of its problems still fire');
    expect(told(`problems: {${id('a')}: ${firing}, ${id('b')}: ${over}}\n`)).toContain(
      'One of its problems still fires',
    );
    expect(told(`problems: {${id('a')}: ${over}}\n`)).not.toContain('still');
  });

  test('words that a full file has no room for are refused, and a line that says what was done is not', () => {
    const full = (kib: number): ReturnType<typeof open> =>
      open({
        state: 'triage',
        at: '',
        body: `## Signals\n\n\`\`\`text\n${'All of the log.\n'.repeat(kib * 64)}\`\`\`\n`,
      });
    const note = `/note ${'words '.repeat(150)}`;
    const room = full(980);
    expect(say(room, note)).toContain('refused: The file of this incident is nearly as long');
    expect(say(room, '/ack')).toContain('done');
    expect(say(full(1010), '/ack')).toContain('refused');
  });

  test('/page names whom it called for the card, once', () => {
    const room = open();
    say(room, '/page data-platform');
    const called = room.incident().called;
    expect(called.length).toBeGreaterThan(0);
    say(room, '/page data-platform');
    expect(room.incident().called).toEqual(called);
  });

  test('/set follows what /resolve asks for, although nobody said it before', () => {
    const room = open();
    expect(say(room, '/set mitigated 09:40')).toContain('refused: Nobody said so yet');
    say(room, '/resolve');
    expect(say(room, '/set identified 09:30')).toContain('done: identified unknown → ');
    expect(say(room, '/set mitigated 09:40')).toContain('done: mitigated unknown → ');
    expect(say(room, '/set identified 09:45')).toContain('lies after `mitigated`');
    expect(room.findings()).toEqual([]);
  });

  test('a time that /mitigated or /resolve begins with is part of the words, and the answer says how it is meant', () => {
    const room = openRoom();
    const remark = (text: string): unknown => room.say(text)[0];
    expect(remark('/mitigated 09:50 rolled back')).toMatchObject({
      kind: 'done',
      remark: expect.stringContaining('`/set mitigated 2026-11-21 09:50`'),
    });
    expect(remark('/resolve [09:55] pool restored')).toMatchObject({
      remark: expect.stringContaining('`/set resolved 2026-11-21 09:55`'),
    });
    expect(room.say('/set mitigated 2026-11-21 09:50')).toMatchObject([{ kind: 'done' }]);
    expect(room.incident().at.mitigated).toBe('2026-11-21T09:50:00.000Z');
    const other = openRoom().say('/mitigated rolled back to 4.17')[0];
    expect(JSON.stringify(other)).not.toContain('It counts from now');
  });

  test('what /resolve and /mitigated warn of reaches a room whose card shows the rest', () => {
    const room = open();
    room.say('/update One in five card payments fails.', manager);
    const answer = (text: string): string | null => answerTo('ic-1', room.say(text, manager)).text;
    expect(answer('/mitigated rolled back')).toContain('tell them with `/update monitoring …`');
    expect(answer('/status identified the pool')).toBeNull();
    const said = answer('/resolve pool limit restored') ?? '';
    expect(said).toContain('Not known yet: `/set mitigated HH:MM`.');
    expect(said).toContain('Customers still read `investigating`');
    expect(said).not.toContain('state `');
  });

  test('what /resolve says of customers counts what the same comment tells them', () => {
    const room = open();
    room.say('/update One in five card payments fails.', manager);
    const said = answerTo(
      'ic-1',
      room.say('/resolve pool restored\n/update resolved Card payments work.', manager),
    ).text;
    expect(said).toContain('Not known yet');
    expect(said).not.toContain('Customers still read');
  });

  test('/reopen and /resolve say that a reviewed post-mortem knows nothing of what came after', () => {
    const words = 'The post-mortem is reviewed already and knows nothing of what came after';
    const resolved = {
      roles: ROLES,
      state: 'resolved',
      at: 'acknowledged: 2026-11-21T09:20:00Z\n  resolved: 2026-11-21T09:50:00Z',
    };
    const room = openRoom(resolved, {}, { postmortem: postmortemOf() });
    expect(say(room, '/reopen errors are back')).toContain(words);
    expect(say(room, '/resolve')).toContain(words);
    const early = openRoom(resolved, {}, { postmortem: postmortemOf({ state: 'in_review' }) });
    expect(say(early, '/reopen')).not.toContain(words);
  });

  test('/close waits until customers were told the end', () => {
    const room = open();
    room.say('/update One in five card payments fails. next 30m', manager);
    say(room, '/resolve');
    expect(room.findings()).toEqual([]);
    expect(say(room, '/close')).toContain(
      '- customers still read `investigating`: tell them with `/update resolved text`',
    );
    expect(nextStep(room.incident(), [], false, UNKNOWN).sentence).toContain(
      '`/update resolved text`',
    );
    expect(closingDue(larder, room.incident())).toBeNull();
    say(room, '/update resolved Card payments work.');
    expect(closingDue(larder, room.incident())).not.toBeNull();
    expect(say(room, '/close')).toContain('done: ');
    expect(room.incident().public?.nextUpdateDue).toBeUndefined();
  });

  test('/close stays held without a post-mortem, with the reasons', () => {
    const room = open({ severity: 'sev2' });
    expect(say(room, '/close')).toContain('refused: Only what is resolved is closed.');
    say(room, '/resolve');
    expect(say(room, '/close')).toMatch(/refused: It stays `resolved`:\n- .*post-mortem/);
    expect(room.incident().state).toBe('resolved');
  });

  test('/reopen works for 7 days, and after them says how to declare a recurrence', () => {
    const resolved = (day: string): Beginning => ({
      state: 'resolved',
      at: `acknowledged: 2026-11-21T09:20:00Z\n  resolved: ${day}`,
    });
    const room = open(resolved('2026-11-21T09:50:00Z'));
    expect(say(room, '/reopen errors are back')).toMatch(
      /resolved 2026-11-21 09:50 UTC before; the clock for `\/ack` starts again\. Reach #payments-alerts yourself/,
    );
    expect(room.incident().called).toContain('#payments-alerts');
    expect(room.incident()).toMatchObject({ state: 'investigating' });
    expect(room.incident().at.resolved).toBeUndefined();
    expect(room.text()).toContain('[reopened] resolved 2026-11-21 09:50 UTC before, by');
    const late = open(resolved('2026-11-21T09:50:00Z'));
    expect(late.say('/reopen', manager, '2026-11-28T09:50:00.000Z')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining(`recurrence_of: ${ID}`) },
    ]);
  });

  test('/decline needs a reason, and no customer who reads of it', () => {
    expect(say(open(), '/decline')).toContain('refused: Why is missing');
    const shown = open({ more: 'public: {visibility: public, title: Card payments failing}\n' });
    expect(say(shown, '/decline drill')).toContain('/unpublish');
    expect(say(open({ state: 'monitoring' }), '/decline drill')).toContain('Say `/resolve`');
  });
});

describe('people', () => {
  test('/delegate to a team calls it, keeps who had it and starts the clock again', () => {
    const room = open();
    expect(say(room, '/delegate @larder/platform')).toContain(
      'owner `payments` → `platform`; reach ',
    );
    expect(room.incident()).toMatchObject({
      owner: { team: 'platform' },
      contributors: ['payments'],
    });
    expect(room.incident()).toMatchObject({
      at: { acknowledged: '2026-11-21T09:20:00.000Z' },
      handover: { at: '2026-11-21T10:01:00.000Z', taken: null },
    });
    expect(room.effects()).toContainEqual(
      expect.objectContaining({ kind: 'notify', event: 'delegated' }),
    );
    expect(say(room, '/delegate platform')).toContain('refused: Platform has it already');
  });

  test('/delegate gives as long again for /ack, and the first /ack keeps its time', () => {
    const room = open({ severity: 'sev1' });
    const late = '2026-11-21T10:40:00.000Z';
    room.say('/delegate @bram-verhoeven', manager, late);
    const [first, next] = clocksOf(larder, room.incident(), null).filter(
      ({ kind }) => kind === 'acknowledge',
    );
    expect(first).toMatchObject({ done: '2026-11-21T09:20:00.000Z' });
    expect(next).toMatchObject({ done: null });
    expect(next !== undefined && next.due > late).toBe(true);
    expect(next !== undefined && isMissed(next, late)).toBe(false);
    expect(nextStep(room.incident(), [], false, UNKNOWN).sentence).toContain('handed over');
    expect(say(room, '/ack')).toContain('done: taken by');
    expect(room.incident()).toMatchObject({
      at: { acknowledged: '2026-11-21T09:20:00.000Z' },
      handover: { taken: '2026-11-21T10:41:00.000Z' },
    });
    expect(say(room, '/ack')).toContain('refused: It was taken already, 2026-11-21 10:41 UTC.');
    expect(room.findings()).toEqual([]);
  });

  test('/delegate to a person makes them lead; strangers are refused with the nearest', () => {
    const room = open();
    expect(say(room, '/delegate @bram-verhoeven')).toContain(
      'lead @chiara-fontana → @bram-verhoeven',
    );
    expect(say(room, '/delegate @bram-verhofen')).toContain('Did you mean `bram-verhoeven`?');
    expect(say(room, '/role manager @nobody-known-here')).toContain(
      'is in no team of the organisation',
    );
  });

  test('/role gives, hands over and takes away', () => {
    const room = open();
    expect(say(room, '/role manager @Mara-Okafor')).toBe(
      `done: manager @${ROLES.manager} → @mara-okafor`,
    );
    expect(say(room, '/role scribe none')).toBe('done: scribe @noor-elamrani → nobody');
    expect(room.incident().roles).toEqual({ manager: 'mara-okafor', lead: 'chiara-fontana' });
    expect(say(room, '/role scribe none')).toBe('refused: Nobody is scribe.');
    expect(say(room, '/role cook @bo')).toContain('Unexpected role `cook`');
  });

  test('/page names whom to reach, since no telephone rings yet', () => {
    const room = open();
    const answer = say(room, '/page database');
    expect(answer).toMatch(
      /done: Data platform: reach .+ \(on call database-primary\) yourself, since no channel is connected yet/,
    );
    expect(room.effects().filter(({ kind }) => kind === 'notify')).toHaveLength(1);
    expect(room.incident().contributors).toEqual(['data-platform']);
    expect(say(room, '/page datapace')).toContain('refused: Nothing is called `datapace`');
  });

  test('/action takes a blank behind the name of an option, and words of a title stay', () => {
    const room = openRoom();
    say(room, '/action Alert on pool exhaustion due: 2026-12-01 type: detect owner: @mara-okafor');
    say(room, '/action Fix type: errors of the owner: field');
    expect(room.incident().actions).toMatchObject([
      {
        title: 'Alert on pool exhaustion',
        due: '2026-12-01',
        type: 'detect',
        assignee: 'mara-okafor',
      },
      { title: 'Fix type: errors of the owner: field', type: 'prevent' },
    ]);
  });

  test('/action takes hotfix and definitive, says so, and asks where a word is near to an option', () => {
    const room = openRoom();
    expect(say(room, '/action Pin the pool debt:hotfix owner:payments')).toContain(
      'done: proposed A1, prevent, hotfix, for payments: `Pin the pool`',
    );
    say(room, '/action Size pools by load Debt: Definitive type=mitigate');
    say(room, '/action Watch the pool debt:none');
    say(
      room,
      '/action Fix debt: the rest of `dept:hotfix`, queue:payments and https://status.example/',
    );
    expect(room.incident().actions).toMatchObject([
      { title: 'Pin the pool', debt: 'hotfix' },
      { title: 'Size pools by load', debt: 'definitive', type: 'mitigate' },
      { title: 'Watch the pool', debt: 'none' },
      {
        title: 'Fix debt: the rest of `dept:hotfix`, queue:payments and https://status.example/',
        debt: 'none',
      },
    ]);
    expect(room.text()).toContain('type: prevent, debt: hotfix, status: proposed');
    expect(room.findings()).toEqual([]);
    for (const [text, answer] of [
      ['dept:hotfix', 'Did you mean `debt:hotfix`? In backticks it is a word of the title.'],
      ['tpye: detect', 'Did you mean `type:detect`?'],
      ['onwer:payments', 'Did you mean `owner:payments`?'],
      ['type:hotfix', 'Unexpected type `hotfix`. Say `debt:hotfix`.'],
      ['debt:detect', 'Unexpected debt `detect`. Say `type:detect`.'],
      ['debt:hotfx', 'Unexpected debt `hotfx`. Did you mean `hotfix`?'],
    ] as const)
      expect(say(room, `/action Pin the pool ${text}`)).toMatch(
        new RegExp(`^refused: .*${answer.replaceAll(/[?.]/g, '\\$&')}`),
      );
    expect(room.incident().actions).toHaveLength(4);
  });

  test('/note takes a time with a sign behind it, and none in a zone that it does not know', () => {
    const room = openRoom();
    say(room, '/note [09:24]: pool exhausted');
    expect(room.text()).toMatch(/- 09:24 @\S+ pool exhausted/);
    expect(room.text()).toContain(': pool exhausted (added later) <!--');
    expect(say(room, '/note 09:24 CET pool exhausted')).toContain(
      'refused: Times are UTC, and `CET` is not understood',
    );
  });

  test('/page says what to write for a person and for a name that is nothing here', () => {
    const room = openRoom();
    expect(say(room, '/page @mara-okafor')).toContain(
      'refused: `/page` calls whoever is on call for a team, and @mara-okafor is a person. Say `/page ',
    );
    const answer = say(room, '/page dba');
    expect(answer).toContain('refused: Nothing is called `dba`. Teams: `');
    expect(answer).toContain('`database`');
    expect(room.effects()).toEqual([]);
  });
});

describe('severity', () => {
  test('is raised with whom to reach because of it, and lowered without forgetting the worst', () => {
    const room = open();
    expect(say(room, '/sev 1 all payments')).toMatch(
      /`sev3` → `sev1`\. Reach .+ yourself, since no channel is connected yet/,
    );
    say(room, '/sev SEV-4');
    expect(room.incident()).toMatchObject({ severity: 'sev4', severityMax: 'sev1' });
    expect(say(room, '/sev 4')).toContain('refused: It is `sev4` already.');
    expect(say(room, '/sev P1 again')).toContain('`sev4` → `sev1`');
    expect(say(room, '/sev 0')).toContain('refused: It is `sev1` already.');
    expect(say(room, '/sev 1.5')).toContain('refused: Unexpected severity `1.5`');
    expect(say(room, '/sev 7')).toContain('refused: Unexpected severity `7`');
  });

  test('is raised with whom to reach also where no service is known', () => {
    const room = open({ services: [], owner: '{team: platform, function: devops}' });
    expect(say(room, '/sev 1')).toMatch(
      /`sev1`\. Reach .+ \(on call platform-primary\), #platform-alerts yourself/,
    );
    expect(room.incident().called).toContain('on call platform-primary');
  });

  test('is raised with the reason why nobody is called', () => {
    const room = open({ services: [], owner: '{team: cold-chain, function: backend}' });
    expect(say(room, '/sev 1')).toContain(
      '. Nobody is called, since `cold-chain` is in shadow mode: `/page cold-chain` calls whoever is on call there.',
    );
  });
});

describe('the public', () => {
  test('publishes every paragraph and list of an update', () => {
    const room = openRoom({ roles: { manager: 'jonas-lindqvist' } });
    const text = 'We see this:\n- cards fail\n- transfers work\n\nSecond paragraph matters.';
    expect(say(room, `/update identified ${text} next 30m`)).toContain('next update until');
    expect(room.incident().updates.map((each) => each.text)).toEqual([text]);
    expect(room.findings()).toEqual([]);
    say(room, '/update We look.\n\n/resolv it');
    expect(room.incident().updates).toHaveLength(1);
  });

  test('hears an update with its promise, and calm components once it is calm', () => {
    const room = open();
    say(room, '/update identified One in five\ncard payments fails. next 30m');
    expect(room.incident()).toMatchObject({
      public: {
        visibility: 'public',
        title: 'Card payments: partial outage',
        status: 'identified',
        nextUpdateDue: '2026-11-21T10:31:00.000Z',
      },
      updates: [{ status: 'identified', text: 'One in five\ncard payments fails.' }],
    });
    say(room, '/update resolved All is well.');
    expect(room.incident()).toMatchObject({ components: { 'card-payments': 'operational' } });
    expect(room.incident().public?.nextUpdateDue).toBeUndefined();
    expect(room.findings()).toEqual([]);
  });

  test.each([
    ['/update', 'The text is missing'],
    ['/update identified next 30m', 'The text is missing'],
    ['/update Fails. next 99x', 'Unexpected `next 99x`'],
    [`/update ${'x'.repeat(2001)}`, '2001 characters'],
    ['/update see <script>alert(1)</script>', 'HTML'],
    ['/update ![a](https://x/y.png)', 'an image'],
    ['/update [a](javascript:alert(1))', 'a link that leads nowhere'],
  ])('does not hear %s', (text, reason) => {
    const room = open();
    expect(say(room, text)).toContain(`refused: `);
    expect(say(room, text)).toContain(reason);
    expect(room.incident().updates).toEqual([]);
  });

  test('a draft takes the place of its author’s earlier one; of several the manager says which', () => {
    const room = open({ severity: 'sev2' });
    room.say('/update First words.');
    room.say('/update Better words.');
    expect(room.incident().drafts).toMatchObject([
      { text: 'Better words.', by: 'jonas-lindqvist' },
    ]);
    expect(say(room, '/approve')).toContain('`/approve ic-102`:\n\n> Better words.');
    expect(room.incident()).toMatchObject({ updates: [], drafts: [{ replaces: 'ic-101' }] });
    room.say('/update Other words.', { login: 'bram-verhoeven' });
    expect(say(room, '/approve')).toContain(
      'refused: 2 updates wait. Say which: `/approve ic-102`',
    );
    expect(say(room, '/approve ic-102')).toContain('done: published');
    expect(room.incident()).toMatchObject({
      updates: [{ text: 'Better words.' }],
      drafts: [{ by: 'bram-verhoeven' }],
    });
    say(room, '/approve');
    expect(room.text()).not.toContain('## Drafts');
    expect(room.findings()).toEqual([]);
  });

  describe('is promised the next update', () => {
    const drafted = (promise: string) => {
      const room = open({ severity: 'sev2' });
      const [answer] = room.say(`/update identified The pool is too small. ${promise}`);
      return { room, answer: answer?.kind === 'done' ? answer.text : '' };
    };
    const approve = (room: ReturnType<typeof open>, at: string): string => {
      const [answer] = room.say('/approve', manager, at);
      return answer?.kind === 'done' ? answer.text : '';
    };

    test('from the publication on, and whoever approves reads it', () => {
      const { room, answer } = drafted('next 15m');
      expect(answer).toContain(
        '> The pool is too small.\n\nIt promises the next update within 15 minutes of its publication.',
      );
      expect(approve(room, '2026-11-21T10:41:00.000Z')).toContain(
        'published as `identified`, next update until 2026-11-21 10:56 UTC:',
      );
      expect(room.incident().public?.nextUpdateDue).toBe('2026-11-21T10:56:00.000Z');
      expect(room.findings()).toEqual([]);
    });

    test('until an instant, and not at all once that has passed', () => {
      const { room, answer } = drafted('next 10:30');
      expect(answer).toContain('It promises the next update until 2026-11-21 10:30 UTC.');
      expect(approve(room, '2026-11-21T10:20:00.000Z')).toContain(
        'published as `identified`, next update until 2026-11-21 10:30 UTC:',
      );
      const late = drafted('next 10:30').room;
      expect(approve(late, '2026-11-21T10:41:00.000Z')).toContain(
        'published as `identified`, without the next update that it promised until 2026-11-21 10:30 UTC, since that has passed:',
      );
      expect(late.incident().public?.nextUpdateDue).toBeUndefined();
      expect(late.incident().updates).toHaveLength(1);
    });
  });

  test('drafts that are older than what is published are dropped, and it is said', () => {
    const room = open({ severity: 'sev2' });
    room.say('/update One in five payments fails.');
    room.say('/update Every payment fails.', { login: 'bram-verhoeven' });
    expect(say(room, '/approve ic-102')).toContain(
      'older is dropped (`ic-101` by @jonas-lindqvist)',
    );
    expect(say(room, '/approve')).toBe('refused: No update waits.');
    room.say('/update It is better.');
    expect(say(room, '/update resolved It is over.')).toContain('is dropped');
    expect(say(room, '/approve')).toBe('refused: No update waits.');
    expect(room.findings()).toEqual([]);
  });

  test('a draft is taken away with /approve none', () => {
    const room = open({ severity: 'sev2' });
    room.say('/update Our vendor is to blame.');
    expect(say(room, '/approve none ic-9')).toContain('Say which: `/approve none ic-101`');
    expect(say(room, '/approve none')).toContain('done: the update of @jonas-lindqvist is not');
    expect(room.incident()).toMatchObject({ updates: [], drafts: [] });
    expect(say(room, '/approve none')).toBe('refused: No update waits.');
    expect(room.findings()).toEqual([]);
  });

  test('no longer sees what was unpublished, which leaves a last word', () => {
    const room = open();
    say(room, '/publish "Card payments failing"');
    expect(say(room, '/unpublish')).toContain('refused: A last word');
    say(room, '/unpublish It was a drill.');
    expect(room.incident()).toMatchObject({
      public: { visibility: 'none' },
      updates: [{ text: 'It was a drill.' }],
    });
    expect(say(room, '/update More.')).toContain('refused: Its visibility is `none`');
    expect(say(room, '/publish')).toContain('done: the public sees it as “Card payments failing”');
  });

  test('hears nothing of what touches none of its components', () => {
    const room = openRoom({ roles: ROLES, services: ['mailer'] });
    expect(room.say('/publish "Mails are late"', manager)[0]?.kind).toBe('done');
    const bare = openRoom({ roles: ROLES, services: ['ledger-db'], components: '' });
    for (const text of ['/publish "Mails are late"', '/update Mails are late.'])
      expect(bare.say(text, manager)[0]?.text).toContain('no component on the status page');
  });
});

describe('facts', () => {
  test('/note tells what was added later, and nothing of what lies ahead', () => {
    const room = open();
    say(room, '/note 09:24 pool exhausted');
    say(room, '/note it is _slow_ since `x`');
    expect(room.text()).toContain(
      '- 09:24 @teodora-ilic: pool exhausted (added later) <!-- e:ic-101 -->',
    );
    expect(room.text()).toContain(
      '- 10:02 @teodora-ilic: it is \\_slow\\_ since \\`x\\` <!-- e:ic-102 -->',
    );
    expect(say(room, '/note 2026-11-22 09:00 x')).toContain('lies ahead');
    expect(say(room, '/note 09:24')).toContain('The fact is missing');
  });

  test('/note of an hour that did not come yet today was yesterday', () => {
    const room = open();
    say(room, '/note 23:50 first customers call');
    expect(room.text()).toContain('### 2026-11-20 (UTC)\n\n- 23:50 @teodora-ilic');
  });

  test('/set shows old and new and keeps times in order', () => {
    const room = open();
    expect(say(room, '/set started 09:05')).toBe(
      'done: started 2026-11-21 09:02 UTC → 2026-11-21 09:05 UTC',
    );
    expect(say(room, '/set started 09:15')).toContain('lies after `detected`');
    expect(say(room, '/set acknowledged 09:00')).toContain('lies before');
    expect(say(room, '/set resolved 09:50')).toContain('Nobody said so yet: `/resolve` first.');
    expect(say(room, '/set started 25:00')).toContain('Unexpected time');
    expect(say(room, '/set category latncy')).toContain('Did you mean `latency`?');
    expect(say(room, '/set category latency')).toContain('`errors` → `latency`');
    expect(say(room, '/set title "Card payments are slow: 3DS"')).toContain('done: title');
    expect(room.incident().title).toBe('Card payments are slow: 3DS');
    expect(say(room, '/set title short')).toContain('5 characters');
    expect(say(room, '/set colour red')).toContain('Nothing to set is called `colour`');
  });

  test('/impact counts, adds up over several, and refuses what is no number', () => {
    const room = open();
    say(room, '/impact customers=1240 customers_pct=4.5%');
    expect(
      say(room, '/impact customers=1300 revenue_low=10 revenue_high=20 currency=EUR'),
    ).toContain('customers 1240 → 1300');
    expect(room.incident().impact).toEqual({
      customers: 1300,
      customers_pct: 4.5,
      revenue_low: 10,
      revenue_high: 20,
      currency: 'EUR',
    });
    for (const text of [
      'customers=12%',
      'revenue_low=5%',
      'customers=1.5',
      'customers=-1',
      'customers=many',
      'customers',
      'revenue_low=30',
      'customers_pct=101',
      'currency=euro',
      '__proto__=1',
      '',
    ])
      expect(say(room, `/impact ${text}`)).toContain('refused');
    expect(say(room, '/impact customers=12%')).toContain('is `customers_pct=12%`');
  });

  test('/suspect names a change, /clear-suspect takes it back', () => {
    const room = open();
    say(room, '/suspect payments-api@4.18.0');
    say(room, '/suspect 4f2a91c caused');
    expect(room.incident().change).toEqual({ kind: 'code', deploy: '4f2a91c', verdict: 'caused' });
    expect(say(room, '/suspect payment-api@4.18.0')).toContain('Did you mean `payments-api`?');
    expect(say(room, '/suspect "; rm -rf')).toContain('refused: Expected a commit or a deployment');
    say(room, '/clear-suspect');
    expect(room.incident().change).toBeNull();
    expect(say(room, '/clear-suspect')).toContain('refused: No change is suspected');
  });
});

describe('relations', () => {
  test('/duplicate moves what counts, and /unduplicate brings just that back', () => {
    const room = open({ severity: 'sev2', more: `${problems(2)}tickets: [zendesk 17]\n` });
    expect(say(room, '/duplicate #139')).toContain('2 problems and 1 ticket count there now');
    expect(room.incident()).toMatchObject({
      state: 'duplicate',
      problems: {},
      relations: { duplicateOf: OTHER },
    });
    expect(room.incident(OTHER)).toMatchObject({
      severity: 'sev2',
      tickets: ['zendesk 17'],
      services: ['ledger-db', 'payments-api'],
    });
    expect(Object.values(room.incident(OTHER).problems)).toMatchObject([
      { service: 'payments-api' },
      { service: 'payments-api' },
    ]);
    expect(room.findings()).toEqual([]);
    expect(say(room, '/duplicate #139')).toContain('refused: It is a duplicate of');
    say(room, '/unduplicate');
    expect(Object.keys(room.incident().problems)).toHaveLength(2);
    expect(room.incident()).toMatchObject({ state: 'investigating', tickets: ['zendesk 17'] });
    expect(room.incident(OTHER)).toMatchObject({
      problems: {},
      tickets: [],
      services: ['ledger-db'],
    });
    expect(room.findings()).toEqual([]);
  });

  test('chains are made short, and circles refused', () => {
    const third = '2026-11-19-order-api';
    const room = openRoom(
      { roles: ROLES },
      {
        [OTHER]: OTHER_TEXT,
        [third]: OTHER_TEXT.replace(
          'state: investigating',
          `state: duplicate\nrelations: {duplicate_of: ${ID}}`,
        )
          .replaceAll('2026-11-20', '2026-11-19')
          .replace('room: 139', 'room: 140'),
      },
    );
    expect(say(room, `/duplicate ${third}`)).toContain('is a duplicate of this one');
    expect(say(room, `/duplicate ${ID}`)).toContain('no duplicate of itself');
    say(room, '/duplicate #139');
    expect(room.incident(third).relations.duplicateOf).toBe(OTHER);
    expect(say(room, '/duplicate #77')).toContain('refused');
    expect(room.findings()).toEqual([]);
  });

  test('/duplicate says which words for the public are left behind', () => {
    const remarkOf = (room: Room): string => {
      const [answer] = room.say('/duplicate #139', manager);
      return answer?.kind === 'done' ? (answer.remark ?? '') : 'not done';
    };
    const room = open({ severity: 'sev2' });
    room.say('/update The cart is slow.');
    expect(remarkOf(room)).toContain(
      `1 update waited and is not published: say it in \`${OTHER}\` (#139) where customers should read it.`,
    );
    expect(room.incident().drafts).toHaveLength(1);
    const two = open({ severity: 'sev2' });
    two.say('/update The cart is slow.');
    two.say('/update The cart is slower.', { login: 'bram-verhoeven' });
    expect(remarkOf(two)).toContain('2 updates waited and are not published: say them in');
    expect(remarkOf(open({ severity: 'sev2' }))).not.toContain('waited');
  });

  test('/duplicate that makes the other one worse says so, there as well, and whom to reach', () => {
    const milder = openRoom(
      { roles: ROLES, severity: 'sev1' },
      {
        [OTHER]: OTHER_TEXT.replace(/^severity: .*$/m, 'severity: sev3').replace(
          /^severity_max: .*\n/m,
          '',
        ),
      },
    );
    expect(say(milder, '/duplicate #139')).toMatch(
      /there now, which makes it `sev3` → `sev1`\. Reach .+ yourself/,
    );
    expect(milder.incident(OTHER)).toMatchObject({ severity: 'sev1', severityMax: 'sev1' });
    expect(milder.text(OTHER)).toContain(`[raised] sev3 → sev1, since [${ID}]`);
    expect(milder.findings()).toEqual([]);
    const same = openRoom({ roles: ROLES, severity: 'sev4' }, { [OTHER]: OTHER_TEXT });
    expect(say(same, '/duplicate #139')).not.toMatch(/makes it|Reach/);
    expect(same.text(OTHER)).not.toContain('[raised]');
  });

  test('/caused-by links both ways and refuses circles', () => {
    const room = open();
    expect(say(room, '/caused-by #139')).toBe(`done: caused by \`${OTHER}\` (#139)`);
    expect(room.incident().relations.causedBy).toEqual([OTHER]);
    expect(room.text(OTHER)).toContain(`[linked] led to [${ID}]`);
    expect(say(room, '/caused-by #139')).toContain('refused');
    expect(say(room, `/caused-by ${ID}`)).toContain('not its own cause');
    expect(say(room, '/caused-by 2026-11-20-ledger-bd')).toContain(`Did you mean \`${OTHER}\`?`);
  });

  test('/split opens an incident of its own with the problems of the service', () => {
    const { beginning, text } = CASES.split;
    const room = open(beginning);
    const answer = say(room, text);
    expect(answer).toContain('`ledger-db` → `2026-11-21-ledger-db`, owner data-platform; reach ');
    expect(answer).not.toContain('has no part');
    expect(room.incident('2026-11-21-ledger-db')).toMatchObject({
      services: ['ledger-db'],
      owner: { team: 'data-platform', function: 'database' },
    });
    expect(Object.keys(room.incident('2026-11-21-ledger-db').problems)).toHaveLength(1);
    expect(room.incident()).toMatchObject({ services: ['payments-api'], problems: {} });
    expect(room.findings()).toEqual([]);
    expect(say(room, '/split payments-api')).toContain('its only service');
    expect(say(room, '/split ledger')).toContain('is no service of this incident');
  });

  test('/split of what the owner had says whose the rest is', () => {
    const room = open(CASES.split.beginning);
    expect(say(room, '/split payments-api')).toContain(
      '. Team `payments` has no part in what is left here, `ledger-db`: hand it over with `/delegate data-platform`.',
    );
  });
});

describe('what remains', () => {
  test('/action numbers its items and adds them without rewriting others', () => {
    const room = open({
      more: 'actions:\n  # by hand\n  - {id: A1, title: first, type: prevent, status: accepted, owner_team: payments}\n',
    });
    expect(
      say(room, '/action Alert early type:detect owner:@idris-bello due:2026-12-01'),
    ).toContain('proposed A2, detect, for @idris-bello of data-platform until 2026-12-01');
    expect(room.text()).toContain('  # by hand\n  - {id: A1, title: first');
    expect(room.incident().actions).toMatchObject([
      { id: 'A1' },
      { id: 'A2', title: 'Alert early', assignee: 'idris-bello' },
    ]);
    for (const text of [
      '',
      'x type:wish',
      'x due:2026-13-01',
      'x due:2026-11-20',
      'x owner:nobody',
      'y'.repeat(201),
    ])
      expect(say(room, `/action ${text}`)).toContain('refused');
    expect(room.findings()).toEqual([]);
  });

  test('/postmortem of what is closed promises nothing', () => {
    const room = open({
      state: 'closed',
      severity: 'sev4',
      at: 'resolved: 2026-11-21T09:50:00Z\n  closed: 2026-11-21T09:55:00Z',
    });
    expect(say(room, '/postmortem')).toContain(`/reopen\`, or write \`postmortems/2026/${ID}.md\``);
  });

  test('/postmortem names its writer once', () => {
    const room = open();
    expect(say(room, '/postmortem owner @bram-verhoeven')).toContain('@bram-verhoeven writes it');
    expect(say(room, '/postmortem @bram-verhoeven')).toContain('refused');
    expect(say(room, '/postmortem')).toContain(`@bram-verhoeven → @${ROLES.manager}`);
  });

  test('/postmortem of one that begins by itself says who is followed by whom', () => {
    const room = open({ severity: 'sev1' });
    expect(say(room, '/postmortem owner @bram-verhoeven')).toContain(
      `post-mortem: @${ROLES.manager} → @bram-verhoeven`,
    );
  });

  test('/mute makes a silence at once up to a day, a wish beyond it', () => {
    const room = open();
    const answer = say(room, '/mute 24h provider: restarts');
    const [silence] = room
      .effects()
      .flatMap((each) => (each.kind === 'add_silence' ? [each.id] : []));
    expect(answer).toContain(
      `\`/unmute\` ends it before that (\`rules/silences/${silence}.yaml\`).`,
    );
    expect(answer).toContain(
      'everything of `payments-api` in production up to sev3 is silent until 2026-11-22 10:01 UTC; what is worse still calls, and recoveries still count',
    );
    expect(room.effects()).toContainEqual(
      expect.objectContaining({
        kind: 'add_silence',
        text: 'schema: tocsin/silence@1\nreason: "provider: restarts"\nwhen:\n  service: [payments-api]\n  environment: production\n  incident_severity: [sev3, sev4]\nfrom: 2026-11-21T10:01:00.000Z\nuntil: 2026-11-22T10:01:00.000Z\n',
      }),
    );
    say(room, '/mute 3d still');
    expect(room.effects().map(({ kind }) => kind)).toEqual(['edit_incident']);
    expect(room.incident().mutes).toMatchObject([
      { key: 'ic-102', reason: 'still', until: '2026-11-24T10:02:00.000Z' },
    ]);
    for (const text of ['', '4h', 'soon x', '31d x'])
      expect(say(room, `/mute ${text}`)).toContain('refused');
    expect(room.findings()).toEqual([]);
  });
});

describe('answers', () => {
  test('/help lists what the speaker may say', () => {
    const room = open();
    const [readers] = room.say('/help', { login: 'stranger', permission: 'read' });
    expect(readers?.text.match(/^- `\/[a-z-]+/gm)).toEqual([
      '- `/help',
      '- `/who',
      '- `/timeline',
      '- `/similar',
    ]);
  });

  test('/timeline is in order of time and calls nobody', () => {
    const room = open();
    say(room, '/note 09:01 @mara-okafor sees <b>red</b>');
    const answer = say(room, '/timeline');
    const entries = answer.split('\n').slice(0, 2);
    expect(entries[0]).toContain(
      '09:01 `@teodora-ilic`: `@mara-okafor` sees `<b>red</b>` (added later)',
    );
    expect(entries[1]).toContain('09:10');
  });

  test('a room is named with its sign or without, and nobody is pointed to the incident itself', () => {
    for (const name of ['139', '#139'])
      expect(openRoom({}, { [OTHER]: OTHER_TEXT }).say(`/duplicate ${name}`)[0]).toMatchObject({
        kind: 'done',
        text: expect.stringContaining('(#139)'),
      });
    const room = openRoom({}, { [OTHER]: OTHER_TEXT });
    expect(say(room, '/duplicate 77')).toBe(
      'refused: No incident has the room `77`. Name its id instead.',
    );
    expect(say(room, `/duplicate ${ID}-2`)).not.toContain(ID + '`');
    expect(say(room, '/duplicate 2026-11-20-ledger-bd')).toContain(`Did you mean \`${OTHER}\`?`);
  });

  test('/similar lists those of the same service first', () => {
    const room = openRoom(
      {},
      {
        [OTHER]: OTHER_TEXT,
        '2026-11-01-payments-api': OTHER_TEXT.replace('[ledger-db]', '[payments-api]').replaceAll(
          '2026-11-20',
          '2026-11-01',
        ),
      },
    );
    expect(room.say('/similar')[0]?.text).toBe(
      '- `2026-11-01-payments-api` (#139): sev3, latency, investigating; same service',
    );
    const [incident] = room.book().incidents.filter(({ id }) => id === ID);
    if (incident === undefined) throw new Error('the incident is gone');
    expect(similarTo(incident, room.book().incidents).map(({ incident: { id } }) => id)).toEqual([
      '2026-11-01-payments-api',
    ]);
  });

  test('a typo is answered with the nearest, beside what was done', () => {
    const room = open();
    expect(room.say('/note seen\n/resolv', manager)).toMatchObject([
      { kind: 'done' },
      { kind: 'unknown', near: ['resolve'] },
    ]);
  });
});
