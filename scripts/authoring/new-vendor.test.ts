// The scaffold in a copy of the toolkit: what it writes passes the contract suite untouched.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tocsin-vendor-'));
  for (const name of ['scripts', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

describe('a new vendor', () => {
  test('passes the contract suite at once', async () => {
    const { stdout } = await newVendor('larder-probe');
    expect(stdout).toContain('scripts/signals/vendors/larder-probe/larder-probe.ts\n');
    const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
    const only = ['run', '--root', copy, 'scripts/signals/contract', '-t', 'larder-probe'];
    const suite = await run(process.execPath, [vitest, ...only], { cwd: copy });
    expect(suite.stdout).toMatch(/Tests .*\d+ passed/);
  });

  test('stands in both registries, in order', () => {
    const [registry, guides] = ['registry.ts', 'guides.ts'].map((name) =>
      readFileSync(join(copy, 'scripts/signals', name), 'utf8'),
    );
    expect(registry).toContain("  'larder-probe': larderProbe,\n");
    expect(guides).toContain("  'larder-probe': larderProbe,\n");
    const members = [...String(registry).matchAll(/^ {2}'?([a-z0-9-]+)'?(?:: \w+)?,$/gm)];
    const ids = members.map(([, id]) => id);
    expect(ids).toEqual(ids.toSorted());
  });

  test('is refused a second time, and nothing changes', async () => {
    await expect(newVendor('larder-probe')).rejects.toMatchObject({
      code: 2,
      stderr: 'The vendor larder-probe is there already.\n',
    });
  });

  test.each(['', 'Larder', 'larder_probe', '../larder', '-x', '9lives', 'a--b', 'x'.repeat(41)])(
    'called `%s` is refused with one sentence',
    async (name) => {
      const before = readdirSync(join(copy, 'scripts/signals/vendors'));
      await expect(newVendor(name)).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^Unexpected name, expected [^\n]+\.\n$/),
      });
      expect(readdirSync(join(copy, 'scripts/signals/vendors'))).toEqual(before);
    },
  );
});

test.each(['class', 'delete', 'generic', 'vendors'])(
  'the reserved word %s is refused as such',
  async (name) => {
    await expect(newVendor(name)).rejects.toMatchObject({
      code: 2,
      stderr: `Unexpected reserved word \`${name}\`, expected another name.\n`,
    });
  },
);

async function newVendor(name: string): Promise<{ readonly stdout: string }> {
  return await run(process.execPath, [join(copy, 'scripts/authoring/new-vendor.ts'), name], {
    cwd: copy,
  });
}
