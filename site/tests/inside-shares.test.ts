// How incidents went and what became of promises, in the words of the pages.
import { describe, expect, test } from 'vitest';
import type { DebtFigures } from '../../scripts/publication/debt-view.ts';
import type {
  CountView,
  SeverityTimesView,
  ShareView,
  TimePoint,
} from '../../scripts/publication/inside/view.ts';
import { breakdownTables } from '../src/data/inside/breakdown.ts';
import { figureCells, promiseWords } from '../src/data/inside/items.ts';
import { peopleTime } from '../src/data/inside/people-time.ts';
import { shareGroups } from '../src/data/inside/shares.ts';

const NONE: CountView = {
  name: 'Problems',
  definition: 'collected',
  counts: [],
  missing: 0,
  summary: null,
};

function rowOf(changes: Partial<ShareView>): readonly (string | null | undefined)[] {
  const share: ShareView = {
    id: 'any',
    topic: 'customers',
    name: 'Any',
    definition: 'what counts',
    count: 0,
    of: 0,
    beyond: null,
    pending: 0,
    missing: 0,
    ...changes,
  };
  const groups = shareGroups({ shares: [share], problems: NONE });
  const row = groups.find(({ topic }) => topic === 'customers')?.rows[0];
  return [row?.value, row?.note];
}

describe('a share', () => {
  test.each<[Partial<ShareView>, string, string | null]>([
    [{ count: 2, of: 7 }, '2 of 7', null],
    [{ count: 2, of: 8 }, '2 of 8 (25 %)', null],
    [
      { count: 2, of: 8, beyond: { late: 5, open: 1 }, pending: 3, missing: 4 },
      '2 of 8 (25 %)',
      '5 too late, 1 open past it, 3 open within it, 4 not known',
    ],
    [{ count: 1, of: 1, pending: 1 }, '1 of 1', '1 not sure yet'],
    [{ missing: 3 }, 'not known', '3 do not tell'],
    [{ pending: 2 }, 'none yet', '2 not sure yet'],
  ])('%j reads %s, and %s', (changes, value, note) => {
    expect(rowOf(changes)).toEqual([value, note]);
  });

  test('of nothing stands nowhere', () => {
    expect(rowOf({})).toEqual([undefined, undefined]);
  });
});

test('what incidents collected is a list below eight and has a median from there on', () => {
  const words = (changes: Partial<CountView>): string | undefined => {
    const share = { id: 'any', topic: 'signals', name: '', definition: '', beyond: null } as const;
    const shares = [{ ...share, count: 1, of: 1, pending: 0, missing: 0 }];
    const groups = shareGroups({ shares, problems: { ...NONE, ...changes } });
    return groups.find(({ topic }) => topic === 'signals')?.rows.at(-1)?.value;
  };
  expect(words({ counts: [1, 1, 4] })).toBe('6 in 3 incidents: 1, 1, 4');
  expect(words({ counts: [1, 1, 1, 1, 1, 1, 1, 5], summary: { median: 1, p90: 5 } })).toBe(
    '12 in 8 incidents, median 1, p90 5',
  );
});

const MINUTE = 60_000;
const pointsOf = (...minutes: readonly number[]): readonly TimePoint[] =>
  minutes.map((each, index) => ({ incident: `${index}`, ms: each * MINUTE, isOpen: false }));

