// Whatever somebody says, and in whatever order: nobody gets a right by their own words that another one has the last
// word on.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import { OTHER, OTHER_TEXT, ROLES } from './testing/cases.ts';
import { larder, openRoom } from './testing/room.ts';
import { type Right, rightsIn } from './own-gain.ts';
import type { Speaker } from './speaker.ts';

const PEOPLE: readonly Speaker[] = [
  { login: 'greta-holm', permission: 'triage' },
  { login: 'Sami-Virtanen', permission: 'triage' },
  { login: 'anton-weiss', permission: 'write' },
  { login: 'bram-verhoeven', permission: 'triage' },
  { login: 'mara-okafor', permission: 'triage' },
  { login: 'jonas-lindqvist', permission: 'write' },
  { login: ROLES.manager, permission: 'triage' },
  { login: 'a-stranger', permission: 'triage' },
];

const NAMED = ['@me', ...PEOPLE.map(({ login }) => `@${login}`), 'none'];

const command = fc.oneof(
  fc
    .tuple(fc.constantFrom('manager', 'lead', 'scribe', 'liaison'), fc.constantFrom(...NAMED))
    .map(([name, who]) => `/role ${name} ${who}`),
  fc
    .constantFrom('platform', 'data-platform', 'payments', 'storefront', ...NAMED.slice(1, -1))
    .map((to) => `/delegate ${to}`),
  fc.constantFrom(
    '/ack',
    '/page platform',
    '/split ledger-db',
    `/duplicate ${OTHER}`,
    '/unduplicate',
    `/caused-by ${OTHER}`,
    '/postmortem owner @greta-holm',
    '/sev 1',
    '/resolve',
    '/close',
    '/reopen',
  ),
);

const beginning = fc.record({
  severity: fc.constantFrom('sev1', 'sev3'),
  services: fc.constant(['payments-api', 'ledger-db']),
  roles: fc.constantFrom({}, ROLES, { lead: ROLES.lead }, { manager: 'bram-verhoeven' }),
});

