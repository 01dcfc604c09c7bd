import { describe, expect, test } from 'vitest';
import { COMMANDS, type CommandName } from './catalogue.ts';
import { CASES, OTHER, OTHER_TEXT, ROLES } from './fixtures/cases.ts';
import { larder, openRoom, type Room } from './fixtures/room.ts';
import type { Speaker } from './speaker.ts';

/** Kinds of speakers, a column each. */
const SPEAKERS = {
  A: { login: 'a-stranger', permission: 'none' },
  B: { login: 'a-stranger', permission: 'read' },
  /** A member of another team. */
  C: { login: 'greta-holm', permission: 'read' },
  /** The manager, whom GitHub lets read only. */
  D: { login: ROLES.manager, permission: 'read' },
  E: { login: 'a-stranger', permission: 'triage' },
  /** A member of another team. */
  F: { login: 'greta-holm', permission: 'triage' },
  /** A member of the owning team. */
  G: { login: 'bram-verhoeven', permission: 'triage' },
  /** Has a role. */
  H: { login: ROLES.scribe, permission: 'triage' },
  /** The manager, in other letters. */
  I: { login: 'Teodora-Ilic', permission: 'triage' },
  /** Leads the owning team. */
  J: { login: 'mara-okafor', permission: 'triage' },
  K: { login: 'a-stranger', permission: 'write' },
  L: { login: ROLES.manager, permission: 'write' },
  M: { login: 'a-stranger', permission: 'maintain' },
  N: { login: 'a-stranger', permission: 'admin' },
  O: { login: 'helpful[bot]', permission: 'admin' },
} as const satisfies Readonly<Record<string, Speaker>>;

// Who may give what: x where the command acts. Written by hand; nothing here is computed from the code.
const MATRIX = `
                A B C D E F G H I J K L M N O
  help          . x x x x x x x x x x x x x .
  who           . x x x x x x x x x x x x x .
  timeline      . x x x x x x x x x x x x x .
  similar       . x x x x x x x x x x x x x .
  note          . . x x x x x x x x x x x x .
  ack           . . . . x x x x x x x x x x .
  delegate      . . . . x x x x x x x x x x .
  sev           . . . . x x x x x x x x x x .
  role          . . . . x x x x x x x x x x .
  status        . . . . . . x x x x x x x x .
  mitigated     . . . . . . x x x x x x x x .
  resolve       . . . . . . x x x x x x x x .
  update        . . . . . . x x x x x x x x .
  approve       . . . . . . . . x . . x . . .
  publish       . . . . . . . . x x . x x x .
  unpublish     . . . . . . . . x x . x x x .
  set           . . . . . . x x x x x x x x .
  impact        . . . . . . x x x x x x x x .
  duplicate     . . . . . . x x x x x x x x .
  unduplicate   . . . . . . x x x x x x x x .
  caused-by     . . . . . . x x x x x x x x .
  split         . . . . . . x x x x x x x x .
  suspect       . . . . . . x x x x x x x x .
  clear-suspect . . . . . . x x x x x x x x .
  page          . . . . . . x x x x x x x x .
  action        . . . . . . x x x x x x x x .
  postmortem    . . . . . . . . x x . x x x .
  close         . . . . . . . . x x . x x x .
  reopen        . . . . . . . . x x . x x x .
  decline       . . . . . . . . x x . x x x .
  mute          . . . . . . . . x x . x x x .
`;

type Cell = {
  readonly command: string;
  readonly speaker: Speaker;
  readonly column: string;
  readonly acts: boolean;
};

const cells = readMatrix(MATRIX);

describe('the matrix of commands and speakers', () => {
  test('has every command', () => {
    expect([...new Set(cells.map(({ command }) => command))]).toEqual(
      COMMANDS.map(({ name }) => name),
    );
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
    for (const { command, speaker } of cells.filter((cell) => !cell.acts && cell.column !== 'O')) {
      const room = roomOf(nameOf(command));
      const before = room.text();
      const [answer] = room.say(CASES[nameOf(command)].text, speaker);
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
    expect(room.say('/ack\n/resolv', SPEAKERS.O)).toEqual([]);
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
                  A B C D E F G H I J K L M N
    lower         . . . . . . . . x x . x x x
    update        . . . . . . d d p d d p d d
    update-nobody . . . . . . . . . . . . . .
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

function nameOf(command: string): CommandName {
  const found = COMMANDS.find(({ name }) => name === command);
  if (found === undefined) throw new Error(`no command ${command}`);
  return found.name;
}

function readMatrix(text: string): readonly Cell[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((row) => {
      const [command = '', ...marks] = row.trim().split(/\s+/);
      return Object.entries(SPEAKERS).map(([column, speaker], index) => ({
        command,
        speaker,
        column,
        acts: marks[index] === 'x',
      }));
    });
}

function columns(mark: (speaker: Speaker) => string): string {
  return Object.entries(SPEAKERS)
    .filter(([column]) => column !== 'O')
    .map(([, speaker]) => mark(speaker))
    .join(' ');
}

function rowOf(table: string, name: string): string | undefined {
  const row = table.split('\n').find((each) => each.trim().startsWith(`${name} `));
  return row?.trim().slice(name.length).trim();
}
