// What the bodies of all GitHub events have in common.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
import { at, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** Where an event happened. */
export type Repository = {
  /** Owner and name, which together are unique. */
  readonly fullName: string;
  readonly name: string | null;
  readonly url: unknown;
};

/** Reads the repository; fails without its full name. */
export function readRepository(body: unknown): Parsed<Repository> {
  const fullName = text(body, 'repository', 'full_name');
  if (fullName === null) return unexpected(body, ['repository', 'full_name'], 'owner and name');
  const name = text(body, 'repository', 'name') ?? fullName.split('/').at(-1) ?? null;
  return parsed({ fullName, name, url: at(body, 'repository', 'html_url') });
}

/** The repository as label, and the facts that are stated. */
export function labelsWith(
  { fullName }: Repository,
  facts: Readonly<Record<string, string | null>>,
): readonly LabelEntry[] {
  return statedLabels({ repository: fullName, ...facts });
}

/** An identity within a repository. */
export function keyOf({ fullName }: Repository, ...parts: readonly (string | null)[]): string {
  return [fullName, ...parts.map((part) => part ?? '')].join('#');
}

/** The first line of a commit's message; the others may name people. */
export function subjectOf(body: unknown, ...path: readonly string[]): string | null {
  const [subject] = (prose(body, ...path) ?? '').split('\n');
  return text(withoutMailAddresses(subject ?? ''));
}
