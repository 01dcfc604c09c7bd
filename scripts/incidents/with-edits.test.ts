import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocuments } from '../config/document-set.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { readIncident } from './document.ts';
import { editIncident } from './edit.ts';
import { withEdits } from './with-edits.ts';

const KNOWN = 'watch/aaaaaaaaaaaaaaaaaaaaaaaaaa';
const OTHER = 'watch/bbbbbbbbbbbbbbbbbbbbbbbbbb';
const AT = '2026-11-21T09:30:00.000Z';
const TEXT = `---
schema: tocsin/incident@1
title: "shop in production: errors"
state: monitoring
severity: sev3
severity_max: sev3
category: errors
environment: production
group: "service=shop environment=production"
owner: {team: shop, function: backend}
services: [shop]
components: {shop: degraded}
at: {started: 2026-11-21T09:00:00Z, declared: 2026-11-21T09:00:00Z, mitigated: 2026-11-21T09:20:00Z}
taken_by: mara-okafor
handover: {at: 2026-11-21T09:10:00Z}
problems:
  ${KNOWN}: {state: firing, since: 2026-11-21T09:00:00Z, at: 2026-11-21T09:00:00Z, severity: sev3, upstream: db, flapping: true}
public: {visibility: public, status: monitoring, title: "Orders are slow"}
---

## Timeline

- 2026-11-21T09:00:00Z [opened] <!-- key: aaaaaaaaaaaaaaaaaaaaaaaaaa -->
`;

const set = (
  path: string,
  value: Extract<IncidentEdit, { kind: 'set' }>['value'],
): IncidentEdit => ({
  kind: 'set',
  path: path.split(' '),
  value,
});
const unset = (path: string): IncidentEdit => ({ kind: 'unset', path: path.split(' ') });

describe('an incident after edits', () => {
  const problem = { state: 'recovered', since: AT, at: AT, kind: 'report', service: 'cart' };
  const known: readonly (readonly [string, ...IncidentEdit[]])[] = [
    ['a state', set('state', 'investigating')],
    ['a severity with the worst', set('severity', 'sev1'), set('severity_max', 'sev1')],
    ['a category', set('category', 'down')],
    ['services', set('services', ['shop', 'cart'])],
    ['tickets', set('tickets', ['zendesk 7'])],
    ['a problem', set(`problems ${OTHER}`, problem)],
    ['a part of a problem', set(`problems ${KNOWN} state`, 'recovered')],
    [
      'the parts of a problem that are gone',
      unset(`problems ${KNOWN} upstream`),
      unset(`problems ${KNOWN} flapping`),
    ],
    ['a problem that makes room', set(`problems ${OTHER}`, problem), unset(`problems ${KNOWN}`)],
    ['all problems gone', unset('problems')],
    ['milestones', set('at resolved', AT), unset('at mitigated')],
    ['components', set('components cart', 'major_outage'), unset('components shop')],
    [
      'the public face',
      set('public status', 'investigating'),
      set('public title', 'Orders fail again'),
    ],
    [
      'relations',
      set('relations duplicate_of', '2026-11-21-db'),
      set('relations caused_by', ['2026-11-21-db']),
    ],
    [
      'what components were before',
      set('components_before', [{ component: 'shop', status: 'major_outage', until: AT }]),
    ],
    ['who took it', set('taken_by', 'ines-carvalho'), set('handover taken', AT)],
    ['that somebody has to take it again', set('handover', { at: AT })],
    ['that a tool took it', unset('taken_by')],
    ['keys', { kind: 'timeline', at: AT, text: '[noted] x', key: 'bbbbbbbbbbbbbbbbbbbbbbbbbb' }],
  ];

  test.for(known)('is what its file says: %s', ([, ...edits]) => {
    const incident = read(TEXT);
    expect(withEdits(incident, edits)).toEqual(read(editIncident(TEXT, edits)));
    expect(withEdits(incident, edits)).not.toEqual(incident);
    expect(incident).toEqual(read(TEXT));
  });

  test('is what its file says after any of them, in any order, once or again', () => {
    const changes = known.map(([, ...edits]) => edits);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...changes), { maxLength: 8 }), (chosen) => {
        const edits = chosen.flat();
        const edited = withEdits(read(TEXT), edits);
        if (edited !== null) expect(edited).toEqual(read(editIncident(TEXT, edits)));
        for (const [index, step] of chosen.entries()) {
          const before = withEdits(read(TEXT), chosen.slice(0, index).flat());
          const after = before === null ? null : withEdits(before, step);
          if (after !== null)
            expect(after).toEqual(read(editIncident(TEXT, chosen.slice(0, index + 1).flat())));
        }
      }),
    );
  });

  test.each<readonly [string, IncidentEdit]>([
    [
      'a statement, since Markdown decides what remains of it',
      { kind: 'update', at: AT, status: 'resolved', text: 'x' },
    ],
    ['a severity without the worst', set('severity', 'sev1')],
    ['a key that only people set', set('room', 7)],
    ['a state that is none', set('state', 'odd')],
    ['an instant that is none', set('at resolved', 'soon')],
    [
      'a component before that is none',
      set('components_before', [{ component: 'shop', status: 'odd', until: AT }]),
    ],
    ['a part of a problem that is not there', set(`problems ${OTHER} state`, 'firing')],
    ['a part of a problem that it may not have', set(`problems ${KNOWN} word`, 'x')],
  ])('is known only from its file: %s', (_name, edit) => {
    expect(withEdits(read(TEXT), [edit])).toBeNull();
  });
});

function read(text: string): Incident {
  const [located] = readDocuments([{ path: 'incidents/2026/2026-11-21-shop.md', text }]).documents
    .incident;
  if (located === undefined) throw new Error('the incident does not fit its schema');
  return readIncident(located).incident;
}
