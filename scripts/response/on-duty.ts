// A message goes to whoever is on call when it leaves: it may have waited over a hand-over.
import type { Destination } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import { personOnCall } from '../oncall/schedule.ts';
import type { Message } from './desk.ts';

/** The messages with whoever is on call at the instant of each; a schedule that is gone leaves its last known person. */
export function toWhoeverIsOnCall(
  { schedules }: Pick<Organisation, 'schedules'>,
  messages: readonly Message[],
): readonly Message[] {
  return messages.map((message) => {
    const destination = onDutyAt(schedules, message);
    return destination === message.destination ? message : { ...message, destination };
  });
}

function onDutyAt(
  schedules: Organisation['schedules'],
  { destination, at }: Pick<Message, 'destination' | 'at'>,
): Destination {
  if (destination.kind !== 'person') return destination;
  const schedule = schedules.get(destination.schedule);
  const person = schedule === undefined ? null : personOnCall(schedule, at);
  return person === null || person === destination.person
    ? destination
    : { ...destination, person };
}
