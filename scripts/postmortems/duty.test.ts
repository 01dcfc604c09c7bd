// What people chose in a draft, told from what Tocsin proposed.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { exampleOrganisation } from '../rules/fixtures/organisation.ts';
import { chosenInDraft, postmortemDue, postmortemMeeting } from './duty.ts';
import { incidentOf } from './fixtures/incident.ts';

const example = exampleOrganisation();
const { sev1 } = example.levels;
/** The graver, the sooner. */
const organisation: Organisation = {
  ...example,
  levels: {
    ...example.levels,
    sev1: { ...sev1, postmortem: { ...sev1.postmortem, dueMs: sev1.postmortem.dueMs / 2 } },
  },
};

function proposedFor(incident: Incident): { readonly due: string; readonly meeting: string } {
  return {
    due: postmortemDue(organisation, incident),
    meeting: postmortemMeeting(organisation, incident),
  };
}

describe('what a draft says', () => {
  const mild = incidentOf({ severity: 'sev3', severityMax: 'sev3' });
  const grave: Incident = { ...mild, severity: 'sev1', severityMax: 'sev1' };

  test('is nobody’s choice where Tocsin proposes it, or did before the incident got worse', () => {
    expect(proposedFor(grave).due).not.toBe(proposedFor(mild).due);
    expect(chosenInDraft(organisation, mild, proposedFor(mild))).toBeNull();
    expect(chosenInDraft(organisation, grave, proposedFor(mild))).toBeNull();
  });

  test('is nobody’s choice where it is from before the last end', () => {
    const again = { ...grave, at: { ...grave.at, resolved: '2027-01-08T10:00:00.000Z' } };
    const draft = { due: '2027-01-07', meeting: '2027-01-05T10:00:00.000Z' };
    expect(chosenInDraft(organisation, again, draft)).toBeNull();
    expect(chosenInDraft(organisation, again, { ...draft, due: '2027-01-09' })).not.toBeNull();
  });

  test('is a choice where day or meeting is another one', () => {
    const { due, meeting } = proposedFor(grave);
    const day = '2027-02-02';
    expect(chosenInDraft(organisation, grave, { due: day, meeting })).toEqual({
      due: day,
      meeting,
    });
    const talk = '2026-11-23T15:00:00.000Z';
    expect(chosenInDraft(organisation, grave, { due, meeting: talk })).toEqual({
      due,
      meeting: talk,
    });
    expect(chosenInDraft(organisation, grave, { due })).toEqual({ due, meeting: null });
  });
});
