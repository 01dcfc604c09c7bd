import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActionItem } from '../model/action-item.ts';
import { INCIDENT_STATES } from '../model/incident.ts';
import { POSTMORTEM_STATES, type Postmortem } from '../model/postmortem.ts';
import { INCIDENT_CATEGORIES } from '../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { incidentOf, itemOf, postmortemOf } from './testing/incident.ts';
import { closingDue } from './closing.ts';
import { gateOf, isPostmortemRequired } from './gate.ts';
import { passedBy } from './past-gate.ts';

const organisation = exampleOrganisation();
const NOW = '2026-11-22T12:00:00.000Z';

const reasonsOf = (
  incident: ReturnType<typeof incidentOf>,
  postmortem: Postmortem | null,
  now = NOW,
): readonly string[] => {
  const gate = gateOf(organisation, incident, postmortem, now);
  return gate.kind === 'held' ? gate.reasons : [];
};

describe('a post-mortem is required', () => {
  test('by the category, at the worst severity that there ever was', () => {
    const lowered = incidentOf({ severity: 'sev4', severityMax: 'sev2' });
    expect(isPostmortemRequired(organisation, lowered)).toBe(true);
    expect(isPostmortemRequired(organisation, { ...lowered, category: 'tooling' })).toBe(false);
    expect(isPostmortemRequired(organisation, { ...lowered, severityMax: 'sev4' })).toBe(false);
  });

  test.each([
    ['a maintenance', incidentOf({ kind: 'maintenance' })],
    ['a duplicate', incidentOf({ state: 'duplicate' })],
    ['what was none', incidentOf({ state: 'declined' })],
  ])('never of %s', (_name, incident) => {
    expect(isPostmortemRequired(organisation, incident)).toBe(false);
  });
});

