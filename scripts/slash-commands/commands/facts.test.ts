// What is known of an incident: notes, times, impact, and the change that is suspected.
import { describe, expect, test } from 'vitest';
import { open, say } from '../testing/manager.ts';
import { openRoom } from '../testing/room.ts';

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

  test('/note takes a time with a sign behind it, and none in a zone that it does not know', () => {
    const room = openRoom();
    say(room, '/note [09:24]: pool exhausted');
    expect(room.text()).toMatch(/- 09:24 @\S+ pool exhausted/);
    expect(room.text()).toContain(': pool exhausted (added later) <!--');
    expect(say(room, '/note 09:24 CET pool exhausted')).toContain(
      'refused: Times are UTC, and `CET` is not understood',
    );
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
