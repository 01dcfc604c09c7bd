// What a story says that customers read: their text as they got it, and only where anybody could read it.
import { expect, test } from 'vitest';
import { storyOf } from './story.ts';
import { organisation, record } from './testing/room.ts';

const LIST = 'What works:\n\n- Ordering\n- Payments\n\nWhat fails:\n\n1. Refunds\n2. Invoices';

test.each([
  [LIST, 'What works: Ordering Payments What fails: Refunds Invoices'],
  ['We look at it. <!-- not yet: it is acquirer B -->', 'We look at it.'],
  ['It is two  \nlines.', 'It is two lines.'],
  ['It is `slow` and *late*.', 'It is slow and late.'],
])('%j is told as customers got it', (text, told) => {
  expect(toldOf('public', text)).toBe(`- 2026-11-21 03:05 customers read \`identified\`: ${told}`);
});

test.each(['none', 'restricted', null] as const)(
  'with visibility %s nobody read it',
  (visibility) => {
    expect(toldOf(visibility, 'Payments fail.')).toBe(
      '- 2026-11-21 03:05 written for customers, not shown, `identified`: Payments fail.',
    );
  },
);

/** The row of one update of an incident. */
function toldOf(visibility: 'public' | 'none' | 'restricted' | null, text: string): string {
  const { incident, ...rest } = record();
  const update = { at: '2026-11-21T03:05:00.000Z', status: 'identified', text } as const;
  const [part = ''] = storyOf({
    organisation,
    record: {
      ...rest,
      timeline: [],
      incident: {
        ...incident,
        public: visibility === null ? null : { visibility },
        updates: [update],
      },
    },
    incidents: [],
    fileUrl: (path) => `https://github.example/${path}`,
    pullsUrl: (branch) => `https://github.example/${branch}`,
  });
  return part.split('\n').at(-1) ?? '';
}
