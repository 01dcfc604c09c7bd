// What a tool cannot state, its names may tell: naming conventions read facts from a title, a host or a label.
import type { TraceEntry } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import { EXTRACTED_FACTS, type ExtractRule } from '../model/rule.ts';
import type { Signal } from '../model/signal.ts';
import { type KnownWords, knownWords, matchName, type MatchPart } from '../text/match-name.ts';
import { findEnvironment } from './environment.ts';

/** A signal with what the conventions told, and the trace of it; without conventions there is no trace. */
export type Extraction = { readonly signal: Signal; readonly trace: readonly TraceEntry[] };

/**
 * Asks the conventions in order. Each fact comes from the first one that tells it, and what the signal states itself
 * is never overwritten. Other names become labels `extract.<name>`.
 */
export function extractFacts(organisation: Organisation, signal: Signal): Extraction {
  const rules = conventionsOf(organisation);
  if (rules.length === 0) return { signal, trace: [] };
  const told: Told[] = [];
  const others: TraceEntry['others'][number][] = [];
  for (const { rule, parts } of rules) {
    const text = fieldOf(signal, rule.from);
    const fields = text === null ? null : matchName(parts, text);
    const news = [...(fields ?? [])].flatMap(([name, value]) =>
      tell(signal, told, { rule, name, value: value.trim() }),
    );
    told.push(...news);
    if (news.length === 0)
      others.push({
        text: `${rule.id}: ${whyNot(rule, text, fields !== null)}`,
        place: rule.place,
      });
  }
  return { signal: withFacts(signal, told), trace: [traceOf(told, others)] };
}

type Told = { readonly rule: ExtractRule; readonly name: string; readonly value: string };

function tell(signal: Signal, told: readonly Told[], one: Told): readonly Told[] {
  const fact = factNamed(one.name);
  const isStated =
    fact === null ? Object.hasOwn(signal.labels, labelOf(one.name)) : signal[fact] !== null;
  const isTold = told.some((before) => before.name === one.name);
  return isStated || isTold || one.value === '' ? [] : [one];
}

function withFacts(signal: Signal, told: readonly Told[]): Signal {
  if (told.length === 0) return signal;
  const facts = told.flatMap(({ name, value }) => {
    const fact = factNamed(name);
    return fact === null ? [] : [[fact, value] as const];
  });
  const labels = told.flatMap(({ name, value }) =>
    factNamed(name) === null ? [[labelOf(name), value] as const] : [],
  );
  return {
    ...signal,
    ...Object.fromEntries(facts),
    labels: labels.length === 0 ? signal.labels : mergeLabels(signal.labels, labels),
  };
}

/** Without a prototype, like all labels: a label may have any name. */
function mergeLabels(
  known: Signal['labels'],
  news: readonly (readonly [string, string])[],
): Signal['labels'] {
  const labels: Record<string, string> = Object.create(null);
  for (const [name, value] of [...Object.entries(known), ...news]) labels[name] = value;
  return labels;
}

function traceOf(told: readonly Told[], others: TraceEntry['others']): TraceEntry {
  const [first] = told;
  const words = told.map(({ rule, name, value }) => {
    const by = rule === first?.rule ? '' : ` (${rule.id})`;
    return `${factNamed(name) ?? labelOf(name)} ${value.slice(0, MOST)}${by}`;
  });
  return {
    stage: 'extract',
    result: words.length === 0 ? 'nothing' : words.join(', '),
    by: first === undefined ? null : { id: first.rule.id, place: first.rule.place },
    ...(first === undefined
      ? {}
      : { because: `where ${first.rule.from} is \`${patternOf(first.rule)}\`` }),
    others: others.slice(0, NEIGHBOURS),
  };
}

const MOST = 60;
/** How many conventions that told nothing are explained. */
const NEIGHBOURS = 3;

function whyNot({ from }: ExtractRule, text: string | null, fits: boolean): string {
  if (text === null) return `${from} is missing`;
  return fits
    ? 'everything that it reads is known already'
    : `${from} is \`${text.slice(0, MOST)}\`, which does not fit`;
}

function fieldOf(signal: Signal, field: string): string | null {
  if (field === 'title') return signal.title;
  if (field === 'host') return signal.host;
  const name = field.slice('label.'.length);
  return Object.hasOwn(signal.labels, name) ? (signal.labels[name] ?? null) : null;
}

type Fact = (typeof EXTRACTED_FACTS)[number];

function factNamed(name: string): Fact | null {
  return EXTRACTED_FACTS.find((fact) => fact === name) ?? null;
}

function labelOf(name: string): string {
  return `extract.${name}`;
}

/** A convention as people wrote it. */
export function patternOf({ parts }: ExtractRule): string {
  return parts
    .map((part) => {
      if (part.kind === 'any') return '*';
      return part.kind === 'literal' ? part.text : `{${part.name}}`;
    })
    .join('');
}

/** A convention with the words that its fields may hold. */
export type Convention = { readonly rule: ExtractRule; readonly parts: readonly MatchPart[] };

const cache = new WeakMap<Organisation, readonly Convention[]>();

/** The conventions with the words that the organisation knows; made once for each organisation. */
export function conventionsOf(organisation: Organisation): readonly Convention[] {
  const known = cache.get(organisation);
  if (known !== undefined) return known;
  const { rules } = organisation;
  const words = rules.extract.length === 0 ? null : catalogueOf(organisation);
  const result = rules.extract.map((rule) => ({
    rule,
    parts: rule.parts.map((part): MatchPart => {
      if (part.kind !== 'field') return part;
      const fact = factNamed(part.name);
      return { ...part, words: fact === null ? null : (words?.[fact] ?? null) };
    }),
  }));
  cache.set(organisation, result);
  return result;
}

function catalogueOf(organisation: Organisation): Readonly<Record<Fact, KnownWords>> {
  const services = [...organisation.services.values()];
  const aliases = services.flatMap((service) => service.aliases);
  return {
    service: knownWords([
      ...organisation.services.keys(),
      ...aliases.filter((alias) => !/[*?]/.test(alias)),
    ]),
    team: knownWords(organisation.teams.keys()),
    function: knownWords(organisation.functions.map((entry) => entry.id)),
    product: knownWords(organisation.products.map((entry) => entry.id)),
    environment: knownWords(environmentWords(organisation)),
  };
}

/** Every environment and every beginning of its name that stands for no other one. */
function environmentWords({ settings }: Organisation): readonly string[] {
  return settings.environments.flatMap((environment) =>
    Array.from({ length: environment.length }, (_, cut) => environment.slice(0, cut + 1)).filter(
      (word) => findEnvironment(settings, word) === environment,
    ),
  );
}
