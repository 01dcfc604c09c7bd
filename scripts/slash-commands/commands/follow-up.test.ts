// What remains to be done after an incident: action items and the post-mortem.
import { describe, expect, test } from 'vitest';
import { ROLES } from '../testing/cases.ts';
import { open, say } from '../testing/manager.ts';
import { ID, openRoom } from '../testing/room.ts';

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
});