test('nobody gains a right by their own command, but a responder where nobody is manager', () => {
  const saying = fc.record({
    who: fc.constantFrom(...PEOPLE),
    text: fc.array(command, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
  });
  fc.assert(
    fc.property(beginning, fc.array(saying, { minLength: 1, maxLength: 12 }), (begun, sayings) => {
      const room = openRoom(begun, { [OTHER]: OTHER_TEXT });
      for (const { who, text } of sayings) {
        const before = room.book().incidents;
        room.say(text, who);
        for (const incident of before) expectNoGain(incident, room.incident(incident.id), who);
      }
    }),
    { numRuns: 50 },
  );
});

test('nobody who only may triage comes to anything without others, however much they say', () => {
  fc.assert(
    fc.property(
      fc.record({ ...beginningOf(ROLES) }),
      fc.constantFrom(...PEOPLE.filter(({ permission }) => permission === 'triage')),
      fc.array(command, { minLength: 1, maxLength: 12 }),
      (begun, who, texts) => {
        const room = openRoom(begun);
        const before = rightsIn(larder, room.incident(), who);
        for (const text of texts) room.say(text, who);
        expect([...before]).toEqual(
          expect.arrayContaining([...rightsIn(larder, room.incident(), who)]),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('two who may only triage and have no part in an incident with a manager help each other to nothing', () => {
  const pair: readonly Speaker[] = [
    { login: 'greta-holm', permission: 'triage' },
    { login: 'Sami-Virtanen', permission: 'triage' },
  ];
  const saying = fc.record({
    who: fc.constantFrom(...pair),
    // Another team is called for by whoever may triage: it hears of it.
    text: command.filter((text) => !/^\/delegate [^@]/.test(text)),
  });
  fc.assert(
    fc.property(
      fc.record({ ...beginningOf(ROLES) }),
      fc.array(saying, { minLength: 2, maxLength: 12 }),
      (begun, sayings) => {
        const room = openRoom(begun);
        for (const { who, text } of sayings) room.say(text, who);
        for (const who of pair) expect([...rightsIn(larder, room.incident(), who)]).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

describe('a role that somebody without a part in an incident gives to another person', () => {
  const sami = { login: 'sami-virtanen', permission: 'triage' } as const;

  test.each(['/role manager @greta-holm', '/role scribe @greta-holm', '/delegate @greta-holm'])(
    'is refused where somebody is manager, with whom to ask: %s',
    (text) => {
      const room = openRoom({ severity: 'sev1', roles: ROLES });
      expect(room.say(text, sami)).toMatchObject([
        { kind: 'refused', text: expect.stringContaining('Ask @teodora-ilic, or one of them') },
      ]);
      expect(room.incident().roles).toEqual(ROLES);
    },
  );

  test('is given where nobody is manager, to the owning team, and by responders', () => {
    const free = openRoom({ severity: 'sev1' });
    expect(free.say('/role manager @greta-holm', sami)).toMatchObject([{ kind: 'done' }]);
    const led = openRoom({ severity: 'sev1', roles: ROLES });
    const writer = { ...sami, permission: 'write' } as const;
    expect(led.say('/role lead @bram-verhoeven', sami)).toMatchObject([{ kind: 'done' }]);
    expect(led.say('/role manager @greta-holm', writer)).toMatchObject([{ kind: 'done' }]);
  });
});

describe('an incident that somebody hands to their own team', () => {
  const greta = { login: 'greta-holm', permission: 'triage' } as const;

  test('is refused to whoever would gain a right by it, with whom to ask', () => {
    const room = openRoom({ severity: 'sev1', roles: ROLES });
    expect(room.say('/delegate platform', greta)).toEqual([
      {
        kind: 'refused',
        command: 'delegate',
        text: '@teodora-ilic is manager, and nobody hands an incident to their own team who would gain a right by it. Ask @teodora-ilic, or have somebody else say `/delegate platform`.',
      },
    ]);
    expect(room.say('/role manager @greta-holm', greta)).toMatchObject([{ kind: 'refused' }]);
    expect(room.incident()).toMatchObject({
      owner: { team: 'payments' },
      roles: { manager: ROLES.manager },
    });
  });

  test('goes there once somebody else says so, and then its lead leads', () => {
    const room = openRoom({ severity: 'sev1', roles: ROLES });
    const noor = { login: 'noor-elamrani', permission: 'triage' } as const;
    expect(room.say('/delegate platform', noor)).toMatchObject([{ kind: 'done' }]);
    expect(room.say('/sev 2', greta)).toMatchObject([{ kind: 'done' }]);
  });

  test('goes there by whoever may write and only is a member of it', () => {
    const room = openRoom({ severity: 'sev1', roles: ROLES });
    const luc = { login: 'luc-moreau', permission: 'write' } as const;
    expect(room.say('/delegate platform', luc)).toMatchObject([{ kind: 'done' }]);
  });

  test('goes there by its lead who may write, where nobody is manager', () => {
    const room = openRoom({ severity: 'sev1' });
    expect(room.say('/delegate platform', { ...greta, permission: 'write' })).toMatchObject([
      { kind: 'done' },
    ]);
  });
});

test.each(['/role scribe @me', '/role liaison @me'])(
  'a role that brings rights is taken by nobody who only may triage: %s',
  (text) => {
    const room = openRoom({ severity: 'sev1' });
    const greta = { login: 'greta-holm', permission: 'triage' } as const;
    expect(room.say(text, greta)).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('Have somebody else say `/role ') },
    ]);
    expect(room.incident().roles).toEqual({});
  },
);

test('a responder does not become lead beside a manager by their own word', () => {
  const room = openRoom({ severity: 'sev1', roles: ROLES });
  const jonas = { login: 'jonas-lindqvist', permission: 'write' } as const;
  for (const text of ['/role lead @me', '/delegate @jonas-lindqvist'])
    expect(room.say(text, jonas)).toMatchObject([
      { kind: 'refused', text: expect.stringContaining('Ask @teodora-ilic') },
    ]);
  expect(room.say('/role scribe @me', jonas)).toMatchObject([{ kind: 'done' }]);
});

function beginningOf(roles: Readonly<Record<string, string>>): {
  readonly severity: fc.Arbitrary<string>;
  readonly roles: fc.Arbitrary<Readonly<Record<string, string>>>;
} {
  return { severity: fc.constantFrom('sev1', 'sev3'), roles: fc.constant(roles) };
}

function expectNoGain(before: Incident, after: Incident, who: Speaker): void {
  const had = rightsIn(larder, before, who);
  if (had.has('responder') && before.roles['manager'] === undefined) return;
  const gained: readonly Right[] = [...rightsIn(larder, after, who)].filter(
    (right) => !had.has(right),
  );
  expect({ who: who.login, gained }).toEqual({ who: who.login, gained: [] });
}
