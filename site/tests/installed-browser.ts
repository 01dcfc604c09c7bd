// The bundled browser and its fonts, laid out once on a machine for all test processes.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { diskFolder } from '../../scripts/cli/testing/disk-folder.ts';

/** Where the browser is, and which fonts it may use. */
export type InstalledBrowser = {
  readonly executablePath: string;
  readonly fontConfiguration: string;
};

/** Runs before all tests, because unpacking the browser bears only one process at a time; what unpacking sets in the environment is no concern of other tests. */
export async function setup(): Promise<void> {
  const before = { ...process.env };
  await installBrowser();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
}

/** Unpacks the browser and lays out its fonts where they are missing; the next run finds them. */
export async function installBrowser(): Promise<InstalledBrowser> {
  const executablePath = await unpackBrowser();
  const fontConfiguration = join(diskFolder(), 'tocsin-fonts.conf');
  const configuration = fontConfigurationOf(await arabicFonts());
  await layOut(fontConfiguration, Buffer.from(configuration));
  return { executablePath, fontConfiguration };
}

/** The package asks the environment where to unpack it. */
async function unpackBrowser(): Promise<string> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = diskFolder();
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x';
  try {
    const { default: bundled } = await import('@sparticuz/chromium');
    return await bundled.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** A folder with the two fonts alone: among the others of their package the browser does not find them. */
async function arabicFonts(): Promise<string> {
  const { resolve } = createRequire(import.meta.url);
  const packed = join(dirname(resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const folder = join(diskFolder(), 'tocsin-arabic-fonts');
  await mkdir(folder, { recursive: true });
  for (const name of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'])
    await layOut(join(folder, name), await readFile(join(packed, name)));
  return folder;
}

/** Puts a file in its place in one step: a browser that has a font mapped dies when the file is written over. */
async function layOut(path: string, content: Buffer): Promise<void> {
  if (existsSync(path) && content.equals(await readFile(path))) return;
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, content);
  await rename(beside, path);
}

function fontConfigurationOf(arabic: string): string {
  const bundled = join(diskFolder(), 'fonts');
  const allowed = [
    join(bundled, '*'),
    join(arabic, 'DejaVuSans.ttf'),
    join(arabic, 'DejaVuSans-Bold.ttf'),
  ];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${bundled}</dir>
  <dir>${arabic}</dir>
  <cachedir>${join(diskFolder(), 'tocsin-fonts-cache')}</cachedir>
  <selectfont>
    <acceptfont>
      ${allowed.map((glob) => `<glob>${glob}</glob>`).join('')}
    </acceptfont>
    <rejectfont><glob>*</glob></rejectfont>
  </selectfont>
  <match target="scan">
    <test name="family"><string>DejaVu Sans</string></test>
    <edit name="family" mode="assign"><string>Only for what Open Sans lacks</string></edit>
  </match>
</fontconfig>
`;
}
