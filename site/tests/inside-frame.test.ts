// Around the pages for people inside: English, from left to right, in the root, whatever the public pages speak.
import { expect, test } from 'vitest';
import { insideFrame, settledInsideFrame } from '../src/data/frame.ts';
import { internalSnapshot } from './sample-snapshot.ts';

const { public: view, ...rest } = internalSnapshot('calm');
const arabic = {
  ...rest,
  public: {
    ...view,
    page: { ...view.page, languages: ['ar', 'de'], support: 'https://a.example' },
  },
} as const;

test.each([
  ['of what goes on', insideFrame],
  ['of what is over', settledInsideFrame],
])('a page %s of an Arabic organisation', (_name, frameOf) => {
  const { speech, links, built, support, languages } = frameOf(arabic, 'inside/incidents/x.html');
  expect([speech.language, speech.direction, speech.source]).toEqual(['en', 'ltr', 'ar']);
  expect([links.home, links.incident('x'), links.file('a.css')]).toEqual([
    '../../',
    '../../incidents/x.html',
    '../../a.css',
  ]);
  if (built !== null) expect(built.time.text).toMatch(/^\d+ November 2026, \d\d:\d\d UTC$/);
  expect(support?.text).toBe('Contact support');
  expect(languages).toEqual([]);
});
