// How incidents went as rows of tables, one table for each thing that is asked.
import type {
  CountView,
  ShareView,
  SliceView,
} from '../../../../scripts/publication/inside/view.ts';
import { SHARE_TOPICS } from '../../../../scripts/publication/inside/view.ts';
import { counted, partOf } from '../words.ts';

/** The shares of one topic. */
export type ShareGroup = {
  readonly topic: ShareView['topic'];
  readonly title: string;
  readonly rows: readonly ShareRow[];
};

/** A share as a row of a table. */
export type ShareRow = {
  readonly name: string;
  readonly definition: string;
  readonly value: string;
  /** What the value leaves out, or is made of; null for nothing. */
  readonly note: string | null;
};

/** The tables in the order of an incident's life, none where nothing began; what incidents collect stands with the signals. */
export function shareGroups({
  shares,
  problems,
}: Pick<SliceView, 'shares' | 'problems'>): readonly ShareGroup[] {
  if (shares.every(({ of, pending, missing }) => of + pending + missing === 0)) return [];
  return SHARE_TOPICS.map((topic) => ({
    topic,
    title: TITLES[topic],
    rows: [
      ...shares.filter((share) => share.topic === topic).map(shareRow),
      ...(topic === 'signals' ? [countRow(problems)] : []),
    ],
  }));
}

const TITLES: Readonly<Record<ShareView['topic'], string>> = {
  resolution: 'Whether the end came in time and held',
  customers: 'What customers heard',
  learning: 'What followed',
  signals: 'How well signals found their way',
  load: 'When it struck',
};

function shareRow(share: ShareView): ShareRow {
  const { name, definition, count, of, beyond, pending, missing } = share;
  return {
    name,
    definition,
    value: of === 0 && missing > 0 ? 'not known' : partOf(count, of),
    note: noteOf([
      [beyond?.late ?? 0, 'too late'],
      [beyond?.open ?? 0, 'open past it'],
      [pending, beyond === null ? 'not sure yet' : 'open within it'],
      [missing, of === 0 ? 'do not tell' : 'not known'],
    ]),
  };
}

function countRow({ name, definition, counts, missing, summary }: CountView): ShareRow {
  const sum = counts.reduce((total, count) => total + count, 0);
  const many = `${sum} in ${counted(counts.length, 'incident')}`;
  return {
    name,
    definition,
    value:
      counts.length === 0
        ? 'none yet'
        : summary === null
          ? `${many}: ${counts.join(', ')}`
          : `${many}, median ${summary.median}, p90 ${summary.p90}`,
    note: noteOf([[missing, 'without one']]),
  };
}

function noteOf(parts: readonly (readonly [count: number, words: string])[]): string | null {
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return said.length === 0 ? null : said.join(', ');
}
