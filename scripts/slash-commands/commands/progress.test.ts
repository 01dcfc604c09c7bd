// From triage to the end and back: how far an incident is, and who is told that it is not there yet.
import { describe, expect, test } from 'vitest';
import { answerTo } from '../../conversation/answer.ts';
import { closingDue } from '../../postmortems/closing.ts';
import { postmortemOf } from '../../postmortems/testing/incident.ts';
import { nextStep } from '../../rooms/next-step.ts';
import { ROLES } from '../testing/cases.ts';
import { manager, open, say, UNKNOWN } from '../testing/manager.ts';
import { type Beginning, ID, larder, openRoom } from '../testing/room.ts';

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
