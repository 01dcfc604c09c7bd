// Where a signal names the transaction of the code that it is about.
import type { Signal } from '../model/signal.ts';

/** Labels that may hold a transaction. */
export const TRANSACTION_LABELS = [
  'transaction',
  'culprit',
  'operation',
  'span.name',
  'resource_name',
  'code.function.name',
  'code.function',
] as const;

/** The transactions that a signal states, likeliest first. */
export function transactionsOf({ labels }: Pick<Signal, 'labels'>): readonly string[] {
  const found: string[] = [];
  for (const name of TRANSACTION_LABELS) {
    const text = labels[name];
    if (text !== undefined) found.push(text);
  }
  return found;
}
