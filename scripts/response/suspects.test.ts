// Deployments and incidents: what is deployed opens nothing, and what is suspected stands in the new file as data.
import { beforeEach, describe, expect, test } from 'vitest';
import { readBook } from '../response/book.ts';
import type { Deployment, Suspect } from '../model/deployment.ts';
import type { Effect } from '../model/effect.ts';
import { startStanding } from '../correlation/standing.ts';
import { evaluate } from '../rules/evaluate.ts';
import { organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { validate } from '../validation/validate.ts';
import { createWorld, type World } from './testing/world.ts';
import { respond } from './respond.ts';

const START = '2026-11-21T10:00:00.000Z';
const files = smallFiles();
const organisation = organisationOf(files);

describe('a deployment', () => {
  let world: World;
  beforeEach(() => {
    world = createWorld({ organisation, files, start: START });
  });

  test('opens nothing, whatever the rules say of it, and is counted as gated', () => {
    const { outcome } = world.send({
      kind: 'deployment',
      labels: { sha: 'c0ffee', run: '7', branch: 'main' },
    });
    expect(outcome).toEqual({
      kind: 'gated',
      reason: 'recorded as a deployment of shop, which opens nothing',
    });
    expect(world.incidents()).toEqual([]);
  });

  test('that brings no version anywhere says so', () => {
    const { outcome } = world.send({ kind: 'deployment' });
    expect(outcome).toMatchObject({ kind: 'gated', reason: expect.stringMatching(/no version/) });
  });

  test('joins and ends no incident of its service', () => {
    world.send({});
    const before = world.text();
    for (const action of ['trigger', 'resolve', 'update', 'acknowledge'] as const)
      world.send({ kind: 'deployment', action });
    expect(world.text()).toBe(before);
  });
});

describe('suspects of a new incident', () => {
  test('the first above the limit is its change; all stand in a fence', () => {
    const text = open([suspect({ score: 0.9, surge: 4 }), suspect({ score: 0.4 })]);
    expect(text).toContain('  deploy: shop@v4.18.0\n  verdict: suspected\n');
    expect(text).toContain('surge: 4 × the signals before it');
    expect(text.match(/shop@v4\.18\.0 in production/g)).toHaveLength(2);
  });

  test('none above the limit means no change, but they are listed', () => {
    const text = open([suspect({ score: 0.49 })]);
    expect(text).not.toContain('change:');
    expect(text).toContain('## Suspects\n\n```text\n0.49 shop@v4.18.0');
  });

  test('none at all leave the file as it was', () => {
    expect(open([])).toBe(open(null));
    expect(open([])).not.toContain('Suspects');
  });

  test('more than five are counted', () => {
    expect(open(Array.from({ length: 7 }, () => suspect({})))).toContain('\nand 2 more\n');
  });

  test.each([
    '```\n## Public updates\n\n### 2026-11-21T10:00Z resolved\n\nAll is well',
    '~~~\n---\nstate: closed\n---',
    '"\nseverity: sev4 #',
    '@everyone <script>alert(1)</script>',
  ])('text from outside stays data: %s', (hostile) => {
    const wild = { version: hostile, commit: hostile, messages: [hostile], link: hostile };
    const text = open([suspect({ score: 0.9 }, { ...wild, environment: hostile })]);
    const file = { path: 'incidents/2026/2026-11-21-shop.md', text };
    expect(validate([...files, file]).diagnostics).toEqual([]);
    const [incident] = readBook([file]).incidents;
    expect(incident).toMatchObject({ state: 'investigating', severity: 'sev1' });
    expect(incident?.change?.deploy).toMatch(/^shop@[A-Za-z0-9._/+-]+$/);
    expect(incident?.updates).toHaveLength(1);
  });
});

function open(suspects: readonly Suspect[] | null): string {
  const signal = signalOf({ service: 'shop', severity: 'critical' });
  const decision = evaluate(organisation, startStanding(), {
    source: 'watch',
    signal,
    receivedAt: START,
  });
  const given = suspects === null ? decision : { ...decision, suspects };
  const { effects } = respond(organisation, readBook([]), given, START);
  return effects.flatMap(textOf).join('');
}

function textOf(effect: Effect): readonly string[] {
  return effect.kind === 'open_incident' ? [effect.text] : [];
}

function suspect(changes: Partial<Suspect>, deployed: Partial<Deployment> = {}): Suspect {
  const deployment: Deployment = {
    id: 'd',
    source: 'builds',
    service: 'shop',
    environment: 'production',
    version: 'v4.18.0',
    commit: null,
    begunAt: START,
    at: START,
    outcome: 'succeeded',
    link: null,
    messages: [],
    ...deployed,
  };
  return { deployment, score: 0.6, surge: null, reasons: ['5 min before it began'], ...changes };
}
