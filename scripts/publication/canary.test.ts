import { beforeAll, describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { textsOf } from '../syndication/testing/snapshots.ts';
import { outputsOf } from '../syndication/outputs.ts';
import {
  bareIncidents,
  bareOrganisation,
  keptIncidents,
  retractedIncidents,
} from './testing/bare-incidents.ts';
import type { Canary } from './testing/canary.ts';
import {
  ID,
  planted,
  plantedBodies,
  plantedIncident as incident,
  plantedMaintenance as maintenance,
  plantedOrganisation as organisation,
  plantedPostmortem as postmortem,
  PUBLIC,
  PUBLIC_TIMES,
  STAND_INS,
} from './testing/planted-organisation.ts';
import { takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './view.ts';

const { restricted: _kept, restrictedPostmortem: _learned, ...others } = planted;
const all: readonly Canary[] = Object.values(others).flatMap((each) => each.canaries);

const translated = all.filter(({ field }) => field.startsWith('postmortem:translations.'));

/** The snapshot and every file that machines read of it, with their paths. */
const publish = async (
  incidents: readonly Incident[],
  postmortems: readonly Postmortem[],
  audience: Snapshot['audience'] = 'public',
  within = organisation(),
): Promise<string> => {
  const now = '2026-11-21T10:00:00.000Z';
  const bodies = plantedBodies();
  const input = { organisation: within, incidents, postmortems, bodies, revision: 'f00', now };
  const snapshot = takeSnapshot(input, audience);
  const files = await textsOf(outputsOf(snapshot));
  return [JSON.stringify(snapshot), ...[...files].flat()].map(unfolded).join('\n');
};

/** Reports that nobody published, for what shows one where there is none. */
function reportsOf(incidents: readonly Incident[]): readonly Postmortem[] {
  return incidents.map(({ id }) => ({
    ...postmortem({ customerMessage: null, state: 'draft' }),
    incident: id,
  }));
}

/** The fields, each once, of which something is shown although nobody allowed all of it. */
function fieldsIn(shown: string): readonly string[] {
  const found = all.filter(({ field, text }) => !PUBLIC.includes(field) && shown.includes(text));
  return [...new Set(found.map(({ field }) => field))].toSorted();
}

/** Calendars break long lines, which would cut a canary in two. */
function unfolded(text: string): string {
  return text.replaceAll('\r\n ', '');
}

describe('the public snapshot and all that is made of it', () => {
  let json = '';
  beforeAll(async () => {
    json = await publish([incident(), maintenance()], [postmortem()]);
  });

  test.each(
    all
      .filter((canary) => PUBLIC.includes(canary.field))
      .map((canary) => [canary.field, canary.text]),
  )('holds %s', (_field, text) => {
    expect(json).toContain(text);
  });

  test('was looked at for enough fields, every public one among them', () => {
    expect(all.length).toBeGreaterThan(60);
    expect(PUBLIC.filter((field) => !all.some((canary) => canary.field === field))).toEqual([]);
  });

  test('holds no string, number or date of any other field, and of instants those of the incident', () => {
    expect(fieldsIn(json)).toEqual(PUBLIC_TIMES.toSorted());
  });

  test('was looked at for numbers and instants that stand nowhere else', () => {
    const texts = all.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    for (const [shape, least] of [
      [/^\d{8}$/, 20],
      [/^2026-11-\d\dT\d\d:\d\d$/, 15],
      [/^2031-\d\d-\d\d$/, 1],
    ] as const)
      expect(texts.filter((text) => shape.test(text)).length, String(shape)).toBeGreaterThan(least);
  });

  test.each([
    ['its customers are told everything', organisation()],
    ['it says as little as it may', bareOrganisation()],
  ])(
    'holds nothing else where something is missing, in an organisation of which %s',
    async (_name, within) => {
      const bare = bareIncidents();
      const shown = await publish(bare, [postmortem(), ...reportsOf(bare)], 'public', within);
      const allowed = [...PUBLIC_TIMES, ...STAND_INS];
      expect(fieldsIn(shown).filter((field) => !allowed.includes(field))).toEqual([]);
      expect(shown.match(/canary-(body|id|file)-[a-z]+/g)).toBeNull();
      // Each of them is there, but for what nobody outside had heard of.
      const pages = bare.filter(({ id }) => shown.includes(id));
      expect(pages.length).toBeGreaterThan(bare.length / 2);
    },
  );

  test('knows nothing of what is kept inside, whatever else is missing there', async () => {
    const kept = keptIncidents();
    expect(kept.length).toBeGreaterThan(80);
    const shown = await publish(kept, [postmortem(), ...reportsOf(kept)]);
    expect(kept.filter(({ id }) => shown.includes(id))).toEqual([]);
    expect(fieldsIn(shown)).toEqual([]);
    expect(shown).not.toMatch(/visible-(update|message|title)|canary-body/);
  });

  test('says of what was retracted that it was, at its address, and nothing else', async () => {
    const retracted = retractedIncidents();
    expect(retracted.length).toBeGreaterThan(30);
    const shown = await publish(retracted, [postmortem(), ...reportsOf(retracted)]);
    expect(retracted.filter(({ id }) => !shown.includes(`incidents/${id}.json`))).toEqual([]);
    expect(shown).toContain('This report was withdrawn.');
    const found = all.filter(
      ({ field, text }) =>
        (!PUBLIC.includes(field) || /^(incident|maintenance|postmortem)/.test(field)) &&
        shown.includes(text),
    );
    // When it ended is when it was taken back.
    const allowed = [...STAND_INS, 'incident:at.started'];
    expect(found.filter(({ field }) => !allowed.includes(field))).toEqual([]);
    expect(shown).not.toMatch(/visible-(update|message|title)|canary-(body|id|file)/);
    expect(shown).not.toMatch(/"status":"(major_outage|partial_outage|degraded)"/);
  });

  test('holds of the bodies what was said to customers and nothing else', () => {
    expect(json).toContain('visible-update');
    expect(json).toContain('visible-translation');
    expect(json).toContain('visible-link');
    expect(json).toContain('visible-html');
    expect(json).toContain('visible-message');
    expect(json.match(/canary-(body|id|file)-[a-z]+/g)).toBeNull();
    expect(json).not.toContain('canaryproblem');
  });

  test.each<[string, Partial<Incident>]>([
    ['nothing was said', { public: null }],
    ['it is hidden', { public: { visibility: 'none', title: 'canary-hidden' } }],
    ['it is restricted', { public: { visibility: 'restricted', title: 'canary-hidden' } }],
  ])('knows nothing of an incident when %s', async (_name, changes) => {
    const shown = await publish([incident(changes)], [postmortem()]);
    expect(shown).not.toContain(ID);
    expect(shown).not.toMatch(/visible-(update|message)|canary-hidden|"status":"major_outage"/);
  });

  test.each<[string, Partial<Postmortem>, boolean]>([
    ['published', { state: 'published' }, true],
    ['closed', { state: 'closed' }, true],
    ['reviewed', { state: 'reviewed' }, false],
    ['a draft', { state: 'draft' }, false],
    ['published, but not public', { state: 'published', public: false }, false],
    ['published without a message', { customerMessage: null }, false],
  ])(
    'shows the customer message of a post-mortem that is %s: %j',
    async (_name, changes, isShown) => {
      const shown = await publish([incident()], [postmortem(changes)]);
      expect(shown.includes('visible-message')).toBe(isShown);
      expect(fieldsIn(shown).includes('postmortem:published')).toBe(isShown);
      expect(translated.map(({ text }) => shown.includes(text))).toEqual([
        isShown,
        isShown,
        isShown,
      ]);
    },
  );

  test('knows nothing of a maintenance that is for people inside, which the calendar of its team shows', async () => {
    const inside = maintenance({ public: null, title: 'canary-inside', services: ['service'] });
    const [team] = organisation().teams.keys();
    const own = { ...inside, owner: { ...inside.owner, team: team ?? '' } };
    expect(await publish([own], [])).not.toContain('canary-inside');
    expect(await publish([own], [], 'internal')).toContain('SUMMARY:canary-inside');
  });
});
