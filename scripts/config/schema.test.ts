import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { makeValidators } from '../authoring/validators.ts';

const folder = join(import.meta.dirname, 'schema');
const files: readonly (readonly [string, Schema])[] = readdirSync(folder).map((name) => [
  name,
  JSON.parse(readFileSync(join(folder, name), 'utf8')),
]);

type Schema = Readonly<Record<string, unknown>>;

/** A schema inside a schema, its address, and whether it is what a key holds. */
type Part = { readonly pointer: string; readonly schema: Schema; readonly isProperty: boolean };

test('the compiled schemas are those of the folder', async () => {
  const kept = readFileSync(join(import.meta.dirname, 'validators.js'), 'utf8');
  const { code } = await makeValidators();
  expect(kept === code, 'run `npm run bundle` after a change of a schema').toBe(true);
});

describe('the published schemas', () => {
  test('compile in strict mode, all together', () => {
    const ajv = strict();
    for (const [name] of files) expect(ajv.getSchema(name)).toBeTypeOf('function');
  });

  test.for(files)(
    '%s has an address, a title and a description of its documents',
    ([name, schema]) => {
      expect(schema).toMatchObject({
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: name,
        title: expect.any(String),
      });
    },
  );

  test.for(files)(
    '%s explains every property by a title or a description, where an editor shows it',
    ([, schema]) => {
      const silent = partsOf(schema, '')
        .filter((part) => part.isProperty)
        .filter(
          ({ schema: part }) =>
            resolve(part, schema)['title'] === undefined &&
            resolve(part, schema)['description'] === undefined,
        );
      expect(silent.map((part) => part.pointer)).toEqual([]);
    },
  );

  test.for(files)('%s accepts its own examples and defaults', ([name, schema]) => {
    const ajv = strict();
    for (const { pointer, schema: part } of partsOf(schema, '')) {
      const validate =
        ajv.getSchema(`${name}#${pointer}`) ?? ajv.compile({ $ref: `${name}#${pointer}` });
      const { examples, default: fallback } = part;
      for (const example of [
        ...(Array.isArray(examples) ? examples : []),
        ...(fallback === undefined ? [] : [fallback]),
      ]) {
        expect(
          validate(example),
          `${pointer}: ${JSON.stringify(example)} ${ajv.errorsText(validate.errors)}`,
        ).toBe(true);
      }
    }
  });

  test.for(files)(
    '%s shows an example of every text that must have a certain form',
    ([, schema]) => {
      const formed = partsOf(schema, '').filter(
        ({ schema: part, pointer }) =>
          part['pattern'] !== undefined && !pointer.endsWith('/propertyNames'),
      );
      expect(
        formed
          .filter(({ schema: part }) => part['examples'] === undefined)
          .map((part) => part.pointer),
      ).toEqual([]);
    },
  );

  test.for(files)('%s lets no unknown key pass', ([, schema]) => {
    const open = partsOf(schema, '').filter(
      ({ schema: part }) => part['type'] === 'object' && part['additionalProperties'] === undefined,
    );
    expect(open.map((part) => part.pointer)).toEqual([]);
  });

  test.for(files)('%s has no expression that a long text makes slow', ([, schema]) => {
    for (const { schema: part } of partsOf(schema, '')) {
      if (typeof part['pattern'] !== 'string') continue;
      const expression = new RegExp(part['pattern'], 'u');
      const started = process.cpuUsage();
      for (const text of [
        'a'.repeat(50_000),
        'a-'.repeat(25_000),
        `https://${'a/'.repeat(25_000)} `,
        '/a'.repeat(25_000),
        '1'.repeat(50_000),
      ])
        expression.test(`${text}!`);
      expect(process.cpuUsage(started).user / 1000, part['pattern']).toBeLessThan(500);
    }
  });
});

function strict(): Ajv {
  return new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    schemas: files.map(([, schema]) => schema),
  });
}

function partsOf(schema: Schema, pointer: string, isProperty = false): readonly Part[] {
  const inner = ['items', 'additionalProperties', 'propertyNames'].flatMap((key) =>
    isSchema(schema[key]) ? partsOf(schema[key], `${pointer}/${key}`) : [],
  );
  const named = ['properties', 'definitions'].flatMap((key) =>
    isSchema(schema[key])
      ? Object.entries(schema[key]).flatMap(([name, part]) =>
          isSchema(part) ? partsOf(part, `${pointer}/${key}/${name}`, key === 'properties') : [],
        )
      : [],
  );
  const listed = ['anyOf', 'allOf'].flatMap((key) =>
    Array.isArray(schema[key])
      ? schema[key].flatMap((part: unknown, index: number) =>
          isSchema(part) ? partsOf(part, `${pointer}/${key}/${index}`) : [],
        )
      : [],
  );
  return [{ pointer, schema, isProperty }, ...inner, ...named, ...listed];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resolve(part: Schema, root: Schema): Schema {
  const reference = typeof part['$ref'] === 'string' ? part['$ref'] : '';
  const name = reference.split('/').at(-1) ?? '';
  const shared = files.find(([file]) => file === reference.split('#')[0])?.[1] ?? root;
  const definitions = isSchema(shared['definitions']) ? shared['definitions'] : {};
  const target = reference === '' ? {} : definitions[name];
  return { ...(isSchema(target) ? target : {}), ...part };
}
