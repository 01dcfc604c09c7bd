// The two lines that `tocsin dev` prints to try: a real Alertmanager body for a component that publishes by itself.
import type { Organisation } from '../../model/organisation.ts';
import type { Service } from '../../model/ownership.ts';
import type { Source } from '../../model/source.ts';

/** What the demo sends, to which source, and whether customers would see it. */
export type Demo = {
  readonly source: Source;
  readonly firing: string;
  readonly resolved: string;
  readonly shownTo: 'public' | 'internal';
};

/** The token of a line to paste: as it is, or as the variable that holds a secret nobody should print. */
export type Token =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string };

/** A demo for an organisation; null without an Alertmanager source that authenticates by bearer token. */
export function makeDemo(organisation: Organisation): Demo | null {
  const source = [...organisation.sources.values()].find(
    ({ vendor, authentication }) =>
      vendor === 'prometheus-alertmanager' && authentication.scheme === 'bearer',
  );
  const service = demoService(organisation);
  if (source === undefined || service === null) return null;
  return {
    source,
    firing: body(service, organisation, 'firing'),
    resolved: body(service, organisation, 'resolved'),
    shownTo: service.component?.publish === 'automatic' ? 'public' : 'internal',
  };
}

/** A curl line that sends a body to a source. Nothing inside single quotes means anything to a shell but the quote itself. */
export function curlLine(url: string, source: Source, token: Token, json: string): string {
  const proof =
    token.kind === 'literal'
      ? `'Authorization: Bearer ${token.text}'`
      : `"Authorization: Bearer $${token.name}"`;
  const quoteless = json.replaceAll("'", String.raw`\u0027`);
  return `curl -sS -H ${proof} -H 'Content-Type: application/json' -d '${quoteless}' '${url}/hooks/${source.id}'`;
}

function demoService(organisation: Organisation): Service | null {
  const shown = [...organisation.services.values()].filter((service) => service.component !== null);
  return (
    shown.find((service) => service.component?.publish === 'automatic') ??
    shown[0] ??
    [...organisation.services.values()][0] ??
    null
  );
}

function body(service: Service, organisation: Organisation, status: 'firing' | 'resolved'): string {
  const labels = {
    alertname: 'ErrorRate',
    service: service.id,
    environment: organisation.settings.defaultEnvironment,
    severity: 'critical',
  };
  const annotations = { summary: `Requests to ${service.name} fail` };
  return JSON.stringify({
    version: '4',
    status,
    groupKey: 'demo',
    alerts: [{ status, labels, annotations, fingerprint: 'demo' }],
  });
}
