// The map of one repository as a CODEOWNERS file: the last line that fits decides there, so the most general stands first.
import type { Organisation } from '../model/organisation.ts';
import type { Claim } from '../model/ownership.ts';
import type { Place } from '../model/place.ts';
import { teamOf } from './cell.ts';
import { type CodeClaim, codeClaims, isSameRepository, parseCodePattern } from './code-path.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import { canonical, fits, type Part, specificity } from './path-pattern.ts';

/** Why a file cannot say what the map says. */
export type CodeownersProblem = {
  readonly place: Place | null;
  readonly message: string;
  readonly hint: string;
};

/** The file, and what is wrong; with problems it must not be used. */
export type Codeowners = {
  readonly text: string;
  readonly lines: number;
  readonly problems: readonly CodeownersProblem[];
};

/** GitHub ignores the whole file above this size, without a word. */
export const MAX_CODEOWNERS_BYTES = 3 * 1024 * 1024;

/** Renders the file of a repository. */
export function renderCodeowners(organisation: Organisation, repo: string): Codeowners {
  const lookup = lookupOf(organisation);
  const claims = codeClaims(organisation.services.values()).filter(({ area }) =>
    isSameRepository(area.repo, repo),
  );
  const problems: CodeownersProblem[] = [];
  const lines = [
    ...claims.map((claim) => ({ pattern: claim.pattern, team: teamOfClaim(lookup, claim) })),
    ...claims.flatMap((claim) =>
      claim.except.flatMap((exception) => {
        const line = exceptionLine(lookup, claims, claim, exception);
        if ('problem' in line) problems.push(line.problem);
        return 'problem' in line ? [] : line.lines;
      }),
    ),
  ].toSorted(byGenerality);
  const rows = [
    { path: '*', team: organisation.settings.triage },
    ...lines.map(({ pattern, team }) => ({ path: pathOf(pattern), team })),
  ];
  problems.push(...missingHandles(organisation, rows));
  const width = Math.max(...rows.map(({ path }) => path.length));
  const text = [
    ...header(organisation, repo),
    ...rows.map(({ path, team }) => {
      const handle = team === null ? '' : (organisation.teams.get(team)?.github ?? '');
      return handle === '' ? path : `${path.padEnd(width)} @${handle}`;
    }),
    '',
  ].join('\n');
  return { text, lines: rows.length, problems: [...problems, ...tooLarge(text)] };
}

/** The repositories that services have code in. */
export function repositoriesOf(organisation: Organisation): readonly string[] {
  const repos = [...organisation.services.values()].flatMap((service) =>
    service.code.map((area) => area.repo),
  );
  return [...new Set(repos)].toSorted();
}

type Line = { readonly pattern: readonly Part[]; readonly team: string | null };

/** Null for what is unowned on purpose: such a line asks nobody. */
function teamOfClaim(lookup: Lookup, { service, area }: CodeClaim): string | null {
  if (service.unowned !== null) return null;
  return (
    teamOf(lookup, service, area.function ?? service.function) ??
    lookup.organisation.settings.triage
  );
}

/** What an exception takes out of a pattern, as a line of its own: it goes to whoever covers the whole of it, else to nobody. */
function exceptionLine(
  lookup: Lookup,
  claims: readonly CodeClaim[],
  claim: CodeClaim,
  exception: Claim,
): { readonly lines: readonly Line[] } | { readonly problem: CodeownersProblem } {
  const pattern = intersect(claim.pattern, parseCodePattern(exception.text));
  if (pattern === 'apart') return { lines: [] };
  if (pattern === 'unclear') return { problem: unsupported(claim, exception) };
  const weight = specificity(pattern);
  const below = claims.filter(
    (other) =>
      other.service.id !== claim.service.id &&
      specificity(other.pattern) < weight &&
      mayMeet(other.pattern, pattern),
  );
  const covering = below
    .filter((other) => covers(other.pattern, pattern))
    .toSorted((left, right) => (specificity(left.pattern) < specificity(right.pattern) ? 1 : -1));
  const isClear =
    below.length === covering.length && below.every((other) => other.except.length === 0);
  if (!isClear) return { problem: unsupported(claim, exception) };
  const [first] = covering;
  return { lines: [{ pattern, team: first === undefined ? null : teamOfClaim(lookup, first) }] };
}

