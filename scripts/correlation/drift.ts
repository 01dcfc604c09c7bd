// Newest deployments → where two environments have drifted apart.
import type { Deployment } from '../model/deployment.ts';
import { toMs } from '../model/instant.ts';

/** Two environments to hold against each other. */
export type EnvironmentPair = { readonly production: string; readonly staging: string };

/** How staging and production of one service stand to each other. */
export type Drift = {
  readonly service: string;
  readonly production: Deployment | null;
  readonly staging: Deployment | null;
  readonly state: 'same' | 'staging_ahead' | 'production_ahead' | 'never_deployed';
  /** Time between the two deployments; null where one of them is missing. */
  readonly byMs: number | null;
};

/** The pair that an organisation's environments form; null when there is only one. */
export function pairOf(environments: readonly string[]): EnvironmentPair | null {
  const [production, second] = environments;
  const staging = environments.slice(1).find((name) => name === 'staging') ?? second;
  return production === undefined || staging === undefined ? null : { production, staging };
}

/** Compares the newest successful deployments, service by service. */
export function findDrift(
  deployments: readonly Deployment[],
  pair: EnvironmentPair,
): readonly Drift[] {
  const newest = (service: string, environment: string): Deployment | null =>
    deployments
      .filter((each) => each.service === service && each.environment === environment)
      .filter((each) => each.outcome === 'succeeded')
      .toSorted((left, right) => (left.at < right.at ? 1 : -1))[0] ?? null;
  const services = [...new Set(deployments.map((each) => each.service))].toSorted();
  return services.flatMap((service) => {
    const production = newest(service, pair.production);
    const staging = newest(service, pair.staging);
    if (production === null && staging === null) return [];
    return [{ service, production, staging, ...stand(production, staging) }];
  });
}

function stand(
  production: Deployment | null,
  staging: Deployment | null,
): Pick<Drift, 'state' | 'byMs'> {
  if (production === null || staging === null) return { state: 'never_deployed', byMs: null };
  const byMs = Math.abs(toMs(staging.at) - toMs(production.at));
  if (isSame(production, staging)) return { state: 'same', byMs };
  return { state: staging.at > production.at ? 'staging_ahead' : 'production_ahead', byMs };
}

function isSame(left: Deployment, right: Deployment): boolean {
  return left.commit !== null && right.commit !== null
    ? left.commit === right.commit
    : left.version === right.version;
}
