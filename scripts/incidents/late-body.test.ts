// Incidents whose bodies are parsed late are the same as those that are read at once.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Located } from '../config/document-set.ts';
import type { IncidentDocument } from '../config/markdown-documents.ts';
import { readDocuments } from '../config/document-set.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { readIncident } from './document.ts';
import { holdsKey, readIncidentLater } from './late-body.ts';

const LOCATED = readDocuments(exampleFiles()).documents.incident;

/** An incident of the example organisation with another body. */
function withBody(body: string): Located<IncidentDocument> {
  const [located] = LOCATED;
  if (located === undefined) throw new Error('the example organisation has no incident');
  return { ...located, text: located.text.slice(0, located.bodyStart) + body };
}

test('every incident of the example organisation is the same however it is read', () => {
  expect(LOCATED.length).toBeGreaterThan(3);
  for (const located of LOCATED)
    expect({ ...readIncidentLater(located) }).toEqual(readIncident(located).incident);
});

const BEGINNING = '## Timeline\n\n### 2026-11-21 (UTC)\n\n- 09:00 [opened] ';
const pieces = fc.array(
  fc.constantFrom(
    '\n- 09:01 ',
    '<!-- e:one -->',
    '<!--e:two-->',
    '<!--\n  e:three\n-->',
    '<!-- e:one --> <!-- e:two -->',
    '> <!--\n> e:three -->',
    '`<!-- e:two -->`',
    '```\n',
    'e:one',
    '\n',
    ' ',
    '-',
  ),
  { maxLength: 12 },
);

test('an operation counts as carried out exactly where its key is one of the timeline, quoted or broken as it may be', () => {
  let held = 0;
  fc.assert(
    fc.property(pieces, fc.constantFrom('one', 'two', 'three'), (words, key) => {
      const located = withBody(BEGINNING + words.join(''));
      const answer = holdsKey(readIncidentLater(located), key);
      expect(answer).toBe(readIncident(located).incident.keys.has(key));
      held += Number(answer);
    }),
    { numRuns: 3000 },
  );
  expect(held).toBeGreaterThan(20);
});
