import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../model/instant.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { readDocuments } from './document-set.ts';
import { DEFAULT_LEVELS, toLevels } from './levels.ts';

describe('levels', () => {
  test('are those that Tocsin begins with where nothing is said', () => {
    expect(toLevels({ levels: {} })).toEqual(DEFAULT_LEVELS);
  });

  test('change only in what the file says', () => {
    const levels = toLevels({
      levels: { sev2: { acknowledge: '10m', postmortem: { due: '3d' }, runbook: ['Look'] } },
    });
    expect(levels.sev1).toEqual(DEFAULT_LEVELS.sev1);
    expect(levels.sev2).toEqual({
      ...DEFAULT_LEVELS.sev2,
      acknowledgeMs: 10 * MINUTE_MS,
      postmortem: { ...DEFAULT_LEVELS.sev2.postmortem, dueMs: 3 * 24 * 60 * MINUTE_MS },
      runbook: ['Look'],
    });
  });

  test('promise updates, or with `never` none', () => {
    const said = toLevels({ levels: { sev1: { update: 'never' }, sev3: { update: '2h' } } });
    expect(said.sev1.updateMs).toBeNull();
    expect(said.sev2.updateMs).toBe(30 * MINUTE_MS);
    expect(said.sev3.updateMs).toBe(120 * MINUTE_MS);
  });

  test('of the example organisation ask for no post-mortem of a sev3', () => {
    const [located] = readDocuments(exampleFiles()).documents.levels;
    if (located === undefined) throw new Error('no levels');
    const levels = toLevels(located.document);
    expect(levels.sev3.postmortem.categories).toEqual([]);
    expect(levels.sev1.postmortem.from).toBe('declared');
  });
});
