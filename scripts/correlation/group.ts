import type { GroupField } from '../model/rule.ts';
import { keyOf } from './key.ts';

/** Values from which the group of a signal is made. */
export type GroupFacts = {
  readonly source: string;
  /** The declared one. */
  readonly service: string | null;
  /** What the tool calls it, where none is declared. */
  readonly undeclared: string | null;
  readonly environment: string;
  readonly host: string | null;
  readonly product: string | null;
  readonly team: string;
  /** Whether that team only has it because nobody owns it. */
  readonly isUnowned: boolean;
  readonly labels: Readonly<Record<string, string>>;
};

/** The group of a signal as text; what is missing is said, so that signals without a field never meet by accident. */
export function groupOf(by: readonly GroupField[], facts: GroupFacts): string {
  return by.map((field) => `${field}=${valueOf(field, facts)}`).join(' ');
}

/** The last part of the id of an incident that no service names. */
export function unownedName(source: string): string {
  return `unowned-${source}`;
}

function valueOf(field: GroupField, facts: GroupFacts): string {
  switch (field) {
    case 'service':
      return facts.service ?? undeclaredService(facts);
    case 'environment':
      return facts.environment;
    case 'source':
      return facts.source;
    case 'team':
      return facts.team;
    case 'product':
      return facts.product ?? MISSING;
    case 'host':
      return encoded(facts.host);
    default:
      return encoded(labelOf(facts.labels, field.slice('label.'.length)));
  }
}

/** Without a declared service: by the tool's own name for it, else together with what the same team has from the source. */
function undeclaredService({ undeclared, source, team, isUnowned }: GroupFacts): string {
  if (undeclared !== null) return encoded(undeclared);
  return isUnowned ? unownedName(source) : `${unownedName(source)}/${team}`;
}

function labelOf(labels: GroupFacts['labels'], name: string): string | null {
  return Object.hasOwn(labels, name) ? (labels[name] ?? null) : null;
}

const MISSING = '<missing>';

function encoded(text: string | null): string {
  return text === null ? MISSING : shorten(encodeURIComponent(text.toWellFormed()));
}

/** Long names keep their beginning for people and a hash for the difference; the group has to fit its schema. */
function shorten(name: string): string {
  return name.length <= MOST ? name : `${name.slice(0, MOST - 27)}~${keyOf([name])}`;
}

const MOST = 60;
