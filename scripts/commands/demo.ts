// The two lines that `tocsin dev` prints to try: a real Alertmanager body for a component that publishes by itself.
import type { Organisation } from '../model/organisation.ts';
import type { Service } from '../model/ownership.ts';
import type { Source } from '../model/source.ts';

/** What the demo sends, and to which source. */
export type Demo = { readonly source: Source; readonly firing: string; readonly resolved: string };

/** A demo for an organisation; null without an Alertmanager source that authenticates by bearer token. */
export function makeDemo(organisation: Organisation): Demo | null {
  const source = [...organisation.sources.values()].find((entry) => entry.vendor === 'prometheus-alertmanager' && entry.authentication.scheme === 'bearer');
  const service = demoService(organisation);
  if (source === undefined || service === null) return null;
  return { source, firing: body(service, organisation, 'firing'), resolved: body(service, organisation, 'resolved') };
}

/** A curl line that sends a body to a source; `@` and quotes of a shell have no meaning inside single quotes. */
export function curlLine(url: string, source: Source, secret: string, json: string): string {
  return `curl -s -H 'Authorization: Bearer ${secret}' -H 'Content-Type: application/json' -d '${json.replaceAll("'", String.raw`'\''`)}' ${url}/hooks/${source.id}`;
}

function demoService(organisation: Organisation): Service | null {
  const shown = [...organisation.services.values()].filter((service) => service.component !== null);
  return shown.find((service) => service.component?.publish === 'automatic') ?? shown[0] ?? null;
}

function body(service: Service, organisation: Organisation, status: 'firing' | 'resolved'): string {
  const labels = { alertname: 'ErrorRate', service: service.id, environment: organisation.settings.defaultEnvironment, severity: 'critical' };
  return JSON.stringify({
    version: '4',
    status,
    groupKey: 'demo',
    alerts: [{ status, labels, annotations: { summary: `Requests to ${service.id} fail` }, fingerprint: 'demo' }],
  });
}
