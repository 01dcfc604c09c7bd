// A signal of a tool, decided on the incidents that stand when it is applied.
import type { Operation } from '../../apply/apply.ts';
import { standingOfIncidents } from '../../correlation/incident-standing.ts';
import type { Signal } from '../../model/signal.ts';
import { respond } from '../../response/respond.ts';
import { evaluate } from '../../rules/evaluate.ts';
import { organisationOf, signalOf, smallFiles } from '../../rules/testing/organisation.ts';
import type { Desk } from '../desk.ts';

const organisation = organisationOf(smallFiles());

/** The operation that it becomes. */
export function signalOperation({ now }: Desk, changes: Partial<Signal>): Operation {
  const receivedAt = now();
  const signal = signalOf({ severity: 'critical', ...changes });
  return (book) => {
    const standing = standingOfIncidents(book.incidents, () => true);
    const observation = { source: 'watch', signal, receivedAt };
    return respond(organisation, book, evaluate(organisation, standing, observation), receivedAt);
  };
}
