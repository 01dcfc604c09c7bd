// A message goes to whoever is on call when it leaves: it may have waited over a hand-over.
import type { Organisation } from '../model/organisation.ts';
import { destinationAt } from '../rules/destinations.ts';
import type { Message } from './desk.ts';

/** The messages with whoever is on call at the instant of each. */
export function toWhoeverIsOnCall(
  organisation: Pick<Organisation, 'schedules'>,
  messages: readonly Message[],
): readonly Message[] {
  return messages.map((message) => {
    const destination = destinationAt(organisation, message.destination, message.at);
    return destination === message.destination ? message : { ...message, destination };
  });
}
