// HTTP endpoints: how they are written in the map, and where a signal says which one it is about.
import type { Signal } from '../model/signal.ts';
import { parsePattern, type Part, partsOf, specificity } from './path-pattern.ts';

/** An endpoint as the map claims it. */
export type EndpointPattern = {
  readonly method: string | null;
  readonly pattern: readonly Part[];
  /** How much its path says. */
  readonly weight: string;
};

/** An endpoint that something is about. */
export type Endpoint = { readonly method: string | null; readonly parts: readonly string[] };

/** Reads `POST /v1/payments` or `/v1/refunds/**`. */
export function parseEndpoint(text: string): EndpointPattern {
  const { method, path } = split(text);
  const pattern = parsePattern(path, 'named');
  return { method, pattern, weight: specificity(pattern) };
}

/**
 * How much an endpoint of the map says of one that somebody is about, null where it has another method: its path counts
 * first, then whether both name a method or neither does. Who asks without one means all of them.
 */
export function endpointWeight(
  claimed: Pick<EndpointPattern, 'method' | 'weight'>,
  asked: Pick<Endpoint, 'method'>,
): string | null {
  if (claimed.method === asked.method) return `${claimed.weight} 1`;
  return claimed.method === null || asked.method === null ? `${claimed.weight} 0` : null;
}

/** The endpoint in a text such as `POST /v1/payments?x=1` or an address; null when it holds none. */
export function readEndpoint(text: string): Endpoint | null {
  const { method, path } = split(text);
  const local = path.replace(/^https?:\/\/[^/?#\s]+/i, '') || '/';
  if (!/^\/[^\s]*$/.test(local) || (local === '/' && !path.includes('/'))) return null;
  return { method, parts: partsOf(local.replace(/[?#].*$/, '')) };
}

/** Whether a text is an address, or says by which method something is called, also where that can be no endpoint. */
export function isCall(text: string): boolean {
  const { method, path } = split(text);
  return /^https?:\/\//i.test(path) || (method !== null && path.startsWith('/'));
}

/** The endpoints that a signal states, likeliest first. */
export function endpointsOf({ labels }: Pick<Signal, 'labels'>): readonly Endpoint[] {
  const found: Endpoint[] = [];
  for (const name of ENDPOINT_LABELS) {
    const text = labels[name];
    const endpoint = text === undefined ? null : readEndpoint(text);
    if (endpoint !== null)
      found.push(endpoint.method === null ? withMethod(endpoint, labels) : endpoint);
  }
  return found;
}

function withMethod({ parts }: Endpoint, labels: Signal['labels']): Endpoint {
  const name = METHOD_LABELS.find((label) => labels[label] !== undefined);
  return { parts, method: name === undefined ? null : (labels[name]?.toUpperCase() ?? null) };
}

/** Labels that may hold an endpoint: of our adapters, of OpenTelemetry, and of usual metrics. */
export const ENDPOINT_LABELS = [
  'endpoint',
  'http.route',
  'route',
  'http.target',
  'url.path',
  'uri',
  'handler',
  'path',
  'http.url',
  'url.full',
  'url',
  'transaction',
  'resource_name',
] as const;

const METHOD_LABELS = ['http.request.method', 'http.method', 'method'] as const;

function split(text: string): { readonly method: string | null; readonly path: string } {
  const match = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+(\S.*)$/i.exec(text.trim());
  return match === null
    ? { method: null, path: text.trim() }
    : { method: match[1]?.toUpperCase() ?? null, path: match[2] ?? '' };
}
