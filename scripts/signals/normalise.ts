// One webhook delivery into signals, and the outcome as JSON. Authenticity is checked elsewhere.
import type { Signal } from '../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalGroup } from './adapter.ts';
import { quote } from './clean-text.ts';
import { rejected } from './outcome.ts';
import { findVendor, vendors } from './registry.ts';

/** An outcome in the form that the command line prints and the API answers. */
export type RenderedOutcome =
  | {
      readonly signals: readonly Signal[];
      readonly group?: SignalGroup;
      readonly notes?: readonly PayloadProblem[];
    }
  | { readonly ignored: string }
  | { readonly rejected: readonly PayloadProblem[] };

/** What a delivery of a vendor means. Total: adapters answer and never throw. */
export function normalise(vendor: string, delivery: Delivery): Outcome {
  return findVendor(vendor)?.normalise(delivery) ?? rejected(unknownVendor(vendor));
}

/** Renders an outcome as its JSON form; `group` and `notes` appear only where there are any. */
export function renderOutcome(outcome: Outcome): RenderedOutcome {
  switch (outcome.kind) {
    case 'signals':
      return {
        signals: outcome.signals,
        ...(outcome.group === null ? {} : { group: outcome.group }),
        ...(outcome.notes.length === 0 ? {} : { notes: outcome.notes }),
      };
    case 'ignored':
      return { ignored: outcome.reason };
    case 'rejected':
      return { rejected: outcome.problems };
  }
}

/** The problem of a delivery that nothing can read. */
export function unknownVendor(vendor: string): PayloadProblem {
  const known = Object.keys(vendors).join(', ');
  return {
    code: 'unusable',
    pointer: '',
    message: `Unexpected vendor ${quote(vendor)}, expected one of ${known}.`,
  };
}
