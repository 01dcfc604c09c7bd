// What goes on over midnight, read from the top: each time says its day, or stands below one of the same day.
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../scripts/model/page.ts';
import { speechOf } from '../../scripts/speech/speech.ts';
import { incidentPage } from '../src/data/incident.ts';
import { incidentPanel } from '../src/data/incident-summary.ts';
import { entry } from './sample-entry.ts';

const DAY = 24 * 60;
const NOON = 12 * 60;
const kitchen = entry({
  id: '2026-02-17-kitchen-app',
  title: 'Tablets in kitchens lose their orders',
  began: '2026-02-17T08:00:00.000Z',
  lasted: 2 * DAY,
  touches: [['Web shop', 'degraded']],
  told: [
    [30, 'investigating', 'We look into it.'],
    [60, 'identified', 'We know why.'],
    [DAY + 30, 'monitoring', 'It works again.'],
    [DAY + 60, 'monitoring', 'It still works.'],
    [2 * DAY, 'resolved', 'It is over.'],
  ],
});

describe.each(LANGUAGES)('in %s', (language) => {
  const speech = speechOf(language);
  const dated = (at: string): string => speech.moment(at).text;
  const bare = (at: string): string => speech.clock(at).text;

  test('an update says its date where the line above it is of another day', () => {
    const { updates } = incidentPage(kitchen, '2026-03-01T00:00:00.000Z', speech);
    expect(updates.map(({ at }) => at.text)).toEqual([
      dated('2026-02-19T08:00:00.000Z'),
      dated('2026-02-18T09:00:00.000Z'),
      bare('2026-02-18T08:30:00.000Z'),
      dated('2026-02-17T09:00:00.000Z'),
      bare('2026-02-17T08:30:00.000Z'),
    ]);
  });

  test('the first update says its date below a span of several days, whichever of them it is of', () => {
    const silent = { ...kitchen, updates: kitchen.updates.slice(-2) };
    const { updates } = incidentPage(silent, '2026-03-01T00:00:00.000Z', speech);
    expect(updates.map(({ at }) => at.text)).toEqual([
      dated('2026-02-17T09:00:00.000Z'),
      bare('2026-02-17T08:30:00.000Z'),
    ]);
  });

  test('and below a window that was of another day', () => {
    const work = entry({
      id: '2026-02-17-work',
      title: 'Work',
      began: '2026-02-17T22:00:00.000Z',
      lasted: 4 * 60,
      touches: [['Web shop', 'maintenance']],
      told: [[4 * 60, 'completed', 'It is done.']],
      window: 60,
    });
    const { updates, window } = incidentPage(work, '2026-03-01T00:00:00.000Z', speech);
    expect(window).not.toBeNull();
    expect(updates[0]?.at.text).toBe(dated('2026-02-18T02:00:00.000Z'));
  });

  test('the first update is read below the day on which something was taken from the page', () => {
    const withdrawn = { ...kitchen, status: 'withdrawn' } as const;
    const { when, updates } = incidentPage(withdrawn, '2026-03-01T00:00:00.000Z', speech);
    expect(when.text).toBe(dated('2026-02-19T08:00:00.000Z'));
    expect(updates[0]?.at.text).toBe(bare('2026-02-19T08:00:00.000Z'));
  });

  test('the panel of what is open says the date of each time that is of another day', () => {
    const began = '2026-02-17T23:00:00.000Z';
    const told = [[2 * 60, 'identified', 'We know why.']] as const;
    const touches = [['Web shop', 'degraded']] as const;
    const open = {
      ...entry({ id: 'x', title: 'X', began, lasted: null, touches, told }),
      nextUpdateDue: '2026-02-18T01:30:00.000Z',
    };
    expect(timesOf(incidentPanel(open, '2026-02-18T01:15:00.000Z', speech))).toEqual([
      dated(began),
      undefined,
      dated('2026-02-18T01:00:00.000Z'),
      bare('2026-02-18T01:30:00.000Z'),
    ]);
    const announced = [
      [-NOON, 'scheduled', 'We plan it.'],
      [0, 'in_progress', 'We begin.'],
    ] as const;
    const work = entry({
      id: 'y',
      title: 'Y',
      began,
      lasted: null,
      touches,
      told: announced,
      window: 3 * 60,
    });
    expect(timesOf(incidentPanel(work, '2026-02-17T23:30:00.000Z', speech))).toEqual([
      bare(began),
      dated('2026-02-18T02:00:00.000Z'),
      dated(began),
      undefined,
    ]);
  });
});

/** The times of a panel in the order in which they are read. */
function timesOf({
  since,
  until,
  latest,
  next,
}: ReturnType<typeof incidentPanel>): readonly (string | undefined)[] {
  return [since.text, until?.text, latest?.at.text, next?.time.text];
}
