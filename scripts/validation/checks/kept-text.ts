// Conditions that ask for texts as no signal keeps them: whatever a tool sends is cleaned before any rule sees it.
import type { Condition } from '../../model/rule.ts';
import { keptText, keptTitle } from '../../signals/build-signal.ts';
import { abbreviate, quote } from '../../signals/clean-text.ts';
import { keptName, keptValue } from '../../signals/labels.ts';

/** What is wrong with a condition, and what to do. */
export type UnkeptText = {
  /** Whether it is the name of the label. */
  readonly isName: boolean;
  readonly message: string;
  readonly hint: string;
};

/** Why no signal has what a condition asks for; null where one may. */
export function unkeptText(condition: Condition): UnkeptText | null {
  const { field } = condition;
  const label = field.startsWith('label.') ? field.slice('label.'.length) : null;
  // What conventions read out of names is kept as it is called there.
  if (label !== null && !label.startsWith('extract.')) {
    const kept = keptName(label);
    if (kept !== label) return unkeptLabel(label, kept);
  }
  switch (condition.kind) {
    case 'any_of':
      return firstOf(condition.values, (value) => unkeptValue(field, value));
    case 'glob':
      return unkeptValue(field, condition.pattern);
    case 'regex':
      return unkeptPattern(condition.pattern);
    default:
      return null;
  }
}

function firstOf(
  values: readonly string[],
  check: (value: string) => UnkeptText | null,
): UnkeptText | null {
  for (const value of values) {
    const found = check(value);
    if (found !== null) return found;
  }
  return null;
}

function unkeptLabel(label: string, kept: string | null): UnkeptText {
  if (kept !== null)
    return {
      isName: true,
      message: `unexpected label ${quote(label)}, expected a name as signals keep it`,
      hint: `write \`label.${kept}\`: that is what is left of it when it is received`,
    };
  return {
    isName: true,
    message: `unexpected label ${quote(label)}, expected one that signals keep`,
    hint: 'labels that are called like a credential are dropped on receipt: let the tool send it under another name',
  };
}

function unkeptValue(field: string, value: string): UnkeptText | null {
  const kept = keptOf(field, value);
  if (kept === value) return null;
  if (kept === null)
    return {
      isName: false,
      message: `unexpected empty text for \`${field}\`, expected one that a signal can have`,
      hint: 'what a tool leaves empty counts as missing: write `{exists: false}`',
    };
  return {
    isName: false,
    message: `unexpected text ${visible(value)}, expected it as signals keep it`,
    hint: `write \`${abbreviate(kept, MOST_SHOWN)}\`: that is what is left of it when it is received`,
  };
}

/** At its ends a pattern may well hold spaces. */
function unkeptPattern(source: string): UnkeptText | null {
  const kept = keptValue(`x${source.slice(0, MOST_LOOKED_AT)}x`);
  if (kept === `x${source.slice(0, MOST_LOOKED_AT)}x`) return null;
  return {
    isName: false,
    message: `unexpected regular expression with ${visible(source)}, expected what signals keep`,
    hint: 'line breaks become spaces, and signs that nobody sees are taken away, when a signal is received',
  };
}

function keptOf(field: string, value: string): string | null {
  if (field === 'title') return keptTitle(value);
  return field.startsWith('label.') ? keptValue(value) : keptText(value);
}

/** With every sign that nobody sees by its number. */
function visible(text: string): string {
  const shown = text
    .slice(0, MOST_SHOWN)
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, (sign) => `<U+${codeOf(sign)}>`);
  return `\`${shown.replaceAll('`', "'")}\``;
}

function codeOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

const MOST_SHOWN = 80;
const MOST_LOOKED_AT = 1000;
