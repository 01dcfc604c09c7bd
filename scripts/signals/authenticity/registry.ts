// All schemes. Which one applies is configuration and never taken from the request.
import { awsSns } from './aws-sns.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { entra } from './entra.ts';
import { github } from './github.ts';
import { grafana } from './grafana.ts';
import { headerSecret, honeycomb } from './header-secret.ts';
import { intercom } from './intercom.ts';
import { jira } from './jira.ts';
import { pagerduty } from './pagerduty.ts';
import { pathToken } from './path-token.ts';
import { rapid7InsightOps } from './rapid7-insightops.ts';
import { refused } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';
import type { SchemeName } from './scheme-name.ts';
import { sentry } from './sentry.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { statuscake } from './statuscake.ts';
import { zendesk } from './zendesk.ts';

/** Every scheme by the name that a source's configuration uses. */
export const schemes = {
  'aws-sns': awsSns,
  basic,
  bearer,
  entra,
  github,
  grafana,
  'header-secret': headerSecret,
  honeycomb,
  intercom,
  jira,
  pagerduty,
  'path-token': pathToken,
  'rapid7-insightops': rapid7InsightOps,
  sentry,
  'standard-webhooks': standardWebhooks,
  statuscake,
  zendesk,
} as const satisfies Record<SchemeName, Scheme>;

/** The scheme of a name; undefined for one that nobody registered. */
export function findScheme(name: string): Scheme | undefined {
  return SCHEMES_BY_NAME.get(name);
}

/** Verifies a request by the configured scheme; an unknown name refuses everything. */
export async function verifyAuthenticity(
  schemeName: string,
  request: AuthenticityRequest,
  credentials: Credentials,
): Promise<Verdict> {
  const scheme = findScheme(schemeName);
  return scheme === undefined ? refused('scheme_unknown') : scheme.verify(request, credentials);
}

const SCHEMES_BY_NAME: ReadonlyMap<string, Scheme> = new Map(Object.entries(schemes));
