// All pages of docs/vendors by file name, made of what is registered. `write-docs.ts` writes them.
import { REFUSAL_CODES, REFUSALS } from '../gateway/refusal.ts';
import { deliveryOf, readFixtures, type Fixture } from '../signals/testing/contract-fixtures.ts';
import { guides } from '../signals/guides.ts';
import { normalise, renderOutcome } from '../signals/normalise.ts';
import { findVendor } from '../signals/registry.ts';
import { renderGenericPage } from './generic-page.ts';
import {
  renderVendorPage,
  renderVendorTable,
  type VendorPageInput,
} from '../signals/vendor-pages.ts';

/** The text of every page. */
export function renderVendorDocs(): ReadonlyMap<string, string> {
  const fixtures = readFixtures().toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const inputs = Object.entries(guides)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([id, guide]): readonly VendorPageInput[] => {
      const adapter = findVendor(id);
      const own = fixtures.filter(({ vendor }) => vendor === id);
      return adapter === undefined ? [] : [{ id, adapter, guide, example: exampleOf(own) }];
    });
  const answers = REFUSAL_CODES.map((code) => ({ code, ...REFUSALS[code] }));
  const pages = inputs.map((input) => [`${input.id}.md`, renderVendorPage(input)] as const);
  return new Map([
    ...pages,
    ['generic.md', renderGenericPage()],
    ['README.md', renderVendorTable(inputs, answers)],
  ]);
}

/** The first fixture that opens a problem. */
function exampleOf(fixtures: readonly Fixture[]): VendorPageInput['example'] {
  for (const fixture of fixtures) {
    const outcome = normalise(fixture.vendor, deliveryOf(fixture));
    if (outcome.kind !== 'signals' || outcome.signals[0]?.action !== 'trigger') continue;
    const { headers, body } = fixture;
    const isForm = fixture.body_encoding === 'form';
    return { headers, body, isForm, outcome: renderOutcome(outcome) };
  }
  return null;
}
