import { describe, expect, test } from 'vitest';
import { INCIDENT_STATES } from '../model/incident.ts';
import { contradictionsOf, enterState, mayMove, statesFor, TRANSITIONS } from './lifecycle.ts';

// Every way, by hand: T triage, I investigating, D identified, M monitoring, R resolved, C closed, U duplicate, X declined.
const WAYS = `
  acknowledge T>I
  raise       T>I
  progress    T>I T>D T>M I>I I>D I>M D>I D>D D>M M>I M>D M>M
  recover     T>M I>M D>M M>M
  recur       M>I
  resolve     T>R I>R D>R M>R
  close       R>C
  reopen      R>I C>I X>I
  relapse     R>I C>I
  decline     T>X I>X
  duplicate   T>U I>U D>U M>U R>U C>U
  separate    U>T U>I U>M U>R U>C
`;
const LETTERS = 'TIDMRCUX';

describe('the life of an incident', () => {
  test('goes exactly the ways of the table', () => {
    const triggers = [...new Set(TRANSITIONS.map(({ by }) => by))];
    const ways = triggers.map((trigger) => {
      const found = INCIDENT_STATES.flatMap((from, left) =>
        INCIDENT_STATES.flatMap((to, right) =>
          mayMove(trigger, from, to) ? [`${LETTERS[left]}>${LETTERS[right]}`] : [],
        ),
      );
      return `${trigger} ${found.join(' ')}`;
    });
    const expected = WAYS.trim()
      .split('\n')
      .map((row) => row.trim().split(/\s+/).join(' '));
    expect(ways).toEqual(expected);
  });

  test('never goes another way, and says which one it was', () => {
    expect(() => enterState({ id: 'x', state: 'closed' }, 'resolve', 'resolved')).toThrow(
      'no way leads x from closed to resolved by resolve',
    );
    expect(enterState({ id: 'x', state: 'monitoring' }, 'resolve', 'resolved').value).toBe(
      'resolved',
    );
  });

  test('can be taken up again from its ends', () => {
    expect(statesFor('reopen')).toEqual(['resolved', 'closed', 'declined']);
    expect(statesFor('relapse')).toEqual(['resolved', 'closed']);
  });

  test.each([
    ['resolved', [], ['resolved missing']],
    ['resolved', ['resolved', 'closed'], ['closed unexpected']],
    ['closed', ['resolved'], ['closed missing']],
    ['closed', ['resolved', 'closed'], []],
    ['investigating', ['resolved'], ['resolved unexpected']],
    ['monitoring', ['mitigated'], []],
    ['triage', [], []],
    ['triage', ['acknowledged', 'mitigated'], ['acknowledged unexpected', 'mitigated unexpected']],
    ['declined', ['closed'], []],
    ['declined', ['resolved'], ['resolved unexpected']],
    ['duplicate', ['resolved'], []],
  ] as const)('as %s with %j contradicts itself: %j', (state, known, expected) => {
    const names: readonly string[] = known;
    expect(
      contradictionsOf({ kind: 'incident', state }, (name) => names.includes(name)).map(
        ({ milestone, kind }) => `${milestone} ${kind}`,
      ),
    ).toEqual(expected);
  });
});
