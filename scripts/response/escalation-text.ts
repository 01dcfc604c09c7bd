import type { Decision } from '../model/decision.ts';
import { addMs, type Instant, inUtc } from '../model/instant.ts';
import { nameOf } from '../rules/destinations.ts';

/** The steps of an escalation as rows below a trace: when each is due if nobody acknowledges, and whom it calls. */
export function escalationRows({ escalation }: Decision, opened: Instant): readonly string[] {
  return escalation.map(({ afterMs, destinations }) => {
    const due = addMs(opened, afterMs);
    const told = destinations.length === 0 ? 'nobody' : destinations.map(nameOf).join(', ');
    return `${' '.repeat(10)}· [would escalate] ${inUtc(due)}: ${told}`;
  });
}
