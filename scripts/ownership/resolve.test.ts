import { describe, expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import { organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { resolveOwner } from './resolve.ts';

const organisation = organisationOf(smallFiles());

const resolve = (signal: Partial<Signal>, minConfidence = 0.5): string => {
  const found = resolveOwner(
    { ...organisation, settings: { ...organisation.settings, minConfidence } },
    signalOf(signal),
  );
  const { team, function: discipline, product } = found.owner;
  const others = found.runnersUp.map(
    (other) =>
      `${other.owner.team} ${other.confidence.toFixed(2)} ${other.step}${other.service === null ? '' : `:${other.service}`}`,
  );
  const place =
    found.place === null ? '-' : `${found.place.file.split('/').at(-1)}:${found.place.line}`;
  return `${team}/${discipline}/${product ?? '-'} ${found.confidence.toFixed(2)} ${found.step} service=${found.service ?? '-'} ${place} | ${others.join(', ')}`;
};

describe('the owner of a signal', () => {
  test.each<[string, Partial<Signal>, string]>([
    [
      'the team that it names',
      { team: 'stores' },
      'stores/backend/- 1.00 explicit service=- stores.yaml:1 | desk 0.10 triage',
    ],
    [
      'the team that it names, with the service it names',
      { team: 'stores', service: 'shop' },
      'stores/backend/sales 1.00 explicit service=shop stores.yaml:1 | shop 0.95 service:shop, desk 0.10 triage',
    ],
    [
      'the team of the service it names',
      { service: 'shop' },
      'shop/backend/sales 0.95 service service=shop sales.yaml:6 | desk 0.10 triage',
    ],
    [
      'the team for the function it names, by the line of the product that names it',
      { service: 'shop', function: 'database' },
      'stores/database/sales 0.95 service service=shop sales.yaml:4 | desk 0.10 triage',
    ],
    [
      'the team for the service’s own function',
      { service: 'ledger' },
      'stores/database/sales 0.95 service service=ledger sales.yaml:16 | desk 0.10 triage',
    ],
    [
      'the service with that very alias',
      { service: 'web' },
      'shop/backend/sales 0.85 alias service=shop sales.yaml:9 | desk 0.10 triage',
    ],
    [
      'the service whose pattern says most',
      { service: 'shop-cart-7' },
      'shop/backend/sales 0.85 alias service=cart sales.yaml:14 | shop 0.65 alias:shop, desk 0.10 triage',
    ],
    [
      'less sure when two patterns say as much',
      { service: 'same-same' },
      'shop/backend/sales 0.65 alias service=cart sales.yaml:14 | stores 0.65 alias:ledger, desk 0.10 triage',
    ],
    [
      'triage, though the product has a team for the function',
      { product: 'sales', function: 'database' },
      'desk/database/sales 0.10 triage service=- tocsin.yaml:4 | stores 0.30 fallback',
    ],
    [
      'triage for a service that nobody declared',
      { service: 'unheard-of' },
      'desk/backend/- 0.10 triage service=- tocsin.yaml:4 | ',
    ],
    [
      'the service of that id in another case, as surely',
      { service: 'Shop' },
      'shop/backend/sales 0.95 service service=shop sales.yaml:6 | desk 0.10 triage',
    ],
    [
      'the service with that alias in another case, as surely',
      { service: 'WEB' },
      'shop/backend/sales 0.85 alias service=shop sales.yaml:9 | desk 0.10 triage',
    ],
    [
      'triage for a mistyped service, with the nearest one as a guess',
      { service: 'ledgre' },
      'desk/backend/- 0.10 triage service=- tocsin.yaml:4 | stores 0.05 service:ledger',
    ],
    ['triage when nothing is named', {}, 'desk/backend/- 0.10 triage service=- tocsin.yaml:4 | '],
    [
      'the next best when the team it names is unknown',
      { team: 'nobody', service: 'shop' },
      'shop/backend/sales 0.95 service service=shop sales.yaml:6 | desk 0.10 triage',
    ],
    [
      'the product’s function when the signal names none',
      { product: 'sales', team: 'stores' },
      'stores/backend/sales 1.00 explicit service=- stores.yaml:1 | desk 0.10 triage',
    ],
    [
      'triage for the name of a property of objects',
      { service: '__proto__', team: 'constructor', product: 'toString', function: 'valueOf' },
      'desk/backend/- 0.10 triage service=- tocsin.yaml:4 | ',
    ],
    [
      'triage for an empty name',
      { service: '', team: '' },
      'desk/backend/- 0.10 triage service=- tocsin.yaml:4 | ',
    ],
  ])('is %s', (_name, signal, expected) => {
    expect(resolve(signal)).toBe(expected);
  });

  test('is the product’s fallback where the organisation trusts that much', () => {
    expect(resolve({ product: 'sales', function: 'database' }, 0.3)).toBe(
      'stores/database/sales 0.30 fallback service=- sales.yaml:4 | desk 0.10 triage',
    );
  });

  test('is triage below the minimum, with the service and the best guess kept', () => {
    expect(resolve({ service: 'same-same' }, 0.7)).toBe(
      'desk/backend/- 0.10 triage service=cart tocsin.yaml:4 | shop 0.65 alias:cart, stores 0.65 alias:ledger',
    );
  });

  test('is triage for a service without a team for the function, and the service is still known', () => {
    const without = {
      ...organisation,
      services: new Map(
        [...organisation.services].map(([id, service]) => [id, { ...service, teams: {} }]),
      ),
    };
    const found = resolveOwner(
      without,
      signalOf({ service: 'shop', product: 'sales', function: 'backend' }),
    );
    expect(found).toMatchObject({ owner: { team: 'desk' }, step: 'triage', service: 'shop' });
  });

  test('never comes from what every object has', () => {
    const odd = { ...organisation, functions: [{ id: 'constructor', name: 'Odd' }] };
    expect(
      resolveOwner(odd, signalOf({ service: 'shop', function: 'constructor' })).owner,
    ).toMatchObject({ team: 'desk' });
  });
});
