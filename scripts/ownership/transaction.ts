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
  return TRANSACTION_LABELS.flatMap((name) => {
    const text = Object.hasOwn(labels, name) ? labels[name] : undefined;
    return text === undefined ? [] : [text];
  });
}
