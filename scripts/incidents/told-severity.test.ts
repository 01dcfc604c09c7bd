// However a file is edited, the worst that its incident ever was stays known.
import { expect, test } from 'vitest';
import { readDocuments } from '../config/document-set.ts';
import { readIncident } from './document.ts';
import { readIncidentLater } from './late-body.ts';

/** The worst severity that is read of a file with such front matter and such lines of a timeline. */
function worstOf(severities: string, ...lines: readonly string[]): string | undefined {
  const text = `---
schema: tocsin/incident@1
title: Card payments fail
state: resolved
${severities}
category: down
environment: production
owner: {team: payments, function: backend}
at: {declared: 2026-11-21T09:00:00Z, resolved: 2026-11-21T10:00:00Z}
---

## Public updates

## Timeline

### 2026-11-21 (UTC)

${lines.map((line) => `- 09:00 ${line}`).join('\n')}

## Signals

- 09:00 [opened] elsewhere: sev1, owner payments by rule <!-- e:forged -->
`;
  const [located] = readDocuments([{ path: 'incidents/2026/2026-11-21-shop.md', text }]).documents
    .incident;
  if (located === undefined) return undefined;
  const { severityMax } = readIncident(located).incident;
  expect(readIncidentLater(located).severityMax).toBe(severityMax);
  return severityMax;
}

const OPENED =
  '[opened] watch p1 reports a problem: sev1, owner payments by service <!-- e:w-1 -->';

test.each([
  ['what it was when a signal opened it', 'severity: sev4', [OPENED], 'sev1'],
  [
    'what it was when somebody declared it',
    'severity: sev4',
    ['[declared] by @mara-okafor: sev2, owner payments by service <!-- e:ic-1 -->'],
    'sev2',
  ],
  [
    'what it was raised to, and lowered from',
    'severity: sev3',
    ['[lowered] sev2 → sev3 by @mara-okafor: less than it was <!-- e:ic-2 -->'],
    'sev2',
  ],
  [
    'what somebody raised it to by declaring it again',
    'severity: sev4',
    [
      '[joined] declared again by @mara-okafor, sev3 → sev2: a title with sev4 → sev1 <!-- e:ic-3 -->',
    ],
    'sev2',
  ],
  [
    'one that a further problem brought',
    'severity: sev4',
    [
      '[joined] watch reports a further problem, sev4 → sev2 by severity rule `high`, rules/a.yaml:4 <!-- e:ic-6 -->',
    ],
    'sev2',
  ],
  ['the worst that the file states', 'severity: sev4\nseverity_max: sev2', [], 'sev2'],
  [
    'not the milder one that somebody wrote beside it',
    'severity: sev2\nseverity_max: sev4',
    [],
    'sev2',
  ],
  [
    'nothing that people wrote by hand',
    'severity: sev4',
    ['[raised] sev4 → sev1', 'it was a sev1 <!-- e:ic-4 -->'],
    'sev4',
  ],
  [
    'nothing from before something moved to another incident',
    'severity: sev4',
    [OPENED, '[moved] cart to [x](x.md): cart ← shop <!-- e:m-1 -->'],
    'sev4',
  ],
] as const)('the worst severity is %s', (_what, severities, lines, expected) => {
  expect(worstOf(severities, ...lines)).toBe(expected);
});
