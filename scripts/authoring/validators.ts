// Makes the validators of the published schemas: to compile them costs a fifth of each start of the program, so that it is
// done once, here. `npm run bundle` writes them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _, Ajv, type AnySchemaObject, type CodeKeywordDefinition } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';
import { findRepeated } from '../config/repeated-item.ts';

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

/** `uniqueItems` in one pass over the list. */
const UNIQUE_ITEMS: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: {
    message: 'must NOT have duplicate items',
    params: ({ params: { found } }) => _`{i: ${found}.later, j: ${found}.earlier}`,
  },
  code: (context) => {
    if (context.schema !== true) return;
    const { gen, data } = context;
    const find = gen.scopeValue('func', { ref: findRepeated, code: _`require(${FIND_REPEATED})` });
    const found = gen.const('found', _`${find}(${data})`);
    context.setParams({ found });
    context.pass(_`${found} === null`);
  },
};

const FIND_REPEATED = '../config/repeated-item.ts';

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
  });
  ajv.removeKeyword('uniqueItems').addKeyword(UNIQUE_ITEMS).addSchema(names.map(readSchema));
  const documents = names.filter((name) => !PARTS.has(name));
  const exported = Object.fromEntries(documents.map((name) => [name, `${name}.schema.json`]));
  // Functions are called by `require`; what is bundled finds them by `import`.
  const functions: string[] = [];
  const code = standalone
    .default(ajv, exported)
    .replaceAll(/require\("(?<path>[^"]+)"\)/g, (...match) => {
      const name = `imported${functions.length}`;
      const path = String(match[1]);
      functions.push(
        path === FIND_REPEATED
          ? `import { findRepeated as ${name} } from "${path}";`
          : `import ${name} from "${path}.js";`,
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
