// The rendered file beside the resolver: git itself reads the patterns, as the last line that fits.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organisation } from '../model/organisation.ts';
import { organisationOf, smallFiles } from '../rules/fixtures/organisation.ts';
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
    ];
    const expected = [
      '* @larder/desk',
      '**/*.md @larder/all',
      '/services @larder/all',
      '/services/*/migrations @larder/db',
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
    [
      'that another service’s pattern crosses',
      [
        { service: 'a', paths: ['src', '!src/deep/er/**'] },
        { service: 'b', paths: ['src/*/er'] },
        { service: 'c', paths: ['**/er/x'] },
      ],
    ],
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

  /** The last line of the file whose pattern fits, where git asks each pattern alone: it would stop at an ignored folder. */
  function lastFitting(text: string, paths: readonly string[]): readonly (string | null)[] {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const fitting = lines.map((line) => {
      writeFileSync(join(folder, '.gitignore'), line.replace(/ +@.*$/, ''));
      const answer = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
        cwd: folder,
        input: paths.join('\0'),
        encoding: 'utf8',
      });
      return new Set(answer.stdout.split('\0'));
    });
    return paths.map((path) => lines[fitting.findLastIndex((found) => found.has(path))] ?? null);
  }

  test('a pattern is rooted: `docs` is no `site/docs`', () => {
    const { text } = renderCodeowners(
      organisationWith([{ service: 'a', paths: ['docs'] }]),
      'shop',
    );
    expect(
      lastFitting(text, ['docs/x', 'site/docs/x']).map((line) => line?.split(/ +/)[0]),
    ).toEqual(['/docs', '*']);
  });

  test('the last line that fits names the team that the resolver names, for any map and any file', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const part = fc.oneof({ weight: 4, arbitrary: name }, fc.constantFrom('**', 'a*', '?'));
    const pattern = fc
      .array(part, { minLength: 0, maxLength: 3 })
      .chain((parts) => name.map((last) => [...parts, last].join('/').replaceAll('**/**', '**')));
    const areas = fc
      .uniqueArray(pattern, { minLength: 1, maxLength: 5 })
      .map((paths) => paths.map((path, index) => ({ service: `s${index}`, paths: [path] })));
    const file = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(areas, fc.array(file, { minLength: 1, maxLength: 10 }), (map, files) => {
        const organisation = organisationWith(map);
        const { text } = renderCodeowners(organisation, 'shop');
        const lines = lastFitting(text, files);
        for (const [index, path] of files.entries()) {
          const found = resolveOwner(organisation, subjectSignal('path', path, 'shop'));
          if (found.doubts?.includes('ambiguous') === true) continue;
          const team = organisation.teams.get(found.owner.team)?.github;
          expect([path, lines[index]?.split(/ +/)[1]]).toEqual([path, `@${team}`]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
