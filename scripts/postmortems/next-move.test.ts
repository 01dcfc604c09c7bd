import { describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { incidentOf, postmortemOf } from './testing/incident.ts';
import { type Known, mayHaveToEnd, nextMove, type PostmortemMove } from './next-move.ts';
import { postmortemBranch } from './pull-request.ts';

const example = exampleOrganisation();
const shared = { ...example, settings: { ...example.settings, repository: 'public' as const } };
const ID = incidentOf().id;
const MINOR = { severity: 'sev4', severityMax: 'sev4' } as const;
const RESTRICTED = { public: { visibility: 'restricted' } } as const;
const BROKEN = { unreadable: [{ incident: ID, mistake: 'line 3: unexpected `due`' }] };
const BRANCHES = { branches: [postmortemBranch(ID)] };
const DRAFT = postmortemOf({ state: 'draft' });

function moveOf(changes: Partial<Incident>, known: Partial<Known> = {}): PostmortemMove {
  const nothing = { postmortems: [], unreadable: [], branches: [] };
  return nextMove(incidentOf(changes), { organisation: example, ...nothing, ...known });
}

describe('the post-mortem of an incident', () => {
  test('begins where it is due, and rests before', () => {
    expect(moveOf({})).toEqual({ kind: 'begin' });
    expect(moveOf(MINOR)).toEqual({ kind: 'rest' });
    expect(moveOf({ state: 'closed' })).toEqual({ kind: 'rest' });
  });

  test('is followed from its merge until it is reviewed and the incident names it', () => {
    expect(moveOf({}, { postmortems: [DRAFT] })).toEqual({ kind: 'follow', written: DRAFT });
    const reviewed = { postmortems: [postmortemOf()] };
    expect(moveOf({}, reviewed)).toMatchObject({ kind: 'follow' });
    expect(moveOf({ postmortem: ID }, reviewed)).toEqual({ kind: 'rest' });
  });

  test('ends with an incident that was none or a repeat, where anything was begun', () => {
    for (const state of ['declined', 'duplicate'] as const) {
      expect(moveOf({ state }, BRANCHES)).toEqual({ kind: 'end', state });
      expect(moveOf({ state })).toEqual({ kind: 'rest' });
      expect(mayHaveToEnd(incidentOf({ state }), example)).toBe(true);
    }
    expect(mayHaveToEnd(incidentOf(), example)).toBe(false);
  });

  test('is explained where its file cannot be read, whatever else there is to do', () => {
    const explained = { kind: 'explain', mistake: 'line 3: unexpected `due`' };
    expect(moveOf({}, BROKEN)).toEqual(explained);
    expect(moveOf({ state: 'declined' }, { ...BROKEN, ...BRANCHES })).toEqual(explained);
  });

  test('is hidden with its incident where everybody reads the repository, also one that cannot be read', () => {
    const incident = incidentOf(RESTRICTED);
    expect(mayHaveToEnd(incident, shared)).toBe(true);
    expect(mayHaveToEnd(incident, example)).toBe(false);
    const hidden = { organisation: shared };
    expect(moveOf(RESTRICTED, hidden)).toEqual({ kind: 'hide', isWritten: false });
    expect(moveOf(RESTRICTED, { ...hidden, ...BROKEN })).toEqual({
      kind: 'hide',
      isWritten: false,
    });
    const written = { ...hidden, postmortems: [DRAFT] };
    expect(moveOf(RESTRICTED, written)).toEqual({ kind: 'hide', isWritten: true });
    expect(moveOf(RESTRICTED)).toEqual({ kind: 'begin' });
  });
});
