import type { Located } from '../../config/document-set.ts';
import type { ExtractEntry, RulesDocument } from '../../config/rule-documents.ts';
import { type PatternReading, parseNamePattern } from '../../config/name-pattern.ts';
import { isGlobal } from '../../config/rules.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggestClose } from '../../diagnostics/suggestion.ts';
import type { Place } from '../../model/place.ts';
import { EXTRACTED_FACTS, type NamePart } from '../../model/rule.ts';
import { finding, findingWith } from '../finding.ts';

/** Naming conventions stand in the global file, can be read, read what can be read, and can tell something. */
export function checkExtract(file: Located<RulesDocument>): readonly Diagnostic[] {
  const entries = file.document.extract ?? [];
  if (entries.length > 0 && !isGlobal(file)) {
    return [
      finding(
        'extract-scope',
        file.locateKey(['extract']),
        `unexpected \`extract\` in the rules of \`${file.id}\`, expected it in rules/00-global.yaml`,
        'move it there: conventions are read before anybody knows who owns the signal',
      ),
    ];
  }
  return entries.flatMap((entry, index) => checkEntry({ file, entries, entry, index }));
}

type Context = {
  readonly file: Located<RulesDocument>;
  readonly entries: readonly ExtractEntry[];
  readonly entry: ExtractEntry;
  readonly index: number;
};

function checkEntry(context: Context): readonly Diagnostic[] {
  const { entry } = context;
  const reading = parseNamePattern(entry.pattern);
  if (reading.kind === 'invalid') return [unreadable(context, reading)];
  const names = reading.parts.flatMap((part) => checkName(context, part));
  return names.length > 0 ? names : [...checkEnds(context, reading.parts), ...repeated(context)];
}

function unreadable(
  context: Context,
  reading: Extract<PatternReading, { kind: 'invalid' }>,
): Diagnostic {
  const { offset, length } = reading;
  return finding(
    'extract-pattern',
    placeInside(context, { offset, length }),
    `unexpected ${reading.unexpected} in a pattern, expected ${reading.expected}`,
    'for example `{environment}-{service}-{check}`',
  );
}

/** Names that look like a fact and are none would silently become labels. */
function checkName(context: Context, part: NamePart): readonly Diagnostic[] {
  if (part.kind !== 'field' || isFact(part.name)) return [];
  const synonym = SYNONYMS.get(part.name);
  const meant =
    synonym === undefined
      ? suggestClose(part.name, EXTRACTED_FACTS)
      : `did you mean \`${synonym}\`?`;
  if (meant === null && !STATED.has(part.name)) return [];
  const text = `{${part.name}}`;
  const place = placeInside(context, {
    offset: context.entry.pattern.indexOf(text),
    length: text.length,
  });
  const all = EXTRACTED_FACTS.map((fact) => `\`${fact}\``).join(', ');
  return [
    finding(
      'extract-pattern',
      place,
      `unexpected field \`${text}\`, expected one of ${all}, or a name of your own`,
      meant ?? `a name cannot tell it; \`{name_${part.name}}\` would become a label`,
    ),
  ];
}

function isFact(name: string): boolean {
  return EXTRACTED_FACTS.some((fact) => fact === name);
}

/** Fields that only the tool itself can state. */
const STATED: ReadonlySet<string> = new Set([
  'source',
  'vendor',
  'kind',
  'action',
  'severity',
  'status',
  'host',
  'title',
]);

const SYNONYMS: ReadonlyMap<string, (typeof EXTRACTED_FACTS)[number]> = new Map([
  ['env', 'environment'],
  ['stage', 'environment'],
  ['svc', 'service'],
  ['app', 'service'],
  ['squad', 'team'],
]);

/** Fields come without blanks at their ends. */
function checkEnds(context: Context, parts: readonly NamePart[]): readonly Diagnostic[] {
  const { pattern } = context.entry;
  const first = parts[0];
  const last = parts.at(-1);
  const leading = first?.kind === 'literal' && first.text.startsWith(' ');
  const trailing = last?.kind === 'literal' && last.text.endsWith(' ');
  if (!leading && !trailing) return [];
  const offset = leading ? 0 : pattern.length - 1;
  return [
    finding(
      'extract-pattern',
      placeInside(context, { offset, length: 1 }),
      'unexpected blank at an end of a pattern, expected none, since no field begins or ends with one',
      'remove the blank',
    ),
  ];
}

/** A second convention with the same pattern on the same field has nothing left to tell. */
function repeated({ file, entries, entry, index }: Context): readonly Diagnostic[] {
  const before = entries.findIndex(
    (other) => other.from === entry.from && other.pattern === entry.pattern,
  );
  const other = entries[before];
  if (other === undefined || before >= index) return [];
  return [
    findingWith(
      'extract-pattern',
      file.locate(['extract', index, 'pattern']),
      `unexpected pattern that \`${other.id}\` has already, expected one that can tell something new`,
      {
        hint: `remove \`${entry.id}\``,
        related: [
          { message: 'it tells the same', place: file.locate(['extract', before, 'pattern']) },
        ],
      },
    ),
  ];
}

/** The place of a piece of the pattern where the file shows it as it is; else of the whole value. */
function placeInside(
  { file, entry, index }: Context,
  { offset, length }: { readonly offset: number; readonly length: number },
): Place {
  const place = file.locate(['extract', index, 'pattern']);
  const line = file.text.split('\n')[place.line - 1] ?? '';
  const start = line.indexOf(entry.pattern, place.column - 1);
  return start < 0 ? place : { ...place, column: start + offset + 1, length };
}
