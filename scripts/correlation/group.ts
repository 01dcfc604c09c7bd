import type { GroupField } from '../model/rule.ts';

/** Values from which the group of a signal is made. */
export type GroupFacts = {
  readonly source: string;
  readonly service: string | null;
  readonly environment: string;
  readonly host: string | null;
};

/** The group of a signal as text; what is missing is said, so that signals without a field never meet by accident. */
export function groupOf(by: readonly GroupField[], facts: GroupFacts): string {
  return by.map((field) => `${field}=${encodeURIComponent(valueOf(field, facts)).slice(0, 120)}`).join(' ');
}

/** The last part of the id of an incident that no service names. */
export function unownedName(source: string): string {
  return `unowned-${source}`;
}

function valueOf(field: GroupField, facts: GroupFacts): string {
  switch (field) {
    case 'service':
      return facts.service ?? unownedName(facts.source);
    case 'environment':
      return facts.environment;
    case 'source':
      return facts.source;
    case 'host':
      return facts.host ?? '<missing>';
  }
}
