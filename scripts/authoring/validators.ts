// Makes the validators of the published schemas: to compile them costs a fifth of each start of the program, so that it is
// done once, here. `npm run bundle` writes them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchemaObject } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';

const SCHEMAS = fileURLToPath(new URL('../config/schema/', import.meta.url));

/** Schemas of which others are made, and no file of its own. */
const PARTS: ReadonlySet<string> = new Set(['definitions', 'rule-test']);

/** `scripts/config/validators.js`, and the files whose code is in it: the same for the same schemas and packages. */
export async function makeValidators(): Promise<{
  readonly code: string;
  readonly moduleIds: readonly string[];
}> {
  const code = compiled();
  const sources = await rolldown({
    input: ENTRY,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'compiled-schemas',
        resolveId: (id) => (id === ENTRY ? ENTRY : null),
        load: (id) => (id === ENTRY ? code : null),
      },
    ],
  });
  const { output } = await sources.generate({ format: 'esm', minify: true, comments: false });
  await sources.close();
  const [program] = output;
  return {
    code: `${BANNER}${program.code}`,
    moduleIds: program.moduleIds.filter((id) => id !== ENTRY),
  };
}

// Within this folder, so that what the code asks of its packages is found.
const ENTRY = fileURLToPath(new URL('compiled-schemas.mjs', import.meta.url));

const BANNER = '// Made by `npm run bundle` from the schemas in scripts/config/schema/.\n';

/** The one of ajv calls what a document names `toString` or `valueOf`. */
const EQUAL = '"ajv/dist/runtime/equal"';
const SAFE_EQUAL = `import { isDeepStrictEqual } from 'node:util';
const isObject = (value) => typeof value === 'object' && value !== null;
const isEqual = (a, b) => a === b || (isObject(a) && isObject(b) && isDeepStrictEqual(a, b));`;

/** That the schemas are sound is tested (`schema.test.ts`) and not asked again here. */
function compiled(): string {
  const names = readdirSync(SCHEMAS).map((file) => file.replace(/\.schema\.json$/, ''));
  const ajv = new Ajv({
    meta: false,
    validateSchema: false,
    code: { source: true, esm: true },
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    schemas: names.map(readSchema),
  });
  const documents = names.filter((name) => !PARTS.has(name));
  const exported = Object.fromEntries(documents.map((name) => [name, `${name}.schema.json`]));
  // Two functions of its own ajv calls by `require`; what is bundled finds them by `import`.
  const functions: string[] = [];
  const code = standalone
    .default(ajv, exported)
    .replaceAll(/require\((?<path>"[^"]+")\)/g, (...match) => {
      const name = `imported${functions.length}`;
      functions.push(
        match[1] === EQUAL
          ? `${SAFE_EQUAL}\nconst ${name} = { default: isEqual };`
          : `import ${name} from ${String(match[1]).replace(/"$/, '.js"')};`,
      );
      return name;
    });
  return [...functions, code].join('\n');
}

function readSchema(name: string): AnySchemaObject {
  const schema: AnySchemaObject = JSON.parse(
    readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8'),
  );
  return schema;
}
