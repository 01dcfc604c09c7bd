import { describe, expect, test } from 'vitest';
import { COMMANDS, type CommandName } from './catalogue.ts';
import { CASES, OTHER, OTHER_TEXT, ROLES } from './testing/cases.ts';
import { readMatrix, rowsOfMatrix, SPEAKERS } from './testing/matrix.ts';
import { larder, openRoom, type Room } from './testing/room.ts';
import { isBot } from './permission.ts';
import type { Speaker } from './speaker.ts';

const cells = readMatrix();

describe('the matrix of commands and speakers', () => {
  test('has every command', () => {
    expect(rowsOfMatrix()).toEqual(COMMANDS.map(({ name }) => name));
  });

  test.each(COMMANDS.map(({ name }) => name))(
    '/%s acts for exactly the allowed speakers',
    (name) => {
      const acting = cells
        .filter(({ command, speaker }) => command === name && acts(name, speaker))
        .map(({ column }) => column);
      const allowed = cells
        .filter((cell) => cell.command === name && cell.acts)
        .map(({ column }) => column);
      expect(acting).toEqual(allowed);
    },
  );

  test('says the rule and the fix to whoever is refused, and changes nothing', () => {
    for (const { command, speaker } of cells.filter((cell) => !cell.acts && !isBot(cell.speaker))) {
      const room = roomOf(command);
      const before = room.text();
      const [answer] = room.say(CASES[command].text, speaker);
      expect(answer).toMatchObject({ kind: 'refused' });
      expect(answer?.text).toMatch(
        /^(`\/[a-z-]+` is for .+\. .+\.|Only the incident's manager .+\. .+\.)$/,
      );
      expect(room.effects()).toEqual([]);
      expect(room.text()).toBe(before);
    }
  });

  test('is silent to what is no person', () => {
    const room = roomOf('ack');
    expect(room.say('/ack\n/resolv', SPEAKERS.P)).toEqual([]);
  });
});

describe('a public repository', () => {
  const organisation = {
    ...larder,
    settings: { ...larder.settings, repository: 'public' as const },
  };

  test.each([
    ['B', false],
    ['C', true],
    ['E', true],
  ] as const)('answers the speaker %s: %s', (column, isAnswered) => {
    const room = openRoom({}, {}, { organisation });
    const [answer] = room.say('/help', SPEAKERS[column]);
    expect(answer?.kind === 'answered').toBe(isAnswered);
  });
});

describe('rules of single commands', () => {
  // Who may lower a severity, and what becomes of an update on sev2: p published, d waits, . refused.
  const SPECIAL = `
                  A B C D E F G H I J K L M N O
    lower         . . . . . . . . x x . x x x x
    update        . . . . . . d d p d d p d d d
    update-nobody . . . . . . . . . . . . . . .
  `;

  test('lowering needs a manager', () => {
    expect(
      columns((speaker) => {
        const room = openRoom({ severity: 'sev2', roles: ROLES });
        room.say('/sev 3', speaker);
        return room.incident().severity === 'sev3' ? 'x' : '.';
      }),
    ).toBe(rowOf(SPECIAL, 'lower'));
  });

  test.each([
    ['update', ROLES],
    ['update-nobody', {}],
  ])('on sev2 the last word is that of the manager: %s', (row, roles) => {
    expect(
      columns((speaker) => {
        const room = openRoom({ severity: 'sev2', roles });
        room.say('/update We look into it.', speaker);
        const { updates, drafts } = room.incident();
        return updates.length > 0 ? 'p' : drafts.length > 0 ? 'd' : '.';
      }),
    ).toBe(rowOf(SPECIAL, row));
  });

  test('without a manager an update on sev1 says how to get one', () => {
    const room = openRoom({ severity: 'sev1' });
    expect(room.say('/update We look into it.')).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('/role manager @login') },
    ]);
  });

  test('nobody approves for the manager', () => {
    const room = openRoom(CASES.approve.beginning);
    expect(room.say('/approve', { login: 'mara-okafor', permission: 'admin' })).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('Ask @teodora-ilic') },
    ]);
  });
});

describe('a right that a comment gives', () => {
  const sami = { login: 'sami-virtanen', permission: 'triage' } as const;
  const jonas = { login: 'jonas-lindqvist', permission: 'write' } as const;

  test('is none to the rest of it', () => {
    const room = openRoom({ severity: 'sev1' });
    const answers = room.say('/role lead @me\n/sev 4\n/update resolved All is well.', jonas);
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'refused', 'refused']);
    expect(room.incident()).toMatchObject({ severity: 'sev1', updates: [], drafts: [] });
    expect(room.say('/sev 4', jonas)).toMatchObject([{ kind: 'done' }]);
  });

  test('does not publish what its giver says: it waits for another comment', () => {
    const room = openRoom({ severity: 'sev1' });
    room.say('/role manager @me\n/update We look into it.', jonas);
    expect(room.incident()).toMatchObject({ updates: [], drafts: [{ by: jonas.login }] });
    room.say('/approve', jonas);
    expect(room.incident()).toMatchObject({ updates: [{ text: 'We look into it.' }], drafts: [] });
  });

  test('nor by lowering what the manager has the last word on', () => {
    const room = openRoom({ severity: 'sev2', roles: ROLES });
    room.say('/sev 3\n/update We look into it.', { login: 'mara-okafor', permission: 'triage' });
    expect(room.incident()).toMatchObject({ severity: 'sev3', updates: [] });
  });

  test.each(['/role manager @me', '/role lead @me', '/delegate @sami-virtanen'])(
    'goes to nobody who only may triage: %s',
    (text) => {
      const room = openRoom({ severity: 'sev1' });
      expect(room.say(text, sami)).toMatchObject([{ kind: 'refused' }]);
      expect(room.incident().roles).toEqual({});
    },
  );

  test.each([
    ['/role manager @me', jonas, false],
    ['/role manager none', jonas, false],
    ['/role manager @me', { login: 'mara-okafor', permission: 'triage' }, true],
    ['/role manager @me', { login: 'sami-virtanen', permission: 'maintain' }, true],
    ['/role manager none', { login: ROLES.manager, permission: 'triage' }, true],
    ['/role manager @bram-verhoeven', sami, true],
  ] as const)('is not taken from a manager: %s by %o acts: %s', (text, speaker, isDone) => {
    const room = openRoom({ severity: 'sev1', roles: ROLES });
    expect(room.say(text, speaker)).toMatchObject([{ kind: isDone ? 'done' : 'refused' }]);
    expect(room.incident().roles['manager'] === ROLES.manager).toBe(!isDone);
  });
});

function acts(name: CommandName, speaker: Speaker): boolean {
  const room = roomOf(name);
  const [answer] = room.say(CASES[name].text, speaker);
  return answer?.kind === 'done' || answer?.kind === 'answered';
}

function roomOf(name: CommandName): Room {
  return openRoom(CASES[name].beginning, { [OTHER]: OTHER_TEXT });
}

function columns(mark: (speaker: Speaker) => string): string {
  return Object.values(SPEAKERS)
    .filter((speaker) => !isBot(speaker))
    .map(mark)
    .join(' ');
}

function rowOf(table: string, name: string): string | undefined {
  const row = table.split('\n').find((each) => each.trim().startsWith(`${name} `));
  return row?.trim().slice(name.length).trim();
}
