// When the text of a field is a number; rules, proofs and tests read numbers here and nowhere else.

/** The number that a text is: digits with a sign, a fraction and an exponent where there are any, or `Inf`; null for any other text. */
export function numberOf(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text);
  return INFINITE.test(text) ? Number(text.replace('Inf', 'Infinity')) : null;
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** As Prometheus writes it. */
const INFINITE = /^[+-]?Inf$/;
