// Whether everything is written that a post-mortem says, and the impact with numbers.
import { toString } from 'mdast-util-to-string';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Section } from '../incidents/markdown.ts';
import {
  isFrame,
  isInReview,
  isPlaceholder,
  lintFinding,
  type Reading,
  sectionOf,
} from './reading.ts';
import { type SectionPlan, SECTIONS } from './sections.ts';

/** Checks the sections of a post-mortem that is being reviewed or was. */
export function lintSections(reading: Reading): readonly Diagnostic[] {
  if (!isInReview(reading)) return [];
  return SECTIONS.flatMap((plan: SectionPlan) => {
    const section = sectionOf(reading, plan);
    if (section === null) return [missing(reading, plan)];
    const unwritten = checkWritten(reading, plan, section);
    return unwritten.length > 0 || plan.title !== 'Impact'
      ? unwritten
      : checkNumbers(reading, section);
  });
}

function missing({ located }: Reading, { title, ask }: SectionPlan): Diagnostic {
  const { state } = located.document;
  return lintFinding('postmortem-section', 'error', located.locate(['state']), [
    `unexpected state \`${state}\` without a section \`## ${title}\`, expected every section`,
    `add \`## ${title}\`: ${ask}; or write \`state: draft\``,
  ]);
}

function checkWritten(
  { placeOf, located }: Reading,
  { title, ask }: SectionPlan,
  section: Section,
): readonly Diagnostic[] {
  const { state } = located.document;
  const placeholder = section.blocks.find(({ node }) => isPlaceholder(node));
  if (placeholder !== undefined) {
    return [
      lintFinding('postmortem-section', 'error', placeOf(placeholder.start, placeholder.end), [
        `unexpected placeholder in \`## ${title}\` of a post-mortem in the state \`${state}\`, expected text`,
        `write ${ask}; or write \`state: draft\``,
      ]),
    ];
  }
  if (section.blocks.some(({ node }) => !isFrame(node))) return [];
  const end = located.text.indexOf('\n', section.start);
  return [
    lintFinding(
      'postmortem-section',
      'error',
      placeOf(section.start, end === -1 ? located.text.length : end),
      [
        `unexpected empty section \`## ${title}\` of a post-mortem in the state \`${state}\`, expected text`,
        `write ${ask}; or write \`state: draft\``,
      ],
    ),
  ];
}

/** What Tocsin counted itself stands between markers and does not answer how many customers it was. */
function checkNumbers({ placeOf }: Reading, section: Section): readonly Diagnostic[] {
  const end = section.blocks.findIndex(
    ({ node }) => node.type === 'html' && node.value.includes('tocsin:end facts'),
  );
  const written = section.blocks.slice(end + 1).filter(({ node }) => !isFrame(node));
  const [first] = written;
  if (first === undefined || written.some(({ node }) => NUMBER.test(toString(node)))) return [];
  return [
    lintFinding('postmortem-impact', 'error', placeOf(first.start, first.end), [
      'unexpected impact without a number, expected how many of how many, for how long',
      'count requests, orders or customers; say `no customer` where it was none',
    ]),
  ];
}

const NUMBER = /\d|\b(?:nobody|none|no (?:customer|order|payment|request|user|data))/i;
