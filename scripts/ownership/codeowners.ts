// The map of one repository as a CODEOWNERS file: the last line that fits decides there, so the most general stands first.
import type { Organisation } from '../model/organisation.ts';
import type { Claim } from '../model/ownership.ts';
import type { Place } from '../model/place.ts';
import { teamOf } from './cell.ts';
import { type CodeClaim, codeClaims, isSameRepository } from './code-path.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import { exceptionLines } from './codeowners-exception.ts';
import { canonical, type Part, specificity } from './path-pattern.ts';

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
  const ordered = claims.toSorted(byGenerality);
  const lines = ordered.flatMap((claim, index): readonly Line[] => {
    const before = ordered.slice(0, index).toReversed();
    const out = claim.except.flatMap((exception) => {
      const answer = exceptionLines(claim, exception, before);
      if (answer.kind === 'unclear') problems.push(unsupported(claim, exception));
      return answer.kind === 'unclear' ? [] : answer.lines;
    });
    return [
      { pattern: claim.pattern, team: teamOfClaim(lookup, claim) },
      ...out.map(({ pattern, instead }) => ({
        pattern,
        team: instead === null ? null : teamOfClaim(lookup, instead),
      })),
    ];
  });
  const rows = [
    { path: '*', team: organisation.settings.triage },
    ...lines.map(({ pattern, team }) => ({ path: pathOf(pattern), team })),
  ];
  problems.push(...claims.flatMap(unreadable));
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

function unsupported(claim: CodeClaim, exception: Claim): CodeownersProblem {
  return {
    place: exception.place,
    message: `unexpected exception \`${exception.text}\` from \`${claim.claim.text}\`, expected one that CODEOWNERS can express`,
    hint: 'name the folder that is taken out, below the folder that it is taken out of',
  };
}

/** GitHub may take all from a `#` on for a remark, and no sign in front of it helps. */
function unreadable({ claim, except }: CodeClaim): readonly CodeownersProblem[] {
  return [claim, ...except]
    .filter(({ text }) => text.includes('#'))
    .map(({ text, place }) => ({
      place,
      message: `unexpected \`#\` in \`${text}\`, expected a path that CODEOWNERS can express`,
      hint: 'name the folder above it, or give it another name',
    }));
}

function byGenerality(left: CodeClaim, right: CodeClaim): number {
  const [one, two] = [specificity(left.pattern), specificity(right.pattern)];
  if (one !== two) return one < two ? -1 : 1;
  return canonical(left.pattern) < canonical(right.pattern) ? -1 : 1;
}

/** From the root, without the end that a name implies, and with a sign in front of what means something else there. */
function pathOf(pattern: readonly Part[]): string {
  const isNamed = ['literal', 'glob'].includes(pattern.at(-2)?.kind ?? '');
  const isBelow = pattern.at(-1)?.kind === 'many';
  const path = canonical(isBelow && isNamed ? pattern.slice(0, -1) : atLeastOne(pattern));
  const written = path.replaceAll(/[[\] ]/g, String.raw`\$&`);
  return written.startsWith('**') ? written : `/${written}`;
}

/** `*` before a last `**` goes behind it: to GitHub `a/**` is what lies below `a`, and `a/*` what lies in it. */
function atLeastOne(pattern: readonly Part[]): readonly Part[] {
  const anything =
    pattern.length - 1 - pattern.toReversed().findIndex(({ kind }) => kind !== 'many');
  const end = pattern.slice(anything + 1);
  const [last, ...others] = [pattern[anything], ...end];
  return last?.kind === 'one' && others.length > 0
    ? [...pattern.slice(0, anything), ...others, last]
    : pattern;
}

/** Whether a file was written from the map, of whatever repository and whenever. */
export function isGeneratedCodeowners(text: string): boolean {
  return text.startsWith(MARK);
}

const MARK = '# Written by `tocsin codeowners ';

function header(organisation: Organisation, repo: string): readonly string[] {
  return [
    `${MARK}--repo ${repo}\` from ownership/products/ of ${organisation.settings.name}.`,
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