describe('the gate', () => {
  test('opens when the post-mortem is reviewed and every promise is complete', () => {
    const postmortem = postmortemOf({ actionItems: [itemOf()] });
    expect(gateOf(organisation, incidentOf(), postmortem, NOW)).toEqual({ kind: 'open' });
  });

  test('is held by a review from before it ended: it failed again after others had read', () => {
    const early = postmortemOf({ reviewed: '2026-11-21T09:30:00.000Z' });
    expect(reasonsOf(incidentOf(), early)).toEqual([
      'the post-mortem `2026-11-21-payments-api` was reviewed before it ended and knows nothing of what came after: add that by a reviewed pull request, and set `reviewed` there to the time of that review',
    ]);
    const late = postmortemOf({ reviewed: '2026-11-21T10:30:00.000Z' });
    expect(reasonsOf(incidentOf(), late)).toEqual([]);
  });

  test('says how to begin a post-mortem that is missing', () => {
    expect(reasonsOf(incidentOf(), null)).toEqual([
      'a sev2 of the category `errors` needs a post-mortem, and none is merged: finish the pull request of `tocsin/postmortem/2026-11-21-payments-api`, have it approved and merge it',
    ]);
  });

  test('asks what kind a sev2 was of which nobody said it, and never closes it by itself', () => {
    const unknown = incidentOf({ category: 'other', severityMax: 'sev2' });
    expect(reasonsOf(unknown, null)).toEqual([expect.stringContaining('`/set category errors`')]);
    expect(reasonsOf(unknown, postmortemOf())).toEqual([]);
    expect(reasonsOf({ ...unknown, category: 'tooling' }, null)).toEqual([]);
    expect(reasonsOf({ ...unknown, severityMax: 'sev3' }, null)).toEqual([]);
    const at = { ...unknown.at, resolved: NOW };
    expect(closingDue(organisation, { ...unknown, at })).toBeNull();
    expect(closingDue(organisation, { ...unknown, at, category: 'tooling' })).not.toBeNull();
  });

  test('names who sees to a post-mortem that is not reviewed, and since when it is late', () => {
    const draft = postmortemOf({ state: 'draft', due: '2026-11-28' });
    expect(reasonsOf(incidentOf(), draft)).toEqual([
      'the post-mortem `2026-11-21-payments-api` is `draft` and not `reviewed`: nobody else than @mara-okafor approved it before it was merged, or it has gaps (`tocsin postmortem lint` names them). Mend that and set `state: reviewed` by pull request; @mara-okafor sees to it, it is due on 2026-11-28',
    ]);
    expect(reasonsOf(incidentOf(), draft, '2026-11-29T00:00:00.000Z')[0]).toContain(
      'it was due on 2026-11-28',
    );
  });

  test('asks that a post-mortem which several incidents share names each of them', () => {
    const incident = incidentOf({ id: '2026-11-21-shop', postmortem: '2026-03-01-shop' });
    const about = (text: string): Postmortem =>
      postmortemOf({ incident: '2026-03-01-shop', report: { text, factors: [] } });
    const held = [expect.stringContaining('does not name `2026-11-21-shop`')];
    expect(reasonsOf(incident, about('The shop was down.'))).toEqual(held);
    expect(reasonsOf(incident, about('As in 2026-11-21-shop-2.'))).toEqual(held);
    expect(reasonsOf(incident, about('It covers 2026-11-21-shop-api, and no more.'))).toEqual(held);
    expect(reasonsOf(incident, about('It covers [2026-11-21-shop](../x.md).'))).toEqual([]);
    const unknown = { ...incident, category: 'other' as const, severityMax: 'sev2' as const };
    expect(reasonsOf(unknown, about('The shop was down.'))).toHaveLength(1);
    expect(reasonsOf(unknown, about('It covers 2026-11-21-shop.'))).toEqual([]);
  });

  test('names each accepted action item with what it lacks', () => {
    const postmortem = postmortemOf({
      actionItems: [
        itemOf({ id: 'A2', issue: null, due: null, ownerTeam: 'dissolved' }),
        itemOf({ id: 'A1', issue: null }),
      ],
    });
    expect(reasonsOf(incidentOf(), postmortem)).toEqual([
      'action item A1 is accepted and lacks an issue',
      'action item A2 is accepted and lacks an issue, an owner and a due date',
    ]);
  });

  test('does not wait for what is proposed, dropped or done', () => {
    const bare = { issue: null, due: null } as const;
    const actionItems = (['proposed', 'dropped', 'done'] as const).map((status, index) =>
      itemOf({ ...bare, id: `A${index + 1}`, status }),
    );
    expect(reasonsOf(incidentOf(), postmortemOf({ actionItems }))).toEqual([]);
  });

  test('asks the post-mortem about an item that the incident states as well', () => {
    const incident = incidentOf({ actions: [itemOf({ issue: null })] });
    expect(reasonsOf(incident, postmortemOf())).toHaveLength(1);
    expect(reasonsOf(incident, postmortemOf({ actionItems: [itemOf()] }))).toEqual([]);
  });

  test('counts items of a shared post-mortem only where it was written', () => {
    const shared = postmortemOf({
      incident: '2026-11-21-ledger-db',
      actionItems: [itemOf({ issue: null })],
      report: { text: `It covers ${incidentOf().id} as well.`, factors: [] },
    });
    expect(reasonsOf(incidentOf(), shared)).toEqual([]);
    expect(reasonsOf(incidentOf({ id: shared.incident }), shared)).toHaveLength(1);
  });

  test('asks nothing of what is not shown on GitHub that only GitHub could give', () => {
    const settings = { ...organisation.settings, repository: 'public' as const };
    const hidden = incidentOf({
      category: 'security',
      actions: [itemOf({ issue: null, due: null })],
    });
    const ask = (postmortem: Postmortem | null): readonly string[] => {
      const gate = gateOf({ ...organisation, settings }, hidden, postmortem, NOW);
      return gate.kind === 'held' ? gate.reasons : [];
    };
    expect(ask(null)).toEqual([
      'a sev2 of the category `security` needs a post-mortem, and there is none: write it with `tocsin postmortem draft 2026-11-21-payments-api`, have somebody else read it, and commit it with `state: reviewed` without a pull request, which everybody would see',
      'action item A1 is accepted and lacks a due date',
    ]);
    const [unread] = ask(postmortemOf({ state: 'draft', due: '2026-11-28' }));
    expect(unread).toContain('have somebody else than @mara-okafor read it');
    expect(unread).toContain('commit `state: reviewed` without a pull request');
    expect(ask(postmortemOf({ actionItems: [itemOf({ issue: null })] }))).toEqual([]);
    expect(reasonsOf(hidden, null)).toContain(
      'action item A1 is accepted and lacks an issue and a due date',
    );
  });

  test.each(['triage', 'investigating', 'identified', 'monitoring'] as const)(
    'is closed to what is %s',
    (state) => {
      expect(reasonsOf(incidentOf({ state }), postmortemOf())).toEqual([
        `it is \`${state}\`: resolve it first with \`/resolve\``,
      ]);
    },
  );

  test('lets nothing through that lacks what it asks for, and holds nothing that has it', () => {
    const item: fc.Arbitrary<ActionItem> = fc
      .record({
        id: fc.constantFrom('A1', 'A2', 'A3'),
        status: fc.constantFrom('proposed', 'accepted', 'done', 'dropped'),
        ownerTeam: fc.constantFrom('payments', 'dissolved'),
        assignee: fc.constantFrom(null, 'mara-okafor'),
        due: fc.constantFrom(null, '2026-12-12'),
        issue: fc.constantFrom(null, 7),
      })
      .map(itemOf);
    const items = fc.uniqueArray(item, { selector: (each) => each.id });
    const postmortem = fc.option(
      fc
        .record({ state: fc.constantFrom(...POSTMORTEM_STATES), actionItems: items })
        .map(postmortemOf),
    );
    const incident = fc
      .record({
        state: fc.constantFrom(...INCIDENT_STATES),
        category: fc.constantFrom(...INCIDENT_CATEGORIES),
        severityMax: fc.constantFrom(...INCIDENT_SEVERITIES),
        actions: items,
      })
      .map(incidentOf);
    fc.assert(
      fc.property(incident, postmortem, (each, written) => {
        const said = new Set((written?.actionItems ?? []).map(({ id }) => id));
        const all = [
          ...(written?.actionItems ?? []),
          ...each.actions.filter(({ id }) => !said.has(id)),
        ];
        const isPromised = all.every(
          ({ status, assignee, ownerTeam, due, issue }) =>
            status !== 'accepted' ||
            (issue !== null && due !== null && (assignee !== null || ownerTeam === 'payments')),
        );
        const isRead = written !== null && !['draft', 'in_review'].includes(written.state);
        const isEnded = each.state === 'resolved' || each.state === 'closed';
        const isUnknown = each.category === 'other' && ['sev1', 'sev2'].includes(each.severityMax);
        const wanted =
          isEnded &&
          isPromised &&
          (isRead || (!isPostmortemRequired(organisation, each) && !isUnknown));
        expect(gateOf(organisation, each, written, NOW).kind).toBe(wanted ? 'open' : 'held');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what was ended in its file', () => {
  const timeline = () => [{ at: NOW, text: '[closed] by @mara-okafor', key: 'ic-123' }];
  const beside = { postmortem: null, timeline, original: null };
  const owing = incidentOf({ postmortemOwed: true, category: 'tooling' });

  test.each(['closed', 'declined', 'duplicate'] as const)(
    'as %s owes what it owed, whatever its timeline tells',
    (state) => {
      expect(passedBy(organisation, { ...owing, state }, beside)).toHaveLength(1);
      const postmortem = postmortemOf();
      expect(passedBy(organisation, { ...owing, state }, { ...beside, postmortem })).toEqual([]);
    },
  );

  test('as a duplicate owes nothing where what it repeats owes it', () => {
    const repeat = { ...owing, state: 'duplicate' } as const;
    const free = incidentOf({ id: '2026-11-21-web', category: 'tooling' });
    expect(passedBy(organisation, repeat, { ...beside, original: free })).toHaveLength(1);
    const original = { ...free, postmortemOwed: true };
    expect(passedBy(organisation, repeat, { ...beside, original })).toEqual([]);
  });

  test('owes nothing where its file says of no duty and a command closed it', () => {
    const closed = incidentOf({ state: 'closed' });
    expect(passedBy(organisation, closed, beside)).toEqual([]);
    expect(passedBy(organisation, closed, { ...beside, timeline: () => [] })).toHaveLength(1);
  });
});
