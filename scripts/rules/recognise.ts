// The beginning of a decision, for which nothing of the past is needed: facts from names, environment, owner, identity.
import { type Observation, problemId } from '../correlation/problem.ts';
import type { OwnerResolution, TraceEntry } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import { EXTRACTED_FACTS } from '../model/rule.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { findEnvironment } from './environment.ts';
import { extractFacts } from './extract.ts';
import { fieldReader } from './fields.ts';
import { identify, type Identity } from './identity.ts';

/** What a signal is about. */
export type Recognition = {
  /** With the facts that naming conventions tell. */
  readonly observation: Observation;
  readonly environment: string;
  readonly resolution: OwnerResolution;
  readonly identity: Identity;
  /** Remarks about the owner and the environment. */
  readonly notes: readonly string[];
  /** What naming conventions told. */
  readonly trace: readonly TraceEntry[];
};

/** Recognises what a signal is about. */
export function recognise(organisation: Organisation, received: Observation): Recognition {
  const extraction = extractFacts(organisation, received.signal);
  const observation: Observation = { ...received, signal: extraction.signal };
  const environment = environmentOf(organisation, observation);
  const resolution = resolveOwner(organisation, withDefaults(organisation, observation), {
    source: observation.source,
    told: new Set(
      EXTRACTED_FACTS.filter((fact) => received.signal[fact] !== observation.signal[fact]),
    ),
    now: observation.receivedAt,
  });
  const read = fieldReader({
    observation,
    resolution,
    environment: environment.name,
    severity: null,
    past: null,
  });
  const notes = [
    ...strangers(organisation, observation.signal),
    ...(environment.note === null ? [] : [environment.note]),
  ];
  return {
    observation,
    environment: environment.name,
    resolution,
    identity: identify(organisation.rules, observation, read),
    notes,
    trace: extraction.trace,
  };
}

/** The identity of the problem that a signal is about. */
export function problemOf(organisation: Organisation, observation: Observation): string {
  return organisation.rules.identity.length === 0
    ? problemId(observation.source, observation.signal.dedupKey)
    : recognise(organisation, observation).identity.id;
}

function withDefaults(
  organisation: Organisation,
  { signal, source }: Observation,
): Observation['signal'] {
  const service = organisation.sources.get(source)?.defaults.service ?? null;
  return signal.service === null && service !== null ? { ...signal, service } : signal;
}

function environmentOf(
  organisation: Organisation,
  { signal, source }: Observation,
): { readonly name: string; readonly note: string | null } {
  const { settings } = organisation;
  const fallback =
    organisation.sources.get(source)?.defaults.environment ?? settings.defaultEnvironment;
  if (signal.environment === null)
    return { name: fallback, note: `environment ${fallback} by default` };
  const known = findEnvironment(settings, signal.environment);
  return known === null
    ? {
        name: fallback,
        note: `environment ${fallback}, since \`${signal.environment.slice(0, 60)}\` is none of ${settings.environments.join(', ')}`,
      }
    : { name: known, note: null };
}

/** What a signal names and nobody declared. */
function strangers(
  organisation: Organisation,
  { team, product, function: discipline }: Observation['signal'],
): readonly string[] {
  const claims = [
    { what: 'team', name: team, isKnown: team === null || organisation.teams.has(team) },
    {
      what: 'product',
      name: product,
      isKnown: product === null || organisation.products.some((known) => known.id === product),
    },
    {
      what: 'function',
      name: discipline,
      isKnown:
        discipline === null || organisation.functions.some((known) => known.id === discipline),
    },
  ];
  return claims.flatMap(({ what, name, isKnown }) =>
    isKnown || name === null ? [] : [`${what} \`${name.slice(0, 60)}\` is not declared`],
  );
}