describe('the time at each severity', () => {
  const points = [...pointsOf(10, 50), { incident: 'open', ms: 60 * MINUTE, isOpen: true }];
  const few = { severity: 'sev1', asked: 3, missing: 0, points, summary: null } as const;
  const worst = { name: 'Worst severity', rows: [{ answer: 'sev1', count: 20 }] };
  const cause = { name: 'Cause', rows: [{ answer: 'code', count: 20 }] };
  const tablesOf = (severityTimes: SeverityTimesView) =>
    breakdownTables({ breakdown: [worst, cause], severityTimes });

  test('is a sum with its parts below eight, and with percentiles from there on', () => {
    const many = pointsOf(1, 1, 1, 1, 1, 1, 1, 53);
    const summary = { medianMs: MINUTE, p90Ms: 53 * MINUTE };
    const rows = [few, { severity: 'sev3', asked: 8, missing: 0, points: many, summary } as const];
    expect(tablesOf({ asked: 20, missing: 0, rows })[1]?.rows).toEqual([
      {
        name: 'sev1',
        value: '2 hours in all',
        note: '3 incidents: 10 minutes, 50 minutes, still open after 1 hour',
      },
      {
        name: 'sev3',
        value: '1 hour in all',
        note: '8 incidents, median 1 minute, p90 53 minutes',
      },
    ]);
  });

  test('says of how many it is not known', () => {
    const tables = tablesOf({ asked: 20, missing: 17, rows: [few] });
    expect(tables.map(({ columns }) => columns[0])).toEqual([
      'Worst severity',
      'Time at each severity',
      'Cause',
    ]);
    expect(tables[1]?.rows.at(-1)).toEqual({
      name: 'not known',
      value: '17 of 20',
      note: null,
    });
  });
});

test('people’s time is a sum, and what goes on is said', () => {
  const excluded = { maintenance: 0, declined: 0, duplicate: 0, older: 0 };
  const words = (points: readonly TimePoint[], missing = 0) => {
    const head = { id: 'people', name: 'People’s time', definition: '' };
    const time = { ...head, asked: points.length + missing, missing, points, summary: null };
    const { sentence, dots } = peopleTime({ time, excluded });
    return [sentence, dots.coverage];
  };
  expect(words(pointsOf(10, 50))).toEqual(['1 hour in all', '2 of 2 known']);
  expect(words([{ incident: 'a', ms: 90 * MINUTE, isOpen: true }], 1)).toEqual([
    '1 hour 30 minutes in all, and 1 incident goes on',
    '0 of 2 known, 1 still open, 1 without people or an endpoint',
  ]);
  expect(words([], 1)[0]).toBeNull();
});

describe('what was promised', () => {
  const few: DebtFigures = {
    open: 3,
    proposed: 1,
    accepted: 2,
    overdue: 1,
    done: 5,
    dropped: 1,
    hotfixes: 0,
    hotfixDays: [],
    hotfixPercentiles: null,
    definitive: 0,
    onTime: { known: 4, inTime: 3 },
    ages: [1, 5, 40],
    ageDays: null,
  };
  const nothing: DebtFigures = {
    ...few,
    open: 0,
    accepted: 0,
    overdue: 0,
    done: 0,
    onTime: { known: 0, inTime: 0 },
    ages: [],
  };

  test('says how long hotfixes waited for something better', () => {
    const words = 'From hotfix to definitive repair: 0, 12 days';
    expect(promiseWords(few)).not.toContain(words);
    expect(promiseWords({ ...few, hotfixDays: [0, 12] })).toContain(words);
    const many = { hotfixDays: [1, 2, 3, 4, 5, 6, 7, 90], hotfixPercentiles: { p50: 4, p90: 90 } };
    expect(promiseWords({ ...few, ...many })).toContain(
      'From hotfix to definitive repair: 4 days (median), 90 days (p90)',
    );
  });

  test('says the ages of a few, and what is not known', () => {
    expect(promiseWords(few)).toEqual([
      'Age, since the end of the incident: 1, 5, 40 days',
      'Overdue, of those accepted: 1 of 2',
      'Done in time: 3 of 4',
      '1 done, and not known whether in time',
    ]);
    expect(figureCells(few).slice(1)).toEqual([
      '1 of 2',
      '0',
      '5',
      '1',
      '3 of 4; 1 not known',
      '1, 5, 40 days',
    ]);
  });

  test('has percentages and percentiles from eight on, and no word of nothing', () => {
    const many = { ...few, accepted: 8, ageDays: { p50: 1, p90: 40 } };
    expect(promiseWords(many).slice(0, 2)).toEqual([
      'Age, since the end of the incident: 1 day (median), 40 days (p90)',
      'Overdue, of those accepted: 1 of 8 (13 %)',
    ]);
    expect(promiseWords(nothing)).toEqual([]);
    expect(figureCells(nothing)).toEqual(['0', '–', '0', '0', '1', '–', '–']);
  });
});
