import { keyOf } from '../correlation/key.ts';
import type { Decision } from '../model/decision.ts';
import type { Effect, IncidentEvent } from '../model/effect.ts';

/**
 * Whom to tell that something happened; none when the rules name nobody. The key is that of
 * the signal that caused it, so it never changes with a revision, and each raise or recurrence has its own.
 */
export function notificationOf(
  incident: string,
  event: IncidentEvent,
  decision: Decision,
): readonly Effect[] {
  if (decision.destinations.length === 0) return [];
  return [
    {
      kind: 'notify',
      key: keyOf([decision.key, event]),
      incident,
      event,
      destinations: decision.destinations,
    },
  ];
}
