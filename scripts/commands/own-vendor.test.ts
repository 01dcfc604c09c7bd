// Tools of an organisation's own on the command line: the mapping of docs/vendors/generic.md, and a module.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanUp, exampleOrganisation, runTocsin } from './testing/process.ts';

const EXAMPLE = fileURLToPath(new URL('../signals/generic/fixtures/', import.meta.url));
const MODULE = `export const headers = ['x-acme-event'];
export function normalise({ headers, body }: { headers: Record<string, string>; body: string }) {
  const event = JSON.parse(body);
  if (headers['x-acme-event'] === 'ping') return { kind: 'ignored', reason: 'a ping' };
  return { kind: 'signals', signals: [{ action: 'trigger', dedupKey: event.id, title: event.text }] };
}
`;

let cwd: string;

beforeAll(() => {
  cwd = exampleOrganisation();
  mkdirSync(join(cwd, 'vendors'));
  copyFileSync(join(EXAMPLE, 'source.yaml'), join(cwd, 'rules/sources/ovens.yaml'));
  writeFileSync(join(cwd, 'vendors/acme.ts'), MODULE);
  writeFileSync(join(cwd, 'vendors/odd.ts'), 'export const normalise = () => ({ kind: "odd" });');
  writeFileSync(
    join(cwd, 'rules/sources/acme.yaml'),
    'schema: tocsin/source@1\nname: Acme\nvendor: ./vendors/acme.ts\nowner: platform\n' +
      'authentication:\n  scheme: bearer\n  secrets: [TOCSIN_ACME_TOKEN]\n',
  );
  writeFileSync(join(cwd, 'body.json'), '{"id":"a-1","text":"Acme is down"}');
  writeFileSync(join(cwd, 'ping.json'), '{"X-Acme-Event":"ping"}');
});
afterAll(cleanUp);

test('both are valid sources', async () => {
  expect(await runTocsin(['validate'], { cwd })).toMatchObject({ code: 0 });
});

test('a mapping reads the example of its page', async () => {
  const body = join(EXAMPLE, 'delivery.json');
  const { code, out } = await runTocsin(['normalise', '--source', 'ovens', body], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ signals: [{ service: 'baking' }, {}] });
});

test.each([
  ['--source', 'acme'],
  ['--module', 'vendors/acme.ts'],
])('a module is tried by %s %s', async (...way) => {
  const { code, out } = await runTocsin(['normalise', ...way, 'body.json'], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ signals: [{ vendor: 'acme', dedupKey: 'a-1' }] });
  const ping = ['normalise', ...way, '--headers', 'ping.json', 'body.json'];
  expect(JSON.parse((await runTocsin(ping, { cwd })).out)).toEqual({ ignored: 'a ping' });
});

test('a module that returns something else is told so in one sentence', async () => {
  const words = ['normalise', '--module', 'vendors/odd.ts', 'body.json'];
  const { code, out } = await runTocsin(words, { cwd });
  expect(code).toBe(1);
  expect(out).toContain('The module vendors/odd.ts failed: unexpected `odd` in `kind`, expected');
});

test.each([
  [['--module', 'vendors/none.ts'], /^tocsin: cannot read the module vendors\/none\.ts: [^\n]+\n$/],
  [['--vendor', 'generic'], /`generic` needs the mapping of a source/],
  [['--vendor', 'sentry', '--module', 'x'], /expected one of --source SOURCE, --vendor VENDOR/],
])('wrong use %j gets one sentence', async (way, sentence) => {
  const { code, err } = await runTocsin(['normalise', ...way, 'body.json'], { cwd });
  expect(code).toBe(2);
  expect(err).toMatch(sentence);
});
