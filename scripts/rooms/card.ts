// The status card of a room: what to do first, then what is known, then what can be unfolded. Written so that it can be
// read in a mail and on a phone.
import type { CardInput } from './input.ts';
import { learningOf } from './learning.ts';
import { nextStep } from './next-step.ts';
import { skippedGate } from './skipped-gate.ts';
import { code, prose } from '../text/safe-prose.ts';
import { renderTable } from './card-table.ts';
import {
  renderAudience,
  renderChecklists,
  renderCommands,
  renderDecision,
  renderDraft,
  renderLatest,
  renderSimilar,
  renderSuspects,
} from './card-sections.ts';

/** How much of the long parts is shown; each cut says so and where the whole is. */
export type Detail = {
  readonly timeline: number;
  readonly suspects: number;
  readonly decision: number;
};

/** The card in Markdown, in at most so many bytes as long as that is possible. */
export function renderCard(input: CardInput, mostBytes: number): string {
  let card = '';
  for (const detail of DETAILS) {
    card = render(input, detail);
    if (Buffer.byteLength(card) <= mostBytes) return card;
  }
  return card;
}

const DETAILS: readonly Detail[] = [
  { timeline: 10, suspects: 6000, decision: 12_000 },
  { timeline: 10, suspects: 2000, decision: 2000 },
  { timeline: 5, suspects: 500, decision: 500 },
  { timeline: 3, suspects: 0, decision: 0 },
];

function render(input: CardInput, detail: Detail): string {
  const { record, clocks, fileUrl } = input;
  const { incident } = record;
  const { window } = incident;
  const step = nextStep(incident, clocks, record.drafts !== null, {
    learning: learningOf(input),
    skipped: skippedGate(input),
    isWindowOver: window !== null && window.recurs === undefined && window.until <= input.now,
  });
  const parts = [
    `**${step.sentence}**`,
    `> ${prose(incident.title, 160)}`,
    ...(record.summary === null || record.summary.startsWith('_Not written yet')
      ? []
      : [prose(record.summary, 500)]),
    renderTable(input),
    ...renderDraft(input),
    ...renderChecklists(input),
    ...renderLatest(input, detail.timeline),
    ...renderSuspects(input, detail.suspects),
    ...renderSimilar(input),
    ...renderAudience(input),
    renderCommands(step.commands, incident),
    ...renderDecision(input, detail.decision),
    `This card is rewritten from [${code(record.path)}](${fileUrl(record.path)}), which has all of it. Write above or below it as you like.`,
  ];
  return `${parts.join('\n\n')}\n`;
}
