import { expect, test } from 'vitest';
import { openRoom } from '../../slash-commands/testing/room.ts';
import { courseOf } from './course.ts';

const timeline = (...lines: readonly string[]): string =>
  `## Summary\n\n- 10:00 [delegated] shop → search by @ada <!-- e:ic-0 -->\n\n## Timeline\n\n### 2026-11-20 (UTC)\n\n${lines.join('\n')}\n`;
const OPENED =
  '- 09:00 [opened] prometheus reports a problem: sev2, owner shop by service <!-- e:a -->';

test('a file without a line of Tocsin tells nothing, whatever people wrote', () => {
  const by = timeline('- 09:00 [resolved] by hand', '- 10:00 resolved <!-- e:ic-1 -->');
  const nothing = { handovers: null, reopenings: null, severities: null };
  expect(courseOf(by)).toEqual(nothing);
  expect(courseOf('')).toEqual(nothing);
});

test('only what goes from one team to another is a hand-over', () => {
  const handed = timeline(
    OPENED,
    '- 09:10 [delegated] shop → payments by @ada <!-- e:ic-1 -->',
    '- 09:20 [delegated] nobody → @grace by @ada <!-- e:ic-2 -->',
    '- 09:30 [delegated] payments → shop by @grace: not ours <!-- e:ic-3 -->',
    '- 09:40 [delegated] shop → payments by @ada',
  );
  expect(courseOf(handed)).toMatchObject({ handovers: 2, reopenings: null });
  expect(courseOf(timeline(OPENED)).handovers).toBe(0);
});

test('what is taken up again had been resolved when the line, or the last one before it, says', () => {
  const reopened = timeline(
    OPENED,
    '- 10:00 [resolved] @ada <!-- e:ic-1 -->',
    '- 11:30 [reopened] shop/http reports a problem again, resolved at 10:00 UTC before <!-- e:b -->',
    '- 12:00 [resolved] quiet since the last problem ended <!-- e:c -->',
    '',
    '### 2026-11-22 (UTC)',
    '',
    '- 12:30 [reopened, resolved 2026-11-20 12:05 UTC before] by @ada: it is back <!-- e:ic-2 -->',
  );
  expect(courseOf(reopened).reopenings).toEqual([
    { at: '2026-11-20T11:30:00.000Z', resolved: '2026-11-20T10:00:00.000Z' },
    { at: '2026-11-22T12:30:00.000Z', resolved: '2026-11-20T12:05:00.000Z' },
  ]);
});

test('what was declined and is taken up again had no end; of an end that no line tells the hour alone says nothing', () => {
  const declined = timeline(
    OPENED,
    '- 10:00 [declined] by @ada: a test <!-- e:ic-1 -->',
    '- 10:30 [reopened] by @ada: it was none <!-- e:ic-2 -->',
  );
  expect(courseOf(declined).reopenings).toEqual([]);
  const untold = timeline(
    OPENED,
    '- 10:30 [reopened] shop/http reports a problem again, resolved at 10:00 UTC before <!-- e:b -->',
  );
  expect(courseOf(untold).reopenings).toEqual([{ at: '2026-11-20T10:30:00.000Z', resolved: null }]);
});

test('what commands write is understood', () => {
  const manager = { login: 'mara-okafor', permission: 'maintain' } as const;
  const room = openRoom({ roles: { manager: 'mara-okafor' } });
  room.say('/delegate platform', manager);
  room.say('/delegate @jonas-lindqvist', manager);
  room.say('/resolve it works', manager, '2026-11-21T12:00:00.000Z');
  room.say('/reopen it does not', manager, '2026-11-22T11:00:00.000Z');
  expect(courseOf(room.text())).toMatchObject({
    handovers: 1,
    reopenings: [{ at: '2026-11-22T11:00:00.000Z', resolved: '2026-11-21T12:00:00.000Z' }],
  });
});

test('how bad it was when is told by its first line and each change, of which none may be left out', () => {
  const severities = (...lines: readonly string[]): readonly (string | undefined)[] | null =>
    courseOf(timeline(...lines)).severities?.map(
      ({ at, severity }) => `${at.slice(11, 16)} ${severity}`,
    ) ?? null;
  const joined =
    '- 09:30 [joined] prometheus reports a further problem, sev2 → sev1 by severity rule `a` <!-- e:b -->';
  const lowered = '- 10:00 [lowered] sev1 → sev3 by @ada: most works <!-- e:ic-1 -->';
  const impacted = '- 09:10 [impacted] shop ← db: sentry reports a problem, sev1 <!-- e:c -->';
  expect(severities(OPENED, impacted, joined, lowered)).toEqual([
    '09:00 sev2',
    '09:30 sev1',
    '10:00 sev3',
  ]);
  expect(severities(OPENED, lowered)).toBeNull();
  expect(severities(joined, lowered)).toBeNull();
  expect(severities(OPENED, '- 09:30 [raised] sev2 → sev1 by hand')).toEqual(['09:00 sev2']);
});

test('what the command for the severity writes is understood', () => {
  const manager = { login: 'mara-okafor', permission: 'maintain' } as const;
  const room = openRoom({ roles: { manager: 'mara-okafor' } });
  room.say('/sev 1 all of it', manager, '2026-11-21T12:00:00.000Z');
  room.say('/sev 3', manager, '2026-11-21T12:30:00.000Z');
  const opened = room
    .text()
    .replace('reports a problem <', 'reports a problem: sev3, owner shop by service <');
  expect(courseOf(opened).severities).toEqual([
    { at: '2026-11-21T09:10:00.000Z', severity: 'sev3' },
    { at: '2026-11-21T12:00:00.000Z', severity: 'sev1' },
    { at: '2026-11-21T12:30:00.000Z', severity: 'sev3' },
  ]);
});
