// No order of commands leads past the gate.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { openRoom } from '../slash-commands/testing/room.ts';
import { postmortemOf } from './testing/incident.ts';
import { gateOf } from './gate.ts';

const organisation = exampleOrganisation();

const COMMANDS = [
  '/ack',
  '/sev 1 worse',
  '/sev 4 better',
  '/role manager @mara-okafor',
  '/mitigated',
  '/resolve it works',
  '/close',
  '/reopen it is back',
  '/action Pin the pool type:prevent due:2026-12-12',
  '/postmortem owner @mara-okafor',
  '/close\n/close',
  '/resolve\n/close',
] as const;

test('no sequence of commands closes what the gate holds', () => {
  let closed = 0;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...COMMANDS), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(null, 'draft', 'in_review', 'reviewed'),
      (said, state) => {
        const { id } = openRoom().incident();
        const written = state === null ? null : postmortemOf({ incident: id, state });
        const room = openRoom({}, {}, { postmortem: written });
        for (const text of said) {
          const before = room.incident().state;
          room.say(text, { login: 'mara-okafor', permission: 'admin' });
          const after = room.incident();
          if (before === 'closed' || after.state !== 'closed') continue;
          closed += 1;
          const gate = gateOf(organisation, after, written, '2026-11-21T12:00:00.000Z');
          expect(gate, said.join('; ')).toEqual({ kind: 'open' });
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(closed).toBeGreaterThan(5);
});
