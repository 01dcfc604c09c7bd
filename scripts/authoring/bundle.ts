// Makes the program of the GitHub Action: everything in one file, so that a run installs nothing. `npm run bundle`
// writes it with the licences of what is in it and with the validators of the schemas, `npm run bundle -- --check` says
// whether all of it is what the sources give.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { makeValidators } from './validators.ts';

/** The files that are made, by their paths. */
export type Bundle = Readonly<
  Record<'action/tocsin.js' | 'action/licences.txt' | 'scripts/config/validators.js', string>
>;

const ROOT = new URL('../../', import.meta.url);
const ENTRY = fileURLToPath(new URL('../main.ts', import.meta.url));
const VALIDATORS = fileURLToPath(new URL('../config/validators.js', import.meta.url));

/** The same texts for the same sources and the same lock file. */
export async function makeBundle(): Promise<Bundle> {
  const validators = await makeValidators();
  const sources = await rolldown({
    input: ENTRY,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'validators-as-just-made',
        load: (id) => (id === VALIDATORS ? validators.code : null),
      },
    ],
  });
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
    'action/tocsin.js': `${BANNER}${program.code}`,
    'action/licences.txt': licencesOf([...program.moduleIds, ...validators.moduleIds]),
    'scripts/config/validators.js': validators.code,
  };
}

/** The files of the action alone. */
export async function makeAction(): Promise<Omit<Bundle, 'scripts/config/validators.js'>> {
  const { 'scripts/config/validators.js': _validators, ...action } = await makeBundle();
  return action;
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

function readKept(path: string): string {
  const file = new URL(path, ROOT);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const [, script = '', option] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  const bundle = await makeBundle();
  const stale = Object.entries(bundle).filter(([path, text]) => readKept(path) !== text);
  if (option !== '--check') {
    for (const [path, text] of stale) writeFileSync(new URL(path, ROOT), text);
  } else if (stale.length > 0) {
    const paths = stale.map(([path]) => path).join(' and ');
    process.stderr.write(
      `${paths}: not what scripts/ and its packages give: run \`npm run bundle\`\n`,
    );
    process.exitCode = 1;
  }
}
