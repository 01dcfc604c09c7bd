// The examples of docs/status-page.md stand in the example organisation, and what it promises of files is so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { DEFAULT_UPTIME } from '../model/uptime.ts';
import { larder, textsOf } from '../syndication/testing/snapshots.ts';
import { outputsOf } from '../syndication/outputs.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';
import { validate } from '../validation/validate.ts';
import { readAllFiles } from '../workspace/read.ts';

const PAGE = readFileSync(join(EXAMPLE, 'docs/status-page.md'), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    (found) => found[1] ?? '',
  );
const NOW = '2026-11-21T10:00:00.000Z';

describe('docs/status-page.md', () => {
  test('shows settings and a translation that can be used', () => {
    const [page = '', face = ''] = blocks('yaml');
    const files = readAllFiles(EXAMPLE).map((file) =>
      !('text' in file)
        ? file
        : file.path === 'tocsin.yaml'
          ? { ...file, text: file.text.replace(/^page:\n(?: .*\n)*/m, page) }
          : file.path === 'incidents/2026/2026-11-13-order-api.md'
            ? { ...file, text: file.text.replace(/^public:\n(?: .*\n)*/m, face) }
            : file,
    );
    const { organisation, diagnostics } = validate(files);
    expect(diagnostics).toEqual([]);
    expect(organisation?.settings.page.brand).toMatchObject({
      name: 'Larder status',
      colours: { dark: { accent: '#f0b6dc' } },
    });
  });

  test('shows the translations of a component of the example organisation', () => {
    const file = readFileSync(join(EXAMPLE, 'ownership/products/payments.yaml'), 'utf8');
    const lines = (blocks('yaml')[2] ?? '').trim().split('\n');
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(file).toContain(line.trim());
  });

  test('shows the recurring maintenance of the example organisation', () => {
    const file = readFileSync(join(EXAMPLE, 'incidents/2026/2026-10-30-ledger-db.md'), 'utf8');
    expect(file).toContain(blocks('yaml')[3]);
  });

  test('shows the defaults of uptime', () => {
    const { weights, maintenance } = DEFAULT_UPTIME;
    const { degraded, partial_outage, major_outage } = weights;
    expect(blocks('yaml')[4]).toBe(
      `uptime:\n  weights: {degraded: ${degraded}, partial_outage: ${partial_outage}, major_outage: ${major_outage}}\n  maintenance: ${maintenance}\n`,
    );
  });

  test('works out of the published files the uptime that the page shows, for every component', async () => {
    const { public: view } = larder(NOW);
    const files = outputsOf({ audience: 'public', public: view }).filter(({ path }) =>
      path.startsWith('api/v1/components/'),
    );
    const texts = [...(await textsOf(files)).values()];
    expect(texts.length).toBeGreaterThan(10);
    const [program = ''] = blocks('js');
    for (const text of texts) {
      const worked: unknown = runInNewContext(`${program}; uptime(${text})`);
      expect(worked).toBeCloseTo(JSON.parse(text).component.uptime, 9);
    }
    const shares = view.groups.flatMap((group) => group.components.map(({ uptime }) => uptime));
    expect(shares.some((uptime) => uptime < 1)).toBe(true);
  });

  test('names every file that is written, and none that is not', () => {
    const written = [
      ...outputsOf(larder(NOW)),
      ...outputsOf(larder(NOW, 'internal')).filter(({ path }) => path.startsWith('teams/')),
    ].map(({ path }) => path);
    const table = PAGE.slice(
      PAGE.indexOf('## What programs read'),
      PAGE.indexOf('**Statuspage v2.**'),
    );
    const named = [...table.matchAll(/`([a-z0-9<>/.-]+\.[a-z]+)`/g)].map(([, name = '']) => name);
    const isWritten = (name: string): boolean => {
      const pattern = new RegExp(
        `(^|/)${name.replaceAll('.', '\\.').replaceAll(/<\w+>/g, '[^/]+')}$`,
      );
      return written.some((path) => pattern.test(path));
    };
    expect(named.filter((name) => !isWritten(name))).toEqual([]);
    const last = (path: string): string => path.split('/').at(-1) ?? '';
    const known = new Set(named.map(last));
    const silent = written.filter(
      (path) => !known.has(last(path)) && !/^api\/v1\/(components|months|incidents)\//.test(path),
    );
    expect([...new Set(silent)]).toEqual(['embed.css']);
  });
});
