// One incident and others: repeats, causes, and parts that become incidents of their own.
import { describe, expect, test } from 'vitest';
import { CASES, OTHER, OTHER_TEXT, ROLES } from '../testing/cases.ts';
import { manager, open, say } from '../testing/manager.ts';
import { ID, openRoom, type Room } from '../testing/room.ts';

const problems = (count: number, more = ''): string =>
  `problems:\n${Array.from({ length: count }, (_, index) => `  prometheus/${'abcdefgh'[index]?.repeat(26)}: {state: firing, since: 2026-11-21T09:02:00Z, at: 2026-11-21T09:02:00Z${more}}\n`).join('')}`;

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
