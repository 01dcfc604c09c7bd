// What people chose in a draft, told from what Tocsin proposed.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { incidentOf } from './testing/incident.ts';
import { chosenInDraft, proposalOf, rememberedProposal } from './proposal.ts';

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
const mild = incidentOf({ severity: 'sev3', severityMax: 'sev3' });
const grave: Incident = { ...mild, severity: 'sev1', severityMax: 'sev1' };
const ofMild = proposalOf(organisation, mild);
const ofGrave = proposalOf(organisation, grave);

describe('what a draft says', () => {
  test('is nobody’s choice where Tocsin proposes it, or proposed it last', () => {
    expect(ofGrave.due).not.toBe(ofMild.due);
    expect(chosenInDraft(organisation, mild, { days: ofMild, last: null })).toBeNull();
    expect(chosenInDraft(organisation, grave, { days: ofMild, last: ofMild })).toBeNull();
    expect(chosenInDraft(organisation, grave, { days: ofGrave, last: ofMild })).toBeNull();
  });

  test('is a choice where it is another one, also what another level gives', () => {
    expect(chosenInDraft(organisation, grave, { days: ofMild, last: ofGrave })).toEqual(ofMild);
    const talk = '2026-11-23T15:00:00.000Z';
    const { due, meeting } = ofGrave;
    const chosen = (days: { due: string; meeting?: string }) =>
      chosenInDraft(organisation, grave, { days, last: ofGrave });
    expect(chosen({ due: '2027-02-02', meeting })).toEqual({ due: '2027-02-02', meeting });
    expect(chosen({ due, meeting: talk })).toEqual({ due, meeting: talk });
    expect(chosen({ due })).toEqual({ due, meeting: null });
  });

  test('of a request that remembers nothing is nobody’s choice where any level gives it', () => {
    const resolved = { ...grave, at: { ...grave.at, resolved: '2026-11-27T10:00:00.000Z' } };
    for (const incident of [grave, resolved]) {
      expect(chosenInDraft(organisation, incident, { days: ofMild, last: null })).toBeNull();
      expect(rememberedProposal(organisation, incident, { days: ofMild, last: null })).toEqual(
        ofMild,
      );
    }
    const days = { ...ofMild, due: '2027-02-02' };
    expect(chosenInDraft(organisation, grave, { days, last: null })).not.toBeNull();
  });

  test('stays a choice where the level comes to propose the same for a while', () => {
    const days = { due: ofGrave.due, meeting: ofGrave.meeting };
    const drafted = { days, last: ofMild };
    const chosen = chosenInDraft(organisation, mild, drafted);
    expect(chosen).toEqual(days);
    const raised = { ...grave, postmortemDraft: chosen };
    expect(chosenInDraft(organisation, raised, drafted)).toEqual(days);
    expect(rememberedProposal(organisation, raised, drafted)).toEqual(ofMild);
  });

  test('beside a choice is what Tocsin proposes today', () => {
    const talk = '2026-11-23T15:00:00.000Z';
    const days = { due: ofMild.due, meeting: talk };
    expect(chosenInDraft(organisation, grave, { days, last: ofMild })).toEqual({
      due: ofGrave.due,
      meeting: talk,
    });
  });

  test('is nobody’s choice where its day is before the last end', () => {
    const again = { ...grave, at: { ...grave.at, resolved: '2027-01-08T10:00:00.000Z' } };
    const days = { due: '2027-01-07', meeting: '2027-01-05T10:00:00.000Z' };
    expect(chosenInDraft(organisation, again, { days, last: ofGrave })).toBeNull();
    const later = { ...days, due: '2027-01-09' };
    expect(chosenInDraft(organisation, again, { days: later, last: ofGrave })).not.toBeNull();
  });
});

test('what is remembered is what stands there of ours, and else what people changed', () => {
  const remembered = (days: { due: string; meeting?: string }) =>
    rememberedProposal(organisation, grave, { days, last: ofMild });
  expect(remembered(ofGrave)).toEqual(ofGrave);
  expect(remembered(ofMild)).toEqual(ofMild);
  expect(remembered({ due: '2027-02-02' })).toEqual(ofMild);
  expect(remembered({ due: '2027-02-02', meeting: ofGrave.meeting })).toEqual({
    due: ofMild.due,
    meeting: ofGrave.meeting,
  });
});
