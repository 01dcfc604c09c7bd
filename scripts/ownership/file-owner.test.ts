import { expect, test } from 'vitest';
import { loadState } from '../validation/load.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { ownerOfFile } from './file-owner.ts';

const loaded = loadState(readOrganisationFiles(EXAMPLE));

test.each<[string, string | null]>([
  ['rules/payments.yaml', 'payments'],
  ['rules/logistics/depots.yaml', 'logistics'],
  ['rules/sources/prometheus.yaml', 'platform'],
  ['rules/silences/move.yaml', null],
  ['rules/00-global.yaml', null],
  ['ownership/teams/security.yaml', 'security'],
  ['ownership/products/payments.yaml', 'payments'],
  ['ownership/functions.yaml', null],
  ['tocsin.yaml', null],
])('%s is the file of %s', (path, team) => {
  if (loaded.kind === 'invalid') throw new Error('the example is invalid');
  expect(ownerOfFile(loaded.state.organisation, path)).toBe(team);
});
