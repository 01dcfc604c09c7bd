import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import { labelsOf } from './labels.ts';

const NOW = '2026-11-21T10:00:00.000Z';

/** The flags among the labels: what stands beside the incident's own facts. */
function flagsOf(changes: Partial<Incident>): readonly string[] {
  const plain = labelsOf(incidentWith({ services: ['shop'] }), [], NOW);
  return labelsOf(incidentWith({ services: ['shop'], ...changes }), [], NOW).filter(
    (label) => !plain.includes(label) && !label.startsWith('service/'),
  );
}

/** A person wrote the update into the file, and left the word in the front matter. */
const stated = { visibility: 'public', status: 'monitoring' } as const;
const told = { at: NOW, status: 'identified', text: 'It fails again.' } as const;

describe('a flag', () => {
  test.each<[string, Partial<Incident>]>([
    ['routing/unmatched', { services: [] }],
    ['maintenance', { kind: 'maintenance' }],
    ['duplicate', { relations: { causedBy: [], duplicateOf: '2026-11-20-shop' } }],
    ['public/identified', { public: stated, updates: [told] }],
    ['public/visible', { public: { visibility: 'public' } }],
    ['cascade', { relations: { causedBy: ['2026-11-20-shop'] } }],
  ])('`%s` says what the file says', (flag, changes) => {
    expect(flagsOf(changes)).toContain(flag);
    expect(flagsOf({})).toEqual([]);
  });

  test('`routing/unmatched` asks nothing of planned work', () => {
    expect(flagsOf({ kind: 'maintenance', services: [] })).not.toContain('routing/unmatched');
  });
});
