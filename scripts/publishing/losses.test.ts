// Two versions of one incident, as the site really writes it, and what a reader of the first would lose.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { viewPublic } from '../publication/public-view.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { incidentFiles } from '../syndication/public-json.ts';
import { lossBetween } from './losses.ts';

const at = (clock: string, day = 22): Instant => `2026-11-${day}T${clock}:00.000Z`;
const BEGAN = { at: at('10:10'), status: 'investigating' as const, text: 'The shop is slow.' };
const ENDED = { at: at('11:10'), status: 'resolved' as const, text: 'All works.' };
const BACK = { at: at('13:50'), status: 'investigating' as const, text: 'It is slow again.' };

function fileOf(facts: Partial<Incident>, now = at('15:00')): string {
  const incident = incidentWith({
    id: '2026-11-22-shop',
    services: ['shop'],
    at: { declared: at('10:00') },
    public: { visibility: 'public', title: 'The shop is slow' },
    components: { 'web-shop': 'degraded' },
    ...facts,
  });
  const organisation = organisationOf(smallFiles());
  const view = { organisation, incidents: [incident], postmortems: [], revision: null, now };
  const [file] = incidentFiles(viewPublic(view));
  return String(file?.text());
}

const OVER: Partial<Incident> = {
  state: 'resolved',
  updates: [BEGAN, ENDED],
  components: { 'web-shop': 'operational' },
};

describe('of an incident', () => {
  test.each<[string, Partial<Incident>, Partial<Incident>, string | null]>([
    ['nothing', OVER, OVER, null],
    [
      'a word that came later',
      { updates: [BEGAN, ENDED, BACK] },
      OVER,
      'the update of 2026-11-22 13:50 UTC',
    ],
    [
      'a word, also where another one was said instead',
      { updates: [BEGAN, BACK] },
      OVER,
      'the update of 2026-11-22 13:50 UTC',
    ],
    ['nothing where more is said', OVER, { updates: [BEGAN, ENDED, BACK] }, null],
    [
      'a correction',
      { updates: [{ ...BEGAN, text: 'Slow since 9:00.' }] },
      { updates: [BEGAN] },
      'the wording',
    ],
    [
      'that it got worse',
      { updates: [BEGAN], components: { 'web-shop': 'major_outage' } },
      { updates: [BEGAN] },
      'the state of its components',
    ],
    ['that it is open', { updates: [BEGAN] }, { updates: [BEGAN], state: 'resolved' }, 'the state'],
    [
      'nothing by another title',
      { updates: [BEGAN] },
      { updates: [BEGAN], public: { visibility: 'public', title: 'Slow shop' } },
      null,
    ],
  ])('readers lose %s', (_what, shown, fresh, expected) => {
    expect(lossBetween(fileOf(shown), fileOf(fresh))).toBe(expected);
  });

  test('a post-mortem is lost where the other site has none', () => {
    expect(lossBetween('{"postmortem": "<p>Why</p>"}', '{"postmortem": null}')).toBe(
      'the post-mortem',
    );
  });

  test('what is no such file says nothing', () => {
    expect(lossBetween('x', fileOf(OVER))).toBeNull();
  });
});

describe('of planned work', () => {
  const planned = (from: Instant, until: Instant): Partial<Incident> => ({
    kind: 'maintenance',
    components: { 'web-shop': 'maintenance' },
    window: { from, until },
    updates: [],
  });
  const early = planned(at('02:00', 24), at('04:00', 24));

  test('readers lose that it was put off, and nothing by the clock', () => {
    const late = planned(at('02:00', 25), at('04:00', 25));
    expect(lossBetween(fileOf(late), fileOf(early))).toBe('the time of the work');
    expect(lossBetween(fileOf(early), fileOf(early, at('05:00', 24)))).toBeNull();
  });

  test('readers lose a time that was called off, and nothing by the clock', () => {
    const weekly = (except: readonly string[]): Partial<Incident> => {
      const recurs = { rule: 'FREQ=WEEKLY', zone: 'UTC', except };
      return { ...early, window: { from: at('02:00', 24), until: at('04:00', 24), recurs } };
    };
    const nextYear: Instant = '2027-11-22T15:00:00.000Z';
    expect(lossBetween(fileOf(weekly(['2026-12-01'])), fileOf(weekly([])))).toBe(
      'the time of the work',
    );
    expect(lossBetween(fileOf(weekly([])), fileOf(weekly([]), nextYear))).toBeNull();
  });
});
