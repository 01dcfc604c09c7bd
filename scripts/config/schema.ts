// The published JSON Schemas, asked of plain values.
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { DocumentKind, DocumentOf } from './documents.ts';
import * as compiled from './validators.js';

/** A value that its schema accepted, or every reason why it did not. */
export type SchemaResult<Document> =
  | { readonly kind: 'valid'; readonly document: Document }
  | { readonly kind: 'invalid'; readonly errors: readonly ErrorObject[] };

const validators: { readonly [Kind in DocumentKind]: ValidateFunction<DocumentOf[Kind]> } =
  compiled;

/** Checks a plain value against the schema of a document kind. */
export function checkSchema<Kind extends DocumentKind>(
  kind: Kind,
  value: unknown,
): SchemaResult<DocumentOf[Kind]> {
  const validator = validators[kind];
  if (validator(value)) return { kind: 'valid', document: value };
  return { kind: 'invalid', errors: validator.errors ?? [] };
}
