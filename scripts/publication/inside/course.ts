// What Tocsin's own lines of a timeline tell of an incident's way: who had it first, how bad it was when, and whether its
// end held. Markdown is not parsed for that: a year of incidents is looked into for each page.
import { sectionText } from '../../incidents/section-text.ts';
import { severitiesIn } from '../../incidents/told-severity.ts';
import { type Instant, parseInstant } from '../../model/instant.ts';
import type { IncidentSeverity } from '../../model/severity.ts';

/** The way of one incident; null where no line of Tocsin's tells. */
export type Course = {
  /** How often one team handed it to another one. */
  readonly handovers: number | null;
  /** Each time that it was taken up again, and since when it had been resolved; null where that is not said. */
  readonly reopenings:
    | readonly { readonly at: Instant; readonly resolved: Instant | null }[]
    | null;
  /** How bad it was, from its first line on; null where the lines leave a hole. */
  readonly severities:
    | readonly { readonly at: Instant; readonly severity: IncidentSeverity }[]
    | null;
};

/** The way that the Markdown body of an incident's file tells. */
export function courseOf(body: string): Course {
  const lines = ownLines(body);
  const isKept = lines.some(({ text }) => KEPT.test(text));
  const isEnded = lines.some(({ text }) => ENDED.test(text));
  return {
    handovers: isKept ? lines.filter(({ text }) => HANDED.test(text)).length : null,
    reopenings: isEnded ? reopeningsIn(lines) : null,
    severities: severitiesOf(lines),
  };
}

type Line = { readonly at: Instant; readonly text: string };

/** In the order of time; of one minute in the order of the file. */
function ownLines(body: string): readonly Line[] {
  const lines: Line[] = [];
  let day = '';
  for (const line of sectionText(body, 'timeline').split('\n')) {
    day = DAY.exec(line)?.[1] ?? day;
    const [, time = '', text = ''] = OWN_LINE.exec(line) ?? [];
    const at = parseInstant(`${day}T${time}Z`);
    if (at !== null) lines.push({ at, text });
  }
  return lines.toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

/** What was declined and is taken up again had not been resolved. */
function reopeningsIn(lines: readonly Line[]): Course['reopenings'] {
  return lines.flatMap(({ at, text }, index) => {
    if (!REOPENED.test(text)) return [];
    const last = lines.slice(0, index).findLast((line) => OVER.test(line.text));
    const told = SAID.exec(text)?.slice(1).join('T');
    if (told !== undefined) return [{ at, resolved: parseInstant(`${told}Z`) }];
    if (last?.text.startsWith('[resolved]') === true) return [{ at, resolved: endIn(last) }];
    return text.includes(', resolved at ') ? [{ at, resolved: null }] : [];
  });
}

/** The end that a line tells; one that corrects it says the right time. */
function endIn({ at, text }: Line): Instant | null {
  const corrected = CORRECTED.exec(text)?.slice(1).join('T');
  return corrected === undefined ? at : parseInstant(`${corrected}Z`);
}

/** Each change must begin where the one before it ended: not every way to become graver leaves words. */
function severitiesOf(lines: readonly Line[]): Course['severities'] {
  const told = lines.flatMap(({ at, text }) => {
    const said = IMPACTED.test(text) ? [] : severitiesIn(text);
    const severity = said.at(-1);
    return severity === undefined
      ? []
      : [{ at, severity, before: said.length > 1 ? said[0] : null }];
  });
  const isWhole = told.every(({ before }, index) => before === (told[index - 1]?.severity ?? null));
  return isWhole && told.length > 0 ? told.map(({ at, severity }) => ({ at, severity })) : null;
}

const DAY = /^### .*?(\d{4}-\d{2}-\d{2})/;
/** A line that an operation left; what people write begins with no tag, or has no key. */
const OWN_LINE = /^- (\d{2}:\d{2}(?::\d{2})?) (\[[a-z]+[\],] ?.*?) *<!-- e:\S+ -->\s*$/;
const KEPT = /^\[(?:opened|declared|split|delegated)\]/;
const HANDED = /^\[delegated\] \S+ → (?!@)\S+ by /;
const ENDED = /^\[(?:resolved|reopened)\b/;
const OVER = /^\[(?:resolved|declined)\]/;
const CORRECTED =
  /^\[resolved\] \d{4}-\d\d-\d\d \d\d:\d\d UTC → (\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\b/;
const REOPENED = /^\[reopened\b/;
/** Says how bad a problem of it is, not how bad it is. */
const IMPACTED = /^\[impacted\]/;
const SAID = /^\[reopened, resolved (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC before\]/;
