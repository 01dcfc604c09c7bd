// What a word is taken for where one service has a whole repository, so that a pattern fits every word.
import { describe, expect, test } from 'vitest';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { resolveOwner } from './resolve.ts';
import { readSubject } from './subject.ts';

const organisation = organisationOf([
  ...smallFiles(),
  {
    path: 'ownership/products/money.yaml',
    text: `schema: tocsin/product@1
name: Money
function: backend
fallback: {backend: stores}
services:
  - id: billing
    name: Billing
    teams: {backend: shop}
    aliases: ["bill-*"]
    code:
      - {repo: shop, paths: ["**"]}
      - {repo: tools, paths: [Jenkinsfile, "*.sql"]}
`,
  },
]);

function asked(text: string): string {
  const subject = readSubject(organisation, text, { repo: null, function: null });
  if (subject.kind === 'no path') return subject.kind;
  const { step, runnersUp } = resolveOwner(organisation, subject.signal);
  const near = runnersUp.find(({ doubts }) => doubts?.includes('misspelt'))?.service;
  return `${subject.kind} by ${step}${near == null ? '' : `, near ${near}`}`;
}

describe('a word of the command line', () => {
  test.each([
    ['biling', 'service by triage, near billing'],
    ['billing.', 'transaction by triage'],
    ['bill.ing', 'transaction by triage'],
    ['BILL-API', 'service by alias'],
    ['billing api', 'service by triage'],
    ['constructor', 'service by triage'],
    ['GET /x y', 'endpoint by triage'],
    ['POST /v1/fees', 'endpoint by triage'],
    ['post /v1/fees', 'endpoint by triage'],
    ['Post /x y', 'endpoint by triage'],
    ['POST https://pay.example/v1/fees', 'endpoint by triage'],
    ['HTTPS://pay.example/v1/fees', 'endpoint by triage'],
    ['https://pay.example/v1/fees', 'endpoint by triage'],
    ['get started/fees', 'path by path'],
    ['post /fees.sql', 'endpoint by triage'],
    ['Jenkinsfile', 'path by path'],
    ['schema.sql', 'path by path'],
    ['charge.ts', 'path by path'],
    ['./Makefile', 'path by path'],
    ['lib/biling', 'path by path'],
  ])('`%s` is a %s', (text, expected) => {
    expect(asked(text)).toBe(expected);
  });
});
