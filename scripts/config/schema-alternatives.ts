// Of alternatives that all failed, finds the one that was meant.
import type { ErrorObject } from 'ajv';
import { list, record, text } from './schema-words.ts';

/** Of alternatives that all failed, tells what is wrong with the one that was meant, else what was expected. */
export function withoutAlternatives(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors
    .filter((error) => error.keyword === 'anyOf')
    .map((error) => ({ error, meant: meantAlternative(error) }));
  return errors.filter((error) => {
    const choice = choices.find(({ error: parent }) => isWithin(error, parent));
    if (error.keyword === 'anyOf')
      return choices.some((entry) => entry.error === error && entry.meant === null);
    return (
      choice === undefined ||
      (choice.meant !== null && belongsTo(error, choice.error, choice.meant))
    );
  });
}

function isWithin(error: ErrorObject, parent: ErrorObject): boolean {
  return (
    error !== parent &&
    (error.instancePath === parent.instancePath ||
      error.instancePath.startsWith(`${parent.instancePath}/`))
  );
}

/** The alternative of the same type as the data; of several maps the one whose key was written. */
function meantAlternative(error: ErrorObject): Record<string, unknown> | null {
  const fitting = list(error.schema)
    .map(record)
    .filter((option) => typeOfSchema(option) === typeOf(error.data));
  if (fitting.length <= 1) return fitting[0] ?? null;
  const isWritten = (key: string): boolean => Object.hasOwn(record(error.data), key);
  return (
    fitting.find((option) => list(option['required']).map(text).some(isWritten)) ??
    fitting.find((option) => Object.keys(record(option['properties'])).some(isWritten)) ??
    null
  );
}

function belongsTo(
  error: ErrorObject,
  parent: ErrorObject,
  meant: Record<string, unknown>,
): boolean {
  const owner = record(error.parentSchema);
  if (error.instancePath !== parent.instancePath) {
    const step = error.instancePath.slice(parent.instancePath.length + 1).split('/')[0] ?? '';
    return meant['properties'] === undefined || Object.hasOwn(record(meant['properties']), step);
  }
  return meant['$ref'] === undefined
    ? sameSchema(owner, meant)
    : !list(parent.schema).some((option) => sameSchema(owner, record(option)));
}

function sameSchema(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function typeOfSchema(schema: Record<string, unknown>): string {
  const { type } = schema;
  if (type === 'integer') return 'number';
  return typeof type === 'string' ? type : 'string';
}

function typeOf(data: unknown): string {
  return Array.isArray(data) ? 'array' : typeof data;
}
