import { describe, expect, test } from 'vitest';
import { exampleFiles, organisationOf, smallFiles } from './testing/organisation.ts';
import { readName } from './name-lint.ts';

const organisation = organisationOf(
  exampleFiles().map((file) =>
    'text' in file && file.path === 'rules/00-global.yaml'
      ? {
          ...file,
          text: file.text.replace(
            '\ntests:\n',
            '  - id: titles\n    from: title\n    pattern: "[{environment}] {service}: {check}"\n$&',
          ),
        }
      : file,
  ),
);

const withAlike: Readonly<Record<string, (text: string) => string>> = {
  'tocsin.yaml': (text) => text.replace('[production, staging]', '[production, team-a, team-b]'),
  'rules/00-global.yaml': (text) =>
    `${text}extract:\n  - {id: hosts, from: host, pattern: "{environment}-{service}-{check}"}\n`,
  'ownership/products/sales.yaml': (text) =>
    text +
    ['psp-a', 'psp-b', 'node-a', 'node-b', 'node-c', 'node-d']
      .map((id) => `  - {id: ${id}, name: ${id}, teams: {backend: shop}}\n`)
      .join(''),
};
const alike = organisationOf(
  smallFiles().map((file) =>
    'text' in file ? { ...file, text: withAlike[file.path]?.(file.text) ?? file.text } : file,
  ),
);

