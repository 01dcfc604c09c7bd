// Which services somebody means who declares an incident, and who answers for it.
import type { OwnerResolution } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Owner } from '../model/owner.ts';
import type { Signal } from '../model/signal.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { subjectSignal } from '../ownership/subject.ts';
import { hint, quoted, wordsOf } from '../slash-commands/words.ts';

/** The services that names mean, who answers for them, and what is said of names that mean nothing. */
export type Affected = {
  /** Known ones, the owner's first. */
  readonly services: readonly string[];
  readonly owner: Owner;
  /** How the owner was found. */
  readonly ownerWords: string;
  /** What was assumed, and how to correct it, a sentence each. */
  readonly remarks: readonly string[];
  /** What is said of names that nothing has, beside others that are known. */
  readonly unknown: readonly string[];
};

/** Whoever answers for the first known one owns the incident; where none is known it goes to triage. */
export function affectedBy(
  organisation: Organisation,
  typed: readonly string[],
  now: Instant,
): Affected {
  const names = namesOf(organisation, typed);
  const resolve = (signal: Signal): OwnerResolution =>
    resolveOwner(organisation, signal, { source: null, told: new Set(), now });
  const found = names.map((name) => ({
    name,
    resolution: resolve(subjectSignal('service', name, null)),
  }));
  const unknown = found.filter(({ resolution: { service } }) => service === null);
  const first = found.find(({ resolution: { service } }) => service !== null) ?? found[0];
  const resolution = first?.resolution ?? resolve(subjectSignal('path', '', null));
  const isUnowned = unknown.length > 0 && unknown.length === found.length;
  const said = names.map(quoted).join(', ');
  const services = organisation.services.keys();
  return {
    services: [...new Set(found.flatMap(({ resolution: { service } }) => service ?? []))],
    owner: resolution.owner,
    ownerWords: `${resolution.owner.team} by ${evidenceOf(resolution)}${isUnowned ? `; nothing is called ${said}` : ''}`,
    remarks: isUnowned
      ? [
          `Nothing is called ${said}, so it went to ${resolution.owner.team}. ${hint(names[0] ?? '', services)} Hand it to whom it belongs with \`/delegate team\`.`,
        ]
      : [],
    unknown: isUnowned
      ? []
      : unknown.map(
          ({ name }) =>
            `No service is called ${quoted(name)}. ${hint(name, organisation.services.keys())} It is left out.`,
        ),
  };
}

/** Spaces part names where one of the words is a service; elsewhere they belong to a name. */
function namesOf({ services }: Organisation, typed: readonly string[]): readonly string[] {
  const names = typed.flatMap((text) => {
    const name = wordsOf(text);
    const words = name?.split(' ') ?? [];
    return name === null || words.some((word) => services.has(word)) ? words : [name];
  });
  return [...new Set(names)];
}