/** The files that fit both patterns, as one pattern where there is one. */
function intersect(
  pattern: readonly Part[],
  exception: readonly Part[],
): readonly Part[] | 'apart' | 'unclear' {
  const own = literalStart(pattern);
  const other = literalStart(exception);
  if (exception[0]?.kind === 'many') {
    if (pattern.at(-1)?.kind !== 'many' || fits(exception, [...own, 'x'], 0)) return 'unclear';
    return [...pattern.slice(0, -1), ...exception];
  }
  const shared = Math.min(own.length, other.length);
  if (own.slice(0, shared).join('/') !== other.slice(0, shared).join('/')) return 'apart';
  return covers(pattern, exception) && other.length > own.length ? exception : 'unclear';
}

/** Whether a pattern is a folder that holds all of another one. */
function covers(pattern: readonly Part[], inner: readonly Part[]): boolean {
  const start = literalStart(pattern);
  if (start.length !== pattern.length - 1 || pattern.at(-1)?.kind !== 'many') return false;
  return literalStart(inner).slice(0, start.length).join('/') === start.join('/');
}

function mayMeet(left: readonly Part[], right: readonly Part[]): boolean {
  const [one, two] = [literalStart(left), literalStart(right)];
  const shared = Math.min(one.length, two.length);
  return one.slice(0, shared).join('/') === two.slice(0, shared).join('/');
}

function literalStart(pattern: readonly Part[]): readonly string[] {
  const parts: string[] = [];
  for (const part of pattern) {
    if (part.kind !== 'literal') break;
    parts.push(part.text);
  }
  return parts;
}

function unsupported(claim: CodeClaim, exception: Claim): CodeownersProblem {
  return {
    place: exception.place,
    message: `unexpected exception \`${exception.text}\` from \`${claim.claim.text}\`, expected one that CODEOWNERS can express`,
    hint: 'name the folder that is taken out, below the folder that it is taken out of',
  };
}

function byGenerality(left: Line, right: Line): number {
  const [one, two] = [specificity(left.pattern), specificity(right.pattern)];
  if (one !== two) return one < two ? -1 : 1;
  return canonical(left.pattern) < canonical(right.pattern) ? -1 : 1;
}

/** From the root, and without the end that a plain name implies. */
function pathOf(pattern: readonly Part[]): string {
  const isPlain = pattern.at(-1)?.kind === 'many' && pattern.at(-2)?.kind === 'literal';
  const path = canonical(isPlain ? pattern.slice(0, -1) : pattern);
  return path.startsWith('**') ? path : `/${path}`;
}

function header(organisation: Organisation, repo: string): readonly string[] {
  return [
    `# Written by \`tocsin codeowners --repo ${repo}\` from ownership/products/ of ${organisation.settings.name}.`,
    '# Changes made here are lost: make them there, and run it again. A line without a team asks nobody.',
    '',
  ];
}

function missingHandles(
  organisation: Organisation,
  rows: readonly { readonly team: string | null }[],
): readonly CodeownersProblem[] {
  return [...new Set(rows.map(({ team }) => team))].flatMap((id) => {
    const team = id === null ? undefined : organisation.teams.get(id);
    if (team === undefined || team.github !== null) return [];
    return [
      {
        place: team.place,
        message: `unexpected team \`${team.id}\` without \`github\`, expected its handle, since it owns code here`,
        hint: 'add `github: <organisation>/<team>`',
      },
    ];
  });
}

function tooLarge(text: string): readonly CodeownersProblem[] {
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes <= MAX_CODEOWNERS_BYTES) return [];
  return [
    {
      place: null,
      message: `unexpected size of ${bytes} bytes, expected at most ${MAX_CODEOWNERS_BYTES}, since GitHub ignores a larger file`,
      hint: 'name folders instead of single files',
    },
  ];
}
