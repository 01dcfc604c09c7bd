import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskFolder } from '../../scripts/cli/testing/disk-folder.ts';
import { browserMissing } from './browser.ts';
import { installBrowser } from './installed-browser.ts';

describe.skipIf(browserMissing !== null)('the browser of the tests', () => {
  test('keeps its files as they are, since another test may have them mapped', async () => {
    const { executablePath, fontConfiguration } = await installBrowser();
    const font = join(diskFolder(), 'tocsin-arabic-fonts', 'DejaVuSans.ttf');
    const changes = () =>
      Promise.all(
        [executablePath, fontConfiguration, font].map(async (path) => (await stat(path)).ctimeMs),
      );
    const before = await changes();
    await installBrowser();
    expect(await changes()).toEqual(before);
  });
});
