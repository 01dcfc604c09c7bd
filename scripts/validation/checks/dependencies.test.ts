import { expect, test } from 'vitest';
import { smallFiles } from '../../rules/testing/organisation.ts';
import { validate } from '../validate.ts';

const findingsWith = (needs: string): readonly string[] =>
  validate(
    smallFiles().map((file) =>
      file.path === 'ownership/products/sales.yaml' && 'text' in file
        ? {
            path: file.path,
            text: file.text
              .replace('  - id: shop\n', '  - id: shop\n    needs: [cart]\n')
              .replace('  - id: cart\n', `  - id: cart\n    needs: ${needs}\n`),
          }
        : file,
    ),
  ).diagnostics.map(({ code }) => code);

test('services that need each other are a circle, one that something else can stand in for is none', () => {
  expect(findingsWith('[shop]')).toEqual(['dependency-cycle']);
  expect(findingsWith('[{any_of: [shop, ledger]}]')).toEqual([]);
});
