// Code paths: how areas of repositories are compiled, and where a signal says in which files it began.
import type { CodeArea, Claim, Service } from '../model/ownership.ts';
import type { Signal } from '../model/signal.ts';
import type { Hit } from './name-index.ts';
import { indexPaths, type PathIndex } from './path-index.ts';
import { fits, parsePattern, type Part, partsOf } from './path-pattern.ts';

/** An area's pattern that may decide, with what is taken out of it again. */
export type CodeClaim = {
  readonly service: Service;
  readonly area: CodeArea;
  readonly claim: Claim;
  readonly pattern: readonly Part[];
  /** Patterns with `!` that stand after it in the area. */
  readonly except: readonly Claim[];
};

/** Finds whose file something is, the most specific pattern first. */
export type CodeIndex = {
  readonly find: (repo: string | null, path: string) => readonly Hit<CodeClaim>[];
};

/** A code pattern; one that ends in a name, also with `*` in it, covers everything below it, too. */
export function parseCodePattern(text: string): readonly Part[] {
  const pattern = parsePattern(text.replace(/^!/, ''), 'plain');
  const last = pattern.at(-1)?.kind;
  return last === 'literal' || last === 'glob' ? [...pattern, { kind: 'many' }] : pattern;
}

/** All claims on code. */
export function codeClaims(services: Iterable<Service>): readonly CodeClaim[] {
  return [...services].flatMap((service) =>
    service.code.flatMap((area) =>
      area.paths.flatMap((claim, index) =>
        claim.text.startsWith('!')
          ? []
          : [
              {
                service,
                area,
                claim,
                pattern: parseCodePattern(claim.text),
                except: area.paths.slice(index + 1).filter(({ text }) => text.startsWith('!')),
              },
            ],
      ),
    ),
  );
}

/** Builds the index over all repositories. */
export function indexCode(claims: readonly CodeClaim[]): CodeIndex {
  const exceptions = new Map(
    claims.flatMap(({ except }) => except.map((claim) => [claim, parseCodePattern(claim.text)])),
  );
  const byRepository = new Map(
    [...Map.groupBy(claims, (claim) => lastPart(claim.area.repo))].map(([repo, members]) => [
      repo,
      indexPaths(members.map((value) => ({ pattern: value.pattern, value }))),
    ]),
  );
  const everywhere: PathIndex<CodeClaim> = indexPaths(
    claims.map((value) => ({ pattern: value.pattern, value })),
  );
  return {
    find: (repo, path) => {
      const parts = partsOf(path);
      const index = repo === null ? everywhere : byRepository.get(lastPart(repo));
      return (index?.find(parts) ?? []).filter(
        ({ value }) =>
          (repo === null || isSameRepository(value.area.repo, repo)) &&
          !value.except.some((claim) => fits(exceptions.get(claim) ?? [], parts, 0)),
      );
    },
  };
}

/** Whether two names mean one repository; a name without an organisation fits any. */
export function isSameRepository(left: string, right: string): boolean {
  return left.includes('/') && right.includes('/')
    ? left === right
    : lastPart(left) === lastPart(right);
}

/** The repository that a signal names; null when it names none. */
export function repositoryOf({ labels }: Pick<Signal, 'labels'>): string | null {
  const name = REPOSITORY_LABELS.find((candidate) => labels[candidate] !== undefined);
  const text = name === undefined ? '' : (labels[name] ?? '');
  const [repo] =
    /[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)?$/.exec(
      text.replace(/\.git$/, ''),
    ) ?? [];
  return repo ?? null;
}

/** The files that a signal names, the one where it began first; a path of a running machine is tried without its first parts. */
export function filesOf({ labels }: Pick<Signal, 'labels'>): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (const name of FILE_LABELS) {
    const text = labels[name];
    if (text !== undefined && !(name === 'path' && text.startsWith('/')))
      found.push(spellings(text));
  }
  return found;
}

/** Labels that may hold the repository. */
export const REPOSITORY_LABELS = ['repository', 'repo', 'vcs.repository.name'] as const;

/** Labels that may hold a file, those of stack frames first. */
export const FILE_LABELS = [
  'code.frame.1',
  'code.frame.2',
  'code.frame.3',
  'code.file.path',
  'code.filepath',
  'path',
  'file',
  'filename',
  'manifest',
] as const;

function spellings(text: string): readonly string[] {
  const path = text
    .replaceAll('\\', '/')
    .replace(/[?#].*$/, '')
    .replace(/:\d+(:\d+)?$/, '');
  const local = path.replace(/^[A-Za-z][A-Za-z+.-]*:\/\/[^/]*\/|^[A-Za-z]:\//, '/');
  const parts = partsOf(local).filter((part) => part !== '.' && part !== '..');
  const isAbsolute = local.startsWith('/');
  const most = isAbsolute ? Math.min(parts.length, MOST_SPELLINGS) : 1;
  return Array.from({ length: most }, (_, cut) => parts.slice(cut).join('/'));
}

const MOST_SPELLINGS = 8;

function lastPart(repo: string): string {
  return repo.slice(repo.lastIndexOf('/') + 1);
}
