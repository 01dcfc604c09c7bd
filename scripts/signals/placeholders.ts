// Variables that a tool did not fill in when it rendered a user's template.
import { isRecord } from './fields.ts';

/** The forms in which unfilled variables of several tools arrive. */
const FORMS = {
  /** `*monitorID*` */
  asterisks: /^\s*\*\w{1,64}\*\s*$/,
  /** `{{ alert.id }}`, `{{{context.reason}}}`, `{{#each names}}{{this}}, {{/each}}` */
  braces: /^\s*(?:\{{2,3}[^{}]{1,200}\}{2,3}[\s,;|]{0,5}){1,20}$/,
  /** `{EVENT.TAGS}`, `{$THRESHOLD}`, `{ProblemSeverity}` */
  singleBraces: /^\s*\{[#$?]?[A-Za-z][^{}\s]{0,200}\}\s*$/,
  /** `$SERVICEDESC$` */
  dollars: /^\s*\$\w[\w:.]{0,100}\$\s*$/,
  /** `$ALERT_PRIORITY` */
  dollarWord: /^\s*\$[A-Z][A-Z0-9_]{0,63}\s*$/,
} as const;

/** A copy of a payload in which a text that is only an unfilled variable is empty. */
export function withoutPlaceholders(value: unknown, form: keyof typeof FORMS, depth = 0): unknown {
  if (typeof value === 'string') return FORMS[form].test(value) ? '' : value;
  if (depth === MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((one) => withoutPlaceholders(one, form, depth + 1));
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(
    ([key, member]) => [key, withoutPlaceholders(member, form, depth + 1)] as const,
  );
  return Object.fromEntries(members);
}

/** Templates are shallow; beyond this nothing is looked for. */
const MAX_DEPTH = 6;
