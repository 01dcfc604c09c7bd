// The rendered file beside the resolver: git itself reads the patterns, as the last line that fits.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organisation } from '../model/organisation.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { renderCodeowners, repositoriesOf } from './codeowners.ts';
import { resolveOwner } from './resolve.ts';
import { subjectSignal } from './subject.ts';

type Area = { readonly service: string; readonly paths: readonly string[] };

function organisationWith(
  areas: readonly Area[],
  { unowned = [] as readonly string[], github = true } = {},
): Organisation {
  const services = areas.map(({ service, paths }) =>
    [
      `  - id: ${service}`,
      `    name: ${service}`,
      unowned.includes(service) ? '    unowned: true' : `    teams: {backend: team-${service}}`,
      `    code: [{repo: larder/shop, paths: ${JSON.stringify(paths)}}]`,
    ].join('\n'),
  );
  const files = [
    ...smallFiles().map((file) =>
      file.path === 'ownership/teams/desk.yaml' && 'text' in file
        ? { path: file.path, text: `${file.text}github: larder/desk\n` }
        : file,
    ),
    {
      path: 'ownership/products/code.yaml',
      text: `schema: tocsin/product@1\nname: Code\nfunction: backend\nservices:\n${services.join('\n')}\n`,
    },
    ...areas.map(({ service }) => ({
      path: `ownership/teams/team-${service}.yaml`,
      text: `schema: tocsin/team@1\nname: ${service}\nlead: someone\nmembers: [someone]\n${github ? `github: larder/${service}\n` : ''}`,
    })),
  ];
  return organisationOf(files);
}

const rows = (organisation: Organisation): readonly string[] =>
  renderCodeowners(organisation, 'shop')
    .text.split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replaceAll(/ +/g, ' '));

