// What one pass did so far, and whether GitHub may still be asked.
import type { Step, SyncReport } from './sync.ts';

/** A report that is being written. */
export type Pass = {
  readonly created: string[];
  readonly adopted: string[];
  readonly changed: string[];
  readonly healed: number[];
  readonly waiting: string[];
  readonly refused: { readonly incident: string; readonly sentence: string }[];
  umbrella: number | null;
  again: SyncReport['again'];
  /** GitHub is not to be asked any more for now. */
  isHeld: boolean;
};

/** Nothing is done yet. */
export function startPass(): Pass {
  return {
    created: [],
    adopted: [],
    changed: [],
    healed: [],
    waiting: [],
    refused: [],
    umbrella: null,
    again: null,
    isHeld: false,
  };
}

/** The report of a pass that is over. */
export function reportOf({ isHeld: _held, ...report }: Pass): SyncReport {
  return report;
}

/** Notes what became of a step: a refusal is said once, a limit ends the asking. */
export function note(pass: Pass, incident: string, step: Step<unknown>): void {
  if (step.kind === 'refused') pass.refused.push({ incident, sentence: step.sentence });
  if (step.kind !== 'later') return;
  pass.isHeld ||= step.isForAll;
  comeAgain(pass, step);
}

/** Asks for another pass; the longest wait counts. */
export function comeAgain(
  pass: Pass,
  { afterMs, sentence }: { readonly afterMs: number; readonly sentence: string },
): void {
  if (pass.again === null || afterMs > pass.again.afterMs) pass.again = { afterMs, sentence };
}
