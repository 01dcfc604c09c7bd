// What may go wrong between GitHub and us, planned per test: which operation, how, how often.

/** One kind of failure. */
export type Fault =
  /** Answered with an error of the server before anything is done. */
  | { readonly kind: 'broken'; readonly status: 500 | 502 | 503 }
  /** Nothing is done and nothing answered. */
  | { readonly kind: 'silent' }
  /** Nothing is done and the connection breaks. */
  | { readonly kind: 'disconnected' }
  /** It is done, but no answer comes. */
  | { readonly kind: 'silent-after' }
  /** It is done, but the connection breaks before the answer. */
  | { readonly kind: 'lost-reply' }
  /** It is done, but the connection breaks within the answer. */
  | { readonly kind: 'cut-reply' }
  /** It is done, but a server in between answers with an error. */
  | { readonly kind: 'broken-after'; readonly status: 502 | 504 };

/** Failures to come. */
export type Faults = {
  /** Plans a failure for the next requests of an operation: `issues/create`, or `any`. */
  readonly plan: (operation: string, fault: Fault, times?: number) => void;
  /** The failure that this request meets, if any. */
  readonly take: (operation: string) => Fault | null;
  /** Failures that nobody met yet. */
  readonly left: () => number;
  readonly clear: () => void;
};

/** No failures at first. */
export function createFaults(): Faults {
  let planned: readonly { readonly operation: string; readonly fault: Fault }[] = [];
  return {
    plan: (operation, fault, times = 1) => {
      planned = [...planned, ...Array.from({ length: times }, () => ({ operation, fault }))];
    },
    take: (operation) => {
      const found = planned.find(
        (plan) => plan.operation === operation || plan.operation === 'any',
      );
      planned = planned.filter((plan) => plan !== found);
      return found?.fault ?? null;
    },
    left: () => planned.length,
    clear: () => {
      planned = [];
    },
  };
}
