// What people suffer from in other tools, as far as rules and ownership are concerned: each pain has tests whose title
// begins with its number, or a reason why not. Pains that hang on several parts at once are tested here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exampleOrganisation, minute, signalOf } from './rules/testing/organisation.ts';
import { startSimulation } from './simulation/simulate.ts';

type Pain = {
  readonly pain: string;
  /** Why a part of it, or all of it, has no test. */
  readonly reason?: string;
};

const PAINS: Readonly<Record<number, Pain>> = {
  1: { pain: 'A wrong receiver passes the check of the configuration.' },
  2: { pain: 'Everybody builds a test bench of shell lines, one process for each case.' },
  3: { pain: 'Tests can ask for the receiver, not for what becomes one incident.' },
  4: {
    pain: 'Nobody can try a real delivery without calling somebody.',
    reason: 'A test message through a channel comes with the channels, of which none is connected.',
  },
  5: { pain: 'All rules stand in one file that every team edits.' },
  6: { pain: 'The preview uses other code than the router and shows something else.' },
  7: { pain: 'What the preview lets through opens nothing, and the other way round.' },
  8: { pain: 'Removing one rule gives a difference of the whole file.' },
  9: { pain: 'Rules of many teams fight over positions in one list.' },
  10: { pain: 'Nobody can tell where a signal ends, and why.' },
  11: {
    pain: 'Messages that were sent are listed nowhere, those of the default route least of all.',
    reason: 'What was delivered can be listed once a channel is connected; every decided call is.',
  },
  12: { pain: 'Of several reasons for silence only the first one is recorded.' },
  13: { pain: 'A rule that matches everything hides those below it.' },
  14: { pain: 'A threshold that can never be met is accepted.' },
  15: { pain: 'Two tests of one field that exclude each other are accepted.' },
  16: {
    pain: 'Owners that do not exist and lines that cannot be read are dropped without a word.',
    reason:
      'There is no copy of the map that could grow stale: it is read from the commit in force.',
  },
  17: {
    pain: 'An owner without rights, or a pattern without files, is ignored without a word.',
    reason: 'Whether a team may write to a repository only GitHub knows; the page says so.',
  },
  18: { pain: 'A renamed or removed service leaves old relations behind.' },
  19: { pain: 'Services without owners and empty schedules go unnoticed.' },
  20: { pain: 'What flaps, or is reported by a pair of twins, is told again and again.' },
  21: { pain: 'A warning that becomes critical is a second incident.' },
  22: { pain: 'Counting before opening is missing, or an identity is accepted and never used.' },
  23: {
    pain: 'Signals and messages are lost: at a limit, in a group of which one is shown, in a queue.',
    reason:
      'Messages have no templates that could fail, and no queue lies between instances; what waits is on disk.',
  },
  24: { pain: 'One bad file of one team stops the changes of all.' },
  25: { pain: 'A field that both signals lack counts as equal, and mutes everything.' },
  26: { pain: 'Whether a failure is explained by another one hangs on which is seen first.' },
  27: { pain: 'Windows ignore zones, patterns match parts, silences come back.' },
};

const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));

const titles = readdirSync(SCRIPTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .flatMap((path) => [
    ...readFileSync(join(SCRIPTS, path), 'utf8').matchAll(
      /(?:test|describe)(?:\.\w+)*\('[^'\n]*pain (\d+): /g,
    ),
  ])
  .map(([, number = '']) => Number(number));

test.for(Object.entries(PAINS))(
  'pain %s has a test, or a reason why not',
  ([number, { reason }]) => {
    if (!titles.includes(Number(number))) expect(reason).toMatch(/^[A-Z].*\.$/);
  },
);

test('no test names a pain that is not listed', () => {
  expect(Object.keys(PAINS)).toHaveLength(27);
  expect(titles.filter((number) => PAINS[number] === undefined)).toEqual([]);
});

describe('twins that report the same', () => {
  test.each([
    ['the first of them', 'the first of them', ['a', 'b'], ['a', 'b']],
    ['the first of them', 'the second', ['a', 'b'], ['b', 'a']],
    ['the second', 'the first of them', ['b', 'a'], ['a', 'b']],
    ['the second', 'the second', ['b', 'a'], ['b', 'a']],
  ] as const)(
    'pain 20: make one incident with one call, whether %s or %s is heard first of the failure and of its end',
    (_failure, _end, failing, ending) => {
      const simulation = startSimulation(exampleOrganisation());
      const send = (
        minutes: string,
        action: 'trigger' | 'resolve',
        order: readonly Twin[],
      ): void => {
        for (const [turn, twin] of order.entries())
          simulation.send({
            receivedAt: `2026-11-21T10:${minutes}:0${3 * turn + 2}.000Z`,
            source: 'prometheus',
            signal: signalOf({
              ...SAID,
              action,
              id: `${twin} ${action}`,
              links: [`https://${twin}.example/graph`],
              occurredAt: `2026-11-21T10:${minutes}:${CLOCKS[twin]}.000Z`,
            }),
          });
      };
      send('00', 'trigger', failing);
      send('30', 'resolve', ending);
      simulation.passTime(minute(40));
      const [file, ...others] = simulation.book().files.values();
      expect(others).toEqual([]);
      expect(file?.text.match(/\[opened\]|\[joined\]|\[recovered\]/g)).toEqual([
        '[opened]',
        '[recovered]',
      ]);
      const opened = simulation.messages().filter((message) => message.kind === 'call');
      expect(opened.map(({ event, destination }) => [event, destination.kind])).toEqual([
        ['opened', 'person'],
        ['opened', 'channel'],
      ]);
    },
  );
});

type Twin = 'a' | 'b';

const SAID = { service: 'order-api', severity: 'high', dedupKey: 'same' } as const;

/** Seconds of their clocks, which differ a little. */
const CLOCKS: Readonly<Record<Twin, string>> = { a: '00', b: '01' };
