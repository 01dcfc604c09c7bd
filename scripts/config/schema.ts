// The published JSON Schemas, compiled once each, the first time a document of the kind is checked.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { DocumentKind, DocumentOf } from './documents.ts';
import definitions from './schema/definitions.schema.json' with { type: 'json' };
import functions from './schema/functions.schema.json' with { type: 'json' };
import incident from './schema/incident.schema.json' with { type: 'json' };
import levels from './schema/levels.schema.json' with { type: 'json' };
import organisation from './schema/organisation.schema.json' with { type: 'json' };
import postmortem from './schema/postmortem.schema.json' with { type: 'json' };
import product from './schema/product.schema.json' with { type: 'json' };
import rules from './schema/rules.schema.json' with { type: 'json' };
import ruleTest from './schema/rule-test.schema.json' with { type: 'json' };
import schedule from './schema/schedule.schema.json' with { type: 'json' };
import silence from './schema/silence.schema.json' with { type: 'json' };
import source from './schema/source.schema.json' with { type: 'json' };
import stakeholders from './schema/stakeholders.schema.json' with { type: 'json' };
import team from './schema/team.schema.json' with { type: 'json' };

/** A value that its schema accepted, or every reason why it did not. */
export type SchemaResult<Document> =
  | { readonly kind: 'valid'; readonly document: Document }
  | { readonly kind: 'invalid'; readonly errors: readonly ErrorObject[] };

/** Checks a plain value against the schema of a document kind. */
export function checkSchema<Kind extends DocumentKind>(
  kind: Kind,
  value: unknown,
): SchemaResult<DocumentOf[Kind]> {
  const validator = validatorOf(kind);
  if (validator(value)) return { kind: 'valid', document: value };
  return { kind: 'invalid', errors: validator.errors ?? [] };
}

const schemas = {
  organisation,
  functions,
  product,
  team,
  schedule,
  stakeholders,
  levels,
  source,
  rules,
  silence,
  incident,
  postmortem,
} satisfies Record<DocumentKind, object>;

// Every command waits for this. That the schemas are sound is tested (schema.test.ts) and not asked again at each start,
// and shorter code is not worth the time to shorten it.
const ajv = new Ajv({
  meta: false,
  validateSchema: false,
  code: { optimize: false },
  allErrors: true,
  verbose: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  schemas: [definitions, rules, ruleTest],
});

type ValidatorTable = { [Kind in DocumentKind]?: ValidateFunction<DocumentOf[Kind]> };

const compiled: ValidatorTable = {};

function validatorOf<Kind extends DocumentKind>(kind: Kind): ValidateFunction<DocumentOf[Kind]> {
  const known = compiled[kind];
  if (known !== undefined) return known;
  const validator: ValidateFunction<DocumentOf[Kind]> = ajv.compile<DocumentOf[Kind]>(
    schemas[kind],
  );
  const table: { [Same in Kind]?: ValidateFunction<DocumentOf[Same]> } = compiled;
  table[kind] = validator;
  return validator;
}
