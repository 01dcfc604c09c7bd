// Whom it hurts and how much, in numbers.
import { IMPACT_COUNTS, type Impact } from '../../model/incident.ts';
import { set } from '../../response/change.ts';
import { withoutThousands } from '../../text/without-thousands.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { hint, quoted } from '../words.ts';

/** `/impact`. */
export function impact(situation: Situation, argument: string): Result {
  const { incident } = situation;
  const read = readImpact(argument);
  if (read.kind === 'refused') return refused(read.text);
  const { revenue_low: low, revenue_high: high } = { ...incident.impact, ...read.impact };
  if (low !== undefined && high !== undefined && low > high)
    return refused(`\`revenue_low\` (${low}) is more than \`revenue_high\` (${high}).`);
  const before: Readonly<Record<string, string | number | undefined>> = incident.impact ?? {};
  const changes = Object.entries(read.impact)
    .map(([key, value]) => `${key} ${before[key] ?? 'unknown'} → ${value}`)
    .join(', ');
  return {
    kind: 'done',
    event: 'changed',
    text: changes,
    edits: [
      ...Object.entries(read.impact).map(([key, value]) => set(['impact', key], value)),
      line(situation, `[impact] ${changes} by`),
    ],
  };
}

type ReadImpact =
  | { readonly kind: 'read'; readonly impact: Impact }
  | { readonly kind: 'refused'; readonly text: string };

function readImpact(argument: string): ReadImpact {
  const found: Record<string, string | number> = {};
  for (const pair of withoutThousands(argument)
    .split(/[\s,;]+/)
    .filter((each) => each !== '')) {
    const [name = '', value = ''] = pair.split('=', 2);
    const key = name.toLowerCase();
    if (!pair.includes('='))
      return wrong(
        `Unexpected ${quoted(pair)}, expected \`key=value\`, such as \`customers=1240\`.`,
      );
    if (key === 'currency') {
      if (!/^[A-Z]{3}$/.test(value))
        return wrong(
          `Unexpected currency ${quoted(value)}, expected three capitals such as \`EUR\`.`,
        );
      found[key] = value;
      continue;
    }
    const known = IMPACT_COUNTS.find((each) => each === key);
    if (known === undefined)
      return wrong(
        `Nothing is counted as ${quoted(name)}. ${hint(name, [...IMPACT_COUNTS, 'currency'])}`,
      );
    if (known !== PERCENTAGE && value.endsWith('%'))
      return wrong(
        `Unexpected ${quoted(value)} for \`${known}\`, expected a number. A share of the customers is \`${PERCENTAGE}=${/^[\d.]+%$/.test(value) ? value : '12%'}\`.`,
      );
    const number = /^\d{1,12}(\.\d{1,2})?%?$/.test(value)
      ? Number(value.replace('%', ''))
      : Number.NaN;
    const isWhole = WHOLE.has(known);
    if (
      Number.isNaN(number) ||
      (isWhole && !Number.isInteger(number)) ||
      (known === PERCENTAGE && number > 100)
    )
      return wrong(
        `Unexpected ${quoted(value)} for \`${known}\`, expected ${isWhole ? 'a whole number' : known === PERCENTAGE ? 'a number up to 100' : 'a number'}.`,
      );
    found[known] = number;
  }
  if (Object.keys(found).length === 0)
    return wrong('Numbers are missing: `/impact customers=1240 requests_failed=18311`.');
  return { kind: 'read', impact: found };
}

const PERCENTAGE = 'customers_pct';
const WHOLE: ReadonlySet<string> = new Set(['customers', 'requests_failed', 'orders_failed']);

function wrong(text: string): { readonly kind: 'refused'; readonly text: string } {
  return { kind: 'refused', text };
}
