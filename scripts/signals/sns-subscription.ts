// What a new subscription of Amazon SNS asks for: one visit to an address of SNS itself.
import { at } from './fields.ts';
import { parseJsonBody } from './json-body.ts';
import { isSnsHost } from './sns-host.ts';

/** What a request asks to confirm: nothing, an address of SNS, or one that is not to be visited. */
export type SubscriptionRequest =
  | { readonly kind: 'none' | 'untrusted' }
  | { readonly kind: 'confirm'; readonly address: string };

/** Reads a message of SNS; only a confirmation on a host of SNS over https is trusted. */
export function readSubscriptionRequest(body: string): SubscriptionRequest {
  if (!body.includes('SubscriptionConfirmation')) return { kind: 'none' };
  const json = parseJsonBody(body);
  const message = json.kind === 'parsed' ? json.value : null;
  if (at(message, 'Type') !== 'SubscriptionConfirmation') return { kind: 'none' };
  const asked = at(message, 'SubscribeURL');
  const url = URL.parse(typeof asked === 'string' ? asked : '');
  const isTrusted =
    url !== null &&
    url.protocol === 'https:' &&
    url.username + url.password + url.port + url.hash === '' &&
    url.pathname === '/' &&
    isSnsHost(url.hostname) &&
    url.searchParams.getAll('Action').join() === 'ConfirmSubscription';
  return isTrusted ? { kind: 'confirm', address: url.href } : { kind: 'untrusted' };
}
