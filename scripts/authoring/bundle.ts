// Makes the program of the GitHub Action: everything in one file, so that a run installs nothing. `npm run bundle`
// writes it with the licences of what is in it, `npm run bundle -- --check` says whether it is what the sources give.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** The files of the action by their names in `action/`. */
export type Bundle = Readonly<Record<'tocsin.js' | 'licences.txt', string>>;

const FOLDER = new URL('../../action/', import.meta.url);
const ENTRY = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The same text for the same sources and the same lock file. */
export async function makeBundle(): Promise<Bundle> {
  const sources = await rolldown({ input: ENTRY, platform: 'node', logLevel: 'silent' });
  const { output } = await sources.generate({
    format: 'esm',
    codeSplitting: false,
    // Names stay as they are: a stack trace can be read, and a small change makes a small difference in git.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: false,
  });
  await sources.close();
  const [program, ...others] = output;
  if (others.length > 0) throw new Error('the bundle must be one file');
  return {
    'tocsin.js': `${BANNER}${program.code}`,
    'licences.txt': licencesOf(program.moduleIds),
  };
}

const BANNER = '// Made by `npm run bundle` from scripts/ and the packages in licences.txt.\n';

/** The notices of the packages whose code is inside. */
function licencesOf(modules: readonly string[]): string {
  const folders = modules.flatMap(
    (path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
  );
  const notices = [...new Set(folders)].map((folder) => {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
    return `${fieldOf(manifest, 'name')} ${fieldOf(manifest, 'version')} (${fieldOf(manifest, 'license')})${text}\n`;
  });
  return notices.toSorted().join(`\n${'-'.repeat(80)}\n\n`);
}

function fieldOf(manifest: unknown, name: string): string {
  return typeof manifest === 'object' && manifest !== null
    ? String(Reflect.get(manifest, name))
    : '';
}

function readKept(name: string): string {
  const file = new URL(name, FOLDER);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const [, script = '', option] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  const bundle = await makeBundle();
  const stale = Object.entries(bundle).filter(([name, text]) => readKept(name) !== text);
  if (option !== '--check') {
    for (const [name, text] of stale) writeFileSync(new URL(name, FOLDER), text);
  } else if (stale.length > 0) {
    const names = stale.map(([name]) => `action/${name}`).join(' and ');
    process.stderr.write(
      `${names}: not what scripts/ and its packages give: run \`npm run bundle\`\n`,
    );
    process.exitCode = 1;
  }
}
