import { describe, expect, test } from 'vitest';
import { exampleFiles, organisationOf } from './fixtures/organisation.ts';
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
    ['prod/mailer', 12, '`/`', null],
    ['prod/mailer-3/http', 12, '`/`', null],
    ['prod/mailer/', 13, 'text for `{check}`', null],
    ['prod/nothing-known/http', 6, 'a declared service', null],
    ['[prod] order-apy: slow', 8, 'a declared service', '[prod] order-api: slow'],
    ['', 1, 'a declared environment', null],
  ])('%j fails at character %i, where %s stands', (name, character, expected, suggestion) => {
    expect(readName(organisation, name, null)).toMatchObject({
      kind: 'fails',
      character,
      expected,
      suggestion,
    });
  });

  test('is read by the conventions of one field when that is asked', () => {
    expect(readName(organisation, 'prod/order-api/http', 'title')).toMatchObject({
      kind: 'fails',
      convention: 'titles',
    });
    expect(readName(organisation, 'prod/order-api/http', 'host')).toBeNull();
  });
});
