// The handshake of CloudEvents (HTTP webhooks, section 4): a sender asks whether it may deliver before it does.
import type { Source } from '../model/source.ts';

/** The answer to a validation request for a source of CloudEvents; null for every other request. */
export function answerValidation(request: Request, source: Source | undefined): Response | null {
  if (request.method !== 'OPTIONS' || source?.vendor !== 'cloudevents') return null;
  const origin = request.headers.get('webhook-request-origin')?.trim() ?? '';
  if (!DNS_NAME.test(origin)) return null;
  const isRateAsked = request.headers.has('webhook-request-rate');
  return new Response(null, {
    status: 200,
    headers: {
      allow: 'POST',
      'webhook-allowed-origin': origin,
      ...(isRateAsked ? { 'webhook-allowed-rate': '*' } : {}),
    },
  });
}

/** Senders name themselves by a DNS name; anything else is not repeated. */
const DNS_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