describe('CODEOWNERS', () => {
  test('pain 13: begins with the catch-all and goes on to what is more specific, whatever the order of the map', () => {
    const areas: readonly Area[] = [
      { service: 'pay', paths: ['services/pay/api/public.ts', 'services/pay'] },
      { service: 'all', paths: ['**/*.md', 'services'] },
      { service: 'db', paths: ['services/*/migrations'] },
      // By its text alone it would come first, and GitHub would ask the owner of the whole folder.
      { service: 'group', paths: ['app/(shop)'] },
      { service: 'app', paths: ['app/*'] },
    ];
    const expected = [
      '* @larder/desk',
      '**/*.md @larder/all',
      '/services @larder/all',
      '/services/*/migrations @larder/db',
      '/app/* @larder/app',
      '/app/(shop) @larder/group',
      '/services/pay @larder/pay',
      '/services/pay/api/public.ts @larder/pay',
    ];
    expect(rows(organisationWith(areas))).toEqual(expected);
    expect(rows(organisationWith(areas.toReversed()))).toEqual(expected);
  });

  test('asks nobody for what is taken out, and the folder’s owner where there is one', () => {
    const pay = {
      service: 'pay',
      paths: ['services/pay/**', '!**/generated/**', '!services/pay/vendor'],
    };
    expect(rows(organisationWith([pay]))).toEqual([
      '* @larder/desk',
      '/services/pay @larder/pay',
      '/services/pay/**/generated',
      '/services/pay/vendor',
    ]);
    const all = { service: 'all', paths: ['services'] };
    expect(rows(organisationWith([pay, all])).slice(-2)).toEqual([
      '/services/pay/**/generated @larder/all',
      '/services/pay/vendor @larder/all',
    ]);
  });

  test('asks nobody for a service that is unowned on purpose', () => {
    const attic = { service: 'attic', paths: ['attic'] };
    expect(rows(organisationWith([attic], { unowned: ['attic'] }))).toEqual([
      '* @larder/desk',
      '/attic',
    ]);
  });

  test.each<[string, readonly Area[]]>([
    [
      'that takes out more than the folder',
      [{ service: 'a', paths: ['generated/x', '!**/generated/**'] }],
    ],
    ['from single files', [{ service: 'a', paths: ['src/*.ts', '!**/x.ts'] }]],
  ])('says so of an exception %s instead of writing something else', (_title, areas) => {
    const { problems } = renderCodeowners(organisationWith(areas), 'shop');
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^unexpected exception `!.*CODEOWNERS can express$/),
    ]);
    expect(problems[0]?.place?.file).toBe('ownership/products/code.yaml');
  });

  test('pain 17: names every team that GitHub would silently ignore for want of a handle', () => {
    const { problems } = renderCodeowners(
      organisationWith([{ service: 'pay', paths: ['a', 'b'] }], { github: false }),
      'shop',
    );
    expect(problems.map(({ message, place }) => [message, place?.file])).toEqual([
      [
        'unexpected team `team-pay` without `github`, expected its handle, since it owns code here',
        'ownership/teams/team-pay.yaml',
      ],
    ]);
  });

  test('says when it is larger than what GitHub reads', () => {
    const paths = Array.from({ length: 200 }, (_, index) => `${'x'.repeat(290)}/${index}`);
    const many = Array.from({ length: 60 }, (_, index) => ({
      service: `s${index}`,
      paths: paths.map((path) => `${index}${path}`.slice(0, 300)),
    }));
    const { problems, text } = renderCodeowners(organisationWith(many), 'shop');
    expect(text.length).toBeGreaterThan(3 * 1024 * 1024);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^unexpected size of \d+ bytes, expected at most 3145728/),
    ]);
  });

  test('is there for each repository with code', () => {
    expect(repositoriesOf(organisationWith([{ service: 'a', paths: ['x'] }]))).toEqual([
      'larder/shop',
    ]);
  });
});

describe('pain 15: patterns mean to git what they mean here', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-codeowners-'));
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /**
   * The owner in the last line of the file whose pattern fits; null where it names nobody. git is asked about each
   * pattern alone, since it would stop at an ignored folder, and GitHub's one exception is made: `a/*` is what lies in `a`.
   */
  function ownersOf(text: string, paths: readonly string[]): readonly (string | null)[] {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const fitting = lines.map((line) => {
      const pattern = line.replace(/(?<!\\) +(@.*)?$/, '');
      writeFileSync(join(folder, '.gitignore'), pattern);
      const answer = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
        cwd: folder,
        input: paths.join('\0'),
        encoding: 'utf8',
      });
      const found = answer.stdout.split('\0');
      const isIn = inFolder(pattern);
      return new Set(isIn === null ? found : found.filter((path) => isIn.test(path)));
    });
    return paths.map((path) => {
      const line = lines[fitting.findLastIndex((found) => found.has(path))] ?? '';
      return /(?<!\\) +@(.*)$/.exec(line)?.[1] ?? null;
    });
  }

  function inFolder(pattern: string): RegExp | null {
    if (!pattern.endsWith('/*')) return null;
    const wanted = pattern
      .replace(/^\//, '')
      .replaceAll(/[.()+^${}|]/g, String.raw`\$&`)
      .replaceAll('**/', '\0')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')
      .replaceAll('\0', '(?:.*/)?');
    return new RegExp(`^${wanted}$`);
  }

  test('a pattern is rooted: `docs` is no `site/docs`', () => {
    const { text } = renderCodeowners(
      organisationWith([{ service: 'a', paths: ['docs'] }]),
      'shop',
    );
    expect(ownersOf(text, ['docs/x', 'site/docs/x'])).toEqual(['larder/a', 'larder/desk']);
  });

  const agree = (areas: readonly Area[], files: readonly string[]): void => {
    const organisation = organisationWith(areas);
    const { text, problems } = renderCodeowners(organisation, 'shop');
    if (problems.length > 0) return;
    const owners = ownersOf(text, files);
    for (const [index, path] of files.entries()) {
      const { doubts, confidence, owner } = resolveOwner(
        organisation,
        subjectSignal('path', path, 'shop'),
      );
      if (doubts?.includes('ambiguous') === true) continue;
      const said = owners[index] === 'larder/desk' ? null : owners[index];
      const team = organisation.teams.get(owner.team)?.github;
      expect([path, said]).toEqual([path, confidence > 0.1 ? team : null]);
    }
  };

  const name = fc.constantFrom('a', 'b', 'c d', '[id]', 'a!');
  const part = fc.oneof(
    { weight: 4, arbitrary: name },
    fc.constantFrom('**', 'a*', '*', '?', '[*]'),
  );
  const pattern = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/').replaceAll('**/**', '**'));
  /** A folder is the same with all that lies below it. */
  const withoutEnd = (path: string): string => path.replace(/(?<=[^*/])\/\*\*$/, '');
  const files = fc.array(
    fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
    { minLength: 1, maxLength: 10 },
  );

  test('the last line that fits names the team that the resolver names, for any map and any file', () => {
    const areas = fc
      .uniqueArray(pattern, { minLength: 1, maxLength: 5, selector: withoutEnd })
      .map((paths) => paths.map((path, index) => ({ service: `s${index}`, paths: [path] })));
    fc.assert(fc.property(areas, files, agree), { numRuns: 60 });
  });

  test('what is taken out is whose the resolver says, or is named as what cannot be said', () => {
    const below = fc.array(name, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('/'));
    const exception = fc
      .tuple(fc.constantFrom('**/', 'a/', ''), fc.oneof(below, pattern), fc.constantFrom('', '/**'))
      .map((parts) => `!${parts.join('')}`.replaceAll('**/**', '**'));
    const areas = fc
      .uniqueArray(
        fc.tuple(
          fc.oneof({ weight: 3, arbitrary: below }, pattern),
          fc.array(exception, { maxLength: 2 }),
        ),
        { minLength: 1, maxLength: 3, selector: ([path]) => withoutEnd(path) },
      )
      .map((all) =>
        all.map(([path, out], index) => ({ service: `s${index}`, paths: [path, ...new Set(out)] })),
      );
    fc.assert(fc.property(areas, files, agree), { numRuns: 80 });
  });

  test.each<[string, readonly Area[], string, string | null]>([
    [
      'an exception that begins in the folder itself',
      [{ service: 'a', paths: ['x/b', '!**/b/c/**'] }],
      'x/b/c/f',
      null,
    ],
    [
      'an exception in which another service has a part',
      [
        { service: 'a', paths: ['src', '!**/gen/**'] },
        { service: 'b', paths: ['src/*/er'] },
      ],
      'src/gen/er/x',
      'larder/b',
    ],
    [
      'an exception that another service’s pattern crosses',
      [
        { service: 'a', paths: ['src', '!src/deep/er/**'] },
        { service: 'b', paths: ['src/*/er'] },
        { service: 'c', paths: ['**/er/x'] },
      ],
      'src/deep/er/x',
      'larder/b',
    ],
    [
      'an exception that another pattern of the service crosses',
      [{ service: 'a', paths: ['src', '!src/gen', '**/Dockerfile'] }],
      'src/gen/deep/Dockerfile',
      'larder/a',
    ],
    [
      'a route in brackets',
      [{ service: 'a', paths: ['pages/[id] (old)'] }],
      'pages/[id] (old)/x',
      'larder/a',
    ],
    [
      'brackets, which are no choice of letters',
      [{ service: 'a', paths: ['pages/[id]'] }],
      'pages/i/x',
      'larder/desk',
    ],
    [
      'a folder by a pattern, with all in it',
      [{ service: 'a', paths: ['pay-*'] }],
      'pay-eu/x',
      'larder/a',
    ],
    [
      'what lies in a folder and below it',
      [{ service: 'a', paths: ['x/*/**'] }],
      'x/f',
      'larder/a',
    ],
  ])('%s means the same in the file', (_title, areas, path, owner) => {
    agree(areas, [path]);
    const { text, problems } = renderCodeowners(organisationWith(areas), 'shop');
    expect(problems).toEqual([]);
    expect(ownersOf(text, [path])).toEqual([owner]);
  });

  test('says that `#` begins a remark on GitHub instead of writing it', () => {
    const organisation = organisationWith([{ service: 'a', paths: ['src/C#', '!**/F#/**'] }]);
    expect(renderCodeowners(organisation, 'shop').problems.map(({ message }) => message)).toEqual([
      'unexpected `#` in `src/C#`, expected a path that CODEOWNERS can express',
      'unexpected `#` in `!**/F#/**`, expected a path that CODEOWNERS can express',
    ]);
  });
});
