// Findings about rules that decide nothing, or nothing of their own.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Rule } from '../../model/rule.ts';
import { exampleOf, type Shape } from '../../rules/analysis/shape.ts';
import { beginningOf } from '../../rules/analysis/week.ts';
import { findingWith } from '../finding.ts';

/** How many covering rules are named. */
const MOST_NAMED = 5;

/** A rule that decides before another one, and what of the other's signals it decides. */
export type Before = { readonly rule: Rule; readonly shape: Shape };

/** A rule that can never decide, with what to do about it. */
export function shadowed(rule: Rule, cover: readonly Before[], way: string): Diagnostic {
  const named = cover.slice(0, MOST_NAMED);
  const more = cover.length > MOST_NAMED ? ` and ${cover.length - MOST_NAMED} more` : '';
  const all = `${named.map((before) => `\`${before.rule.id}\``).join(', ')}${more}`;
  const shown = named.flatMap((before) => {
    const example = describeSignal(before.shape);
    return example === null ? [] : `${example} is decided by \`${before.rule.id}\``;
  });
  return findingWith(
    'rule-shadowed',
    rule.place,
    `unexpected rule \`${rule.id}\` whose signals ${all} decide${cover.length === 1 ? 's' : ' together'}, expected a rule that can decide`,
    {
      hint: `${way}${shown.length === 0 ? '' : `: ${shown.join(', ')}`}`,
      related: named.map(({ rule: { id, place } }) => ({
        message: `\`${id}\` decides before it`,
        place,
      })),
    },
  );
}

type Named = Pick<Rule, 'id' | 'place'>;

/** A signal in words, such as `service=shop severity=high`, with the time where that decides; null when no example can be given. */
function describeSignal(shape: Shape): string | null {
  const example = exampleOf(shape);
  if (example === null) return null;
  const fields = [...example].map(([field, value]) => `${field}=${value.slice(0, 40)}`).join(' ');
  const words = [fields === '' ? '' : `\`${fields}\``, describeTime(shape)];
  return words.filter((word) => word !== '').join(' ') || null;
}

function describeTime(shape: Shape): string {
  const clock = shape.get('during');
  if (clock?.kind !== 'during') return '';
  const begins = beginningOf(clock.interval);
  return begins === null ? '' : `received ${begins} (${clock.interval.zone})`;
}

/** A rule without which another one, or several together, would say the same. */
export function redundant(rule: Named, others: readonly Named[]): Diagnostic {
  const names = others.map(({ id }) => `\`${id}\``);
  const answer = others.length === 1 ? 'answers the same' : 'answer the same together';
  return {
    ...findingWith(
      'rule-redundant',
      rule.place,
      `unexpected rule \`${rule.id}\` that changes nothing, expected another answer than that of ${names.join(' and ')}`,
      {
        hint: `remove it: ${names.join(' and ')} ${answer} for all its signals`,
        related: others.map(({ id, place }) => ({ message: `\`${id}\` ${answer}`, place })),
      },
    ),
    severity: 'warning',
  };
}
