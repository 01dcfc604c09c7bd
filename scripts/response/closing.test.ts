import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INCIDENT_STATES, type Incident } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import { INCIDENT_CATEGORIES } from '../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import { incidentOf, itemOf } from '../postmortems/testing/incident.ts';
import { gateOf } from '../postmortems/gate.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { advance, nextDue } from './advance.ts';

const organisation = exampleOrganisation();
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const RESOLVED = '2026-11-21T10:00:00.000Z';
const LATER = addMs(RESOLVED, WEEK_MS);

const minor = (changes: Partial<Incident> = {}): Incident =>
  incidentOf({ severity: 'sev4', severityMax: 'sev4', category: 'other', ...changes });

const closedAt = (incident: Incident, now: Instant): boolean =>
  advance(organisation, { incidents: [incident], ids: new Set([incident.id]) }, now).some(
    (effect) => effect.kind === 'edit_incident' && effect.event === 'closed',
  );

describe('an incident that was resolved', () => {
  test('is closed by itself after the time that the organisation sets, and not before', () => {
    expect(closedAt(minor(), addMs(LATER, -1))).toBe(false);
    expect(closedAt(minor(), LATER)).toBe(true);
    const book = { incidents: [minor()], ids: new Set<string>() };
    expect(nextDue(organisation, book)).toBe(LATER);
    const slow = {
      ...organisation,
      settings: { ...organisation.settings, closeAfterMs: 2 * WEEK_MS },
    };
    expect(advance(slow, book, LATER)).toEqual([]);
  });

  test.each([
    ['a post-mortem is required', minor({ severityMax: 'sev2', category: 'down' })],
    ['a post-mortem was begun', minor({ postmortemBegun: { at: RESOLVED, owner: 'mara-okafor' } })],
    ['there is a post-mortem', minor({ postmortem: '2026-11-21-payments-api' })],
    ['something is to be done', minor({ actions: [itemOf()] })],
    ['something is to be decided', minor({ actions: [itemOf({ status: 'proposed' })] })],
    ['it is a maintenance', minor({ kind: 'maintenance' })],
  ])('waits for people where %s', (_name, incident) => {
    expect(closedAt(incident, addMs(LATER, 52 * WEEK_MS))).toBe(false);
  });

  test('is closed by nothing while the gate holds it', () => {
    const incident = fc
      .record({
        state: fc.constantFrom(...INCIDENT_STATES),
        category: fc.constantFrom(...INCIDENT_CATEGORIES),
        severityMax: fc.constantFrom(...INCIDENT_SEVERITIES),
        actions: fc.array(
          fc
            .record({
              status: fc.constantFrom('proposed', 'accepted', 'done', 'dropped'),
              due: fc.constantFrom(null, '2026-12-12'),
              issue: fc.constantFrom(null, 7),
            })
            .map(itemOf),
          { maxLength: 1 },
        ),
      })
      .map((changes) => incidentOf(changes));
    fc.assert(
      fc.property(incident, fc.integer({ min: 0, max: 100 }), (each, weeks) => {
        const now = addMs(RESOLVED, weeks * WEEK_MS);
        if (closedAt(each, now)) expect(gateOf(organisation, each, null, now).kind).toBe('open');
      }),
      { numRuns: 500 },
    );
  });
});
