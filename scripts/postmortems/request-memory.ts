// What the pull request of a post-mortem remembers in hidden lines: of whom its file was told, and what Tocsin proposed.
import type { ActionItem } from '../model/action-item.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import type { ToldOwners } from './carried-items.ts';

/** Day and meeting that Tocsin proposes for a post-mortem. */
export type Proposal = { readonly due: string; readonly meeting: Instant };

/** What is remembered; null for what nothing says. */
export type RequestMemory = {
  /** Owners of the incident's action items when the file was told of them last. */
  readonly told: ToldOwners | null;
  /** Owners in the file as they were seen last while others read it; null while it is a draft. */
  readonly written: ToldOwners | null;
  /** Day and meeting that Tocsin proposed last. */
  readonly proposed: Proposal | null;
};

/** What the body of a pull request remembers. */
export function readMemory(body: string): RequestMemory {
  const told = lineIn(body, 'items');
  const written = lineIn(body, 'written');
  const [due = '', at = ''] = lineIn(body, 'proposed')?.split(' ') ?? [];
  const meeting = parseInstant(at);
  return {
    told: told === null ? null : ownersIn(told),
    written: written === null ? null : ownersIn(written),
    proposed: /^\d{4}-\d{2}-\d{2}$/.test(due) && meeting !== null ? { due, meeting } : null,
  };
}

/** The body once it remembers that, and nothing else. */
export function withMemory(body: string, { told, written, proposed }: RequestMemory): string {
  const days = proposed === null ? null : `${proposed.due} ${proposed.meeting}`;
  const first = withHiddenLine(body, 'proposed', days);
  const second = withHiddenLine(first, 'written', written === null ? null : pairsOf(written));
  return withHiddenLine(second, 'items', told === null ? null : pairsOf(told));
}

/** Owners of items by their ids, empty for nobody. */
export function ownersOf(items: readonly Pick<ActionItem, 'id' | 'assignee'>[]): ToldOwners {
  return new Map(items.map(({ id, assignee }) => [id, assignee ?? '']));
}

/** The words of a hidden line of ours in a body; null where there is none. */
export function lineIn(body: string, name: string): string | null {
  return lineOf(name).exec(body)?.[1]?.trim() ?? null;
}

/** The body with a hidden line of ours below its first one; null takes it away. */
export function withHiddenLine(body: string, name: string, words: string | null): string {
  const known = lineOf(name);
  if (words === null) return body.replace(new RegExp(`${known.source}\\r?\\n?`, 'm'), '');
  const line = `<!-- ${`tocsin:${name} ${words}`.trim()} -->`;
  return known.test(body)
    ? body.replace(known, () => line)
    : body.replace(FIRST, (first) => `${first}\n${line}`);
}

function lineOf(name: string): RegExp {
  return new RegExp(`^<!-- tocsin:${name}((?: [^\\r\\n<>]*?)?) -->`, 'm');
}

const FIRST = /^<!-- tocsin:(?:postmortem|mute) \S+ -->/;

function ownersIn(words: string): ToldOwners {
  const pairs = words.split(' ').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair): [string, string] => {
      const [item = '', owner = ''] = pair.split('=');
      return [item, owner];
    }),
  );
}

function pairsOf(owners: ToldOwners): string {
  return [...owners].map(([item, owner]) => `${item}=${owner}`).join(' ');
}