describe('a name', () => {
  test('that fits tells its fields and the convention', () => {
    expect(readName(organisation, 'prod/order-api/http', null)).toEqual({
      kind: 'fits',
      convention: 'probe-jobs',
      fields: { environment: 'prod', service: 'order-api', check: 'http' },
    });
    expect(readName(organisation, '[staging] mailer: queue', null)).toMatchObject({
      kind: 'fits',
      convention: 'titles',
    });
  });

  test.each([
    ['prod/order-apy/http', 6, 'a declared service', 'prod/order-api/http'],
    ['prd/mailer/http', 1, 'a declared environment', 'prod/mailer/http'],
    ['prod:mailer/http', 5, '`/`', 'prod/mailer/http'],
    ['prod/mailer', 12, '`/`', 'prod/mailer/{check}'],
    ['prod/mailer-3/http', 12, '`/`', null],
    ['prod/mailer/', 13, 'text for `{check}`', 'prod/mailer/{check}'],
    ['prod/nothing-known/http', 6, 'a declared service', null],
    ['[prod] order-apy: slow', 8, 'a declared service', '[prod] order-api: slow'],
    ['', 1, 'a declared environment', null],
  ])('%j fails at character %i, where %s stands', (name, character, expected, suggestion) => {
    expect(readName(organisation, name, null)).toMatchObject({
      kind: 'fails',
      character,
      expected,
      suggestions: suggestion === null ? [] : [suggestion],
    });
  });

  test.each([
    ['a letter too many', 'prod/order-apis/http', 'prod/order-api/http'],
    ['a letter too many before', 'prod/xorder-api/http', 'prod/order-api/http'],
    ['a letter too few', 'prod/oder-api/http', 'prod/order-api/http'],
    ['another letter', 'prod/order-apy/http', 'prod/order-api/http'],
    ['two letters swapped', 'prod/ordre-api/http', 'prod/order-api/http'],
    ['a slip in the environment', 'prodd/order-api/http', 'prod/order-api/http'],
    ['the whole environment with a slip', 'prodcution/mailer/http', 'production/mailer/http'],
    ['two slips', 'prd/order-apy/http', 'prod/order-api/http'],
    ['hyphens as separators', 'prod-order-api-http', 'prod/order-api/http'],
    ['dots as separators', 'prod.order-api.http', 'prod/order-api/http'],
    ['underscores everywhere', 'prod_order_api_http', 'prod/order-api/http'],
    ['blanks as separators', 'prod order-api http', 'prod/order-api/http'],
    ['colons as separators', 'prod:order-api:http', 'prod/order-api/http'],
    ['one other separator', 'prod/order-api-http', 'prod/order-api/http'],
    ['a separator twice', 'prod//order-api/http', 'prod/order-api/http'],
    ['another separator and a slip', 'prod-order-apy-http', 'prod/order-api/http'],
    ['an underscore in a service', 'prod/order_api/http', 'prod/order-api/http'],
    ['no separator', 'prod/order-api', 'prod/order-api/{check}'],
    ['no environment', 'order-api/http', '{environment}/order-api/http'],
    ['no environment, other separators', 'order-api-http', '{environment}/order-api/http'],
    ['no service', 'prod/http', 'prod/{service}/http'],
    ['nothing after the separator', 'prod/mailer/', 'prod/mailer/{check}'],
    ['no bracket at the end', '[prod order-api: slow', '[prod] order-api: slow'],
    ['other brackets', '(prod) order-api: slow', '[prod] order-api: slow'],
    ['a colon too few', '[prod] order-api slow', '[prod] order-api: slow'],
    ['no brackets', 'prod order-api: slow', '[prod] order-api: slow'],
    ['letters kept as they are', 'PROD-Order-API-Http', 'PROD/Order-API/Http'],
  ])('with %s, such as %j, should read %j', (_, name, suggestion) => {
    const field = suggestion.startsWith('[') ? 'title' : 'label.job';
    const reading = readName(organisation, name, field);
    expect(reading).toMatchObject({ kind: 'fails', suggestions: [suggestion] });
    const { missing = null } = reading?.kind === 'fails' ? reading : {};
    expect(missing).toBe(/\{(\w+)\}/.exec(suggestion)?.[1] ?? null);
    if (missing === null)
      expect(readName(organisation, suggestion, field)).toMatchObject({ kind: 'fits' });
  });

  test.each([
    'node-exporter',
    'http',
    'prod',
    'prod/mailer-3/http',
    'x/y/z',
    '///',
    'prod/',
    'mailer',
  ])('that is like nothing known, such as %j, is not guessed', (name) => {
    expect(readName(organisation, name, 'label.job')).toMatchObject({ suggestions: [] });
  });

  test.each([
    ['prod-psp-c-x', ['prod-psp-a-x', 'prod-psp-b-x']],
    ['prod-psp-c', ['prod-psp-a-{check}', 'prod-psp-b-{check}']],
    ['prod/psp-c/x', ['prod-psp-a-x', 'prod-psp-b-x']],
    ['prod-psp-ab-x', ['prod-psp-a-x', 'prod-psp-b-x']],
    ['team-c-psp-a-x', ['team-a-psp-a-x', 'team-b-psp-a-x']],
    ['team-c-psp-c-x', []],
    ['prod-node-z-x', []],
    ['prod-psp-bb-x', ['prod-psp-b-x']],
  ])(
    'to which several declared ones are equally near, such as %j, should read %j',
    (name, suggestions) => {
      expect(readName(alike, name, 'host')).toMatchObject({ suggestions });
    },
  );

  test('is compared with the convention as it is written, at its line', () => {
    expect(readName(organisation, 'x', 'label.job')).toMatchObject({
      pattern: '{environment}/{service}/{check}',
      place: { file: 'rules/00-global.yaml', line: expect.any(Number) },
    });
  });

  test('is read in a moment, however long and odd it is', () => {
    const begun = process.cpuUsage();
    for (const name of ['prod-'.repeat(39), 'a-'.repeat(99), 'order-api/'.repeat(19)])
      readName(organisation, name, null);
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(1000);
  });

  test('is read by the conventions of one field when that is asked', () => {
    expect(readName(organisation, 'prod/order-api/http', 'title')).toMatchObject({
      kind: 'fails',
      convention: 'titles',
    });
    expect(readName(organisation, 'prod/order-api/http', 'host')).toBeNull();
  });
});
