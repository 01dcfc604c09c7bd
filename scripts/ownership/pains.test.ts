// What users of other tools suffer from, each as a test: see the list of pains in the issue.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { exampleFiles, exampleOrganisation } from '../rules/testing/organisation.ts';
import { validate } from '../validation/validate.ts';
import { renderCodeowners } from './codeowners.ts';
import { compareOwnership } from './difference.ts';
import { resolveOwner } from './resolve.ts';
import { subjectSignal } from './subject.ts';

const PAYMENTS = 'ownership/products/payments.yaml';

function edited(
  file: string,
  ...edits: readonly (readonly [string, string])[]
): readonly SourceFile[] {
  return exampleFiles().map((entry) => {
    if (entry.path !== file || !('text' in entry)) return entry;
    const text = edits.reduce((before, [find, replace]) => {
      expect(before).toContain(find);
      return before.replace(find, replace);
    }, entry.text);
    return { path: file, text };
  });
}

const complaints = (files: readonly SourceFile[]): readonly string[] =>
  validate(files).diagnostics.map(({ code, place, message }) => `${code} ${place.file} ${message}`);

describe('an owner that does not exist', () => {
  test('pain 16: is an error with its place, wherever it is named, and nothing is dropped without a word', () => {
    expect(
      complaints(edited('rules/sources/sentry.yaml', ['team: ordering', 'team: ordring'])),
    ).toEqual([
      'reference-unknown rules/sources/sentry.yaml unexpected team `ordring`, expected one that is declared',
    ]);
    expect(complaints(edited(PAYMENTS, ['backend: payments', 'backend: payment']))).toEqual([
      `reference-unknown ${PAYMENTS} unexpected team \`payment\`, expected one that is declared`,
    ]);
  });

  test('pain 16: patterns with ** count like all others', () => {
    const found = resolveOwner(
      exampleOrganisation(),
      subjectSignal('path', 'services/payments/deep/er/charge.ts', 'shop'),
    );
    expect(found).toMatchObject({ service: 'payments-api', match: 'services/payments/**' });
  });

  test('pain 17: a team without a handle stops CODEOWNERS instead of standing in it unseen', () => {
    const files = edited('ownership/teams/storefront.yaml', ['github: larder/storefront\n', '']);
    const { organisation } = validate(files);
    if (organisation === null) throw new Error('the example is valid');
    expect(renderCodeowners(organisation, 'shop').problems.map(({ message }) => message)).toEqual([
      'unexpected team `storefront` without `github`, expected its handle, since it owns code here',
    ]);
  });

  test('pain 17: a pattern that fits no tracked file is an error', () => {
    const surroundings = { now: null, trackedFiles: ['rules/00-global.yaml', 'README.md'] };
    const found = validate(exampleFiles(), surroundings).diagnostics;
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      [
        'code-unmatched',
        'unexpected code path `rules/sources`, expected one that fits a tracked file',
      ],
    ]);
  });
});

describe('a service that was renamed', () => {
  test('pain 18: leaves no old relation behind: whoever still needs it is an error', () => {
    const found = complaints(edited(PAYMENTS, ['- id: ledger-db', '- id: ledger-store']));
    const told = 'unexpected service `ledger-db`, expected one that is declared';
    expect(found.filter((line) => !line.startsWith('reference-unknown incidents/'))).toEqual([
      ...['payments-api', 'credit-api', 'invoicing', 'payouts'].map(
        () => `reference-unknown ${PAYMENTS} ${told}`,
      ),
      `reference-unknown rules/data-platform.yaml ${told}`,
    ]);
  });

  test('pain 18: is shown as gone under the old name and new under the other, and the old name is nobody’s', () => {
    const base = exampleOrganisation();
    const files = edited(
      PAYMENTS,
      ['- id: psp-south', '- id: psp-iberia'],
      ['any_of: [psp-north, psp-south]', 'any_of: [psp-north, psp-iberia]'],
    );
    const { organisation: head } = validate(files);
    if (head === null) throw new Error('the edited example is valid');
    expect(
      compareOwnership(base, head).moves.map(({ name, from, to }) => [
        name,
        from?.service ?? null,
        to?.service ?? null,
      ]),
    ).toEqual([
      ['psp-iberia', null, 'psp-iberia'],
      ['psp-south', 'psp-south', null],
      ['acquirer-south*', 'psp-south', 'psp-iberia'],
    ]);
    expect(resolveOwner(head, subjectSignal('service', 'psp-south', null)).step).toBe('triage');
  });
});

describe('a catalogue as people leave it behind', () => {
  test('pain 19: services without teams, empty on-call, references to nothing: one check names them all', () => {
    const files = [
      ...edited(
        PAYMENTS,
        [
          '    teams:\n      backend: payments\n      data: data-platform\n    aliases: [credit',
          '    aliases: [credit',
        ],
        ['needs: [postgres-fleet]', 'needs: [postgres-fleat]'],
        [
          '      security: security\n    aliases: [payapi',
          '      security: secrity\n    aliases: [payapi',
        ],
      ).filter(({ path }) => path !== 'ownership/teams/ordering.yaml'),
      ...edited('ownership/teams/ordering.yaml', ['schedule: ordering-primary\n', '']).filter(
        ({ path }) => path === 'ownership/teams/ordering.yaml',
      ),
    ];
    expect(
      complaints(files)
        .filter((line) => !line.includes('incidents/'))
        .toSorted(),
    ).toEqual([
      `reference-unknown ${PAYMENTS} unexpected service \`postgres-fleat\`, expected one that is declared`,
      `reference-unknown ${PAYMENTS} unexpected team \`secrity\`, expected one that is declared`,
      `schema-required ${PAYMENTS} unexpected service \`credit-api\` without \`teams\`, expected a team for its function`,
      'tier-without-on-call ownership/products/ordering.yaml unexpected tier 1 service of team `ordering`, expected a team with a schedule',
    ]);
  });
});
