// A room as a whole: who gets one, and hostile text in every place.
import { describe, expect, test } from 'vitest';
import type { IncidentRecord } from '../incidents/record.ts';
import { NO_KEEPSAKES } from './markers.ts';
import { wantsRoom } from './room.ts';
import { activeParts } from './testing/github-markdown.ts';
import { HOSTILE_TEXTS } from './testing/hostile-texts.ts';
import { bodyOf, NOW, organisation, record, room } from './testing/room.ts';

describe('a public repository', () => {
  test('gets no room of what is restricted or about security', () => {
    const { incident } = record();
    const security = { ...incident, category: 'security' } as const;
    const restricted = { ...incident, public: { visibility: 'restricted' } } as const;
    const { settings } = organisation;
    const open = { ...organisation, settings: { ...settings, repository: 'public' } } as const;
    expect(wantsRoom(security, open)).toBe(false);
    expect(wantsRoom(security, organisation)).toBe(true);
    expect(wantsRoom(restricted, open)).toBe(false);
    expect(wantsRoom(incident, open)).toBe(true);
  });
});

describe.each(HOSTILE_TEXTS)('%j in every place that text reaches', (hostile) => {
  const line = hostile.replaceAll(/\s+/g, ' ').padEnd(8, '.').slice(0, 120);
  const of: IncidentRecord = {
    ...record(),
    incident: { ...record().incident, title: line },
    summary: hostile,
    suspects: hostile,
    drafts: hostile,
    decision: hostile,
    timeline: [{ at: NOW, text: hostile, key: null }],
  };

  test('makes nothing in the room that was not there without it', () => {
    const plain: IncidentRecord = {
      ...of,
      incident: { ...of.incident, title: 'A plain title' },
      summary: 'plain',
      suspects: 'plain',
      drafts: 'plain',
      decision: 'plain',
      timeline: [{ at: NOW, text: 'plain', key: null }],
    };
    expect(activeParts(bodyOf(of))).toEqual(activeParts(bodyOf(plain)));
    expect(room(of)).toMatchObject({ title: room(plain).title, labels: room(plain).labels });
  });

  test('does not change what is read of the room afterwards', () => {
    const body = bodyOf(of);
    expect(room(of).body(body, 1, NO_KEEPSAKES)).toBe(body);
  });
});
