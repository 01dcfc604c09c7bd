// Where emulate says something else than GitHub: instants with milliseconds, bots that are called users, refusals in a
// form of its own, and small fields that it leaves out.
import { at, type Exchange, isRecord, record, refuse, type Reply } from './exchange.ts';

/** Corrects one object of emulate in place, when those inside it are as GitHub writes them. */
export type Correction = (fields: Record<string, unknown>) => void;

/** An answer of emulate as GitHub would give it, but for the values in it. */
export function correctReply({ operation }: Pick<Exchange, 'operation'>, answer: Reply): Reply {
  return answer.status >= 400 ? correctRefusal(operation, answer) : answer;
}

/**
 * A value of emulate, in an answer or a webhook, as GitHub would write it. It is the one that is given: whoever reads a
 * text calls this before anybody else sees what it says.
 */
export function correctValue(value: unknown, corrections: readonly Correction[]): unknown {
  if (typeof value === 'string') return WITH_MILLISECONDS.test(value) ? inSeconds(value) : value;
  if (!isRecord(value)) return value;
  for (const key of Object.keys(value)) value[key] = correctValue(value[key], corrections);
  if (Array.isArray(value)) return value;
  correctFields(value);
  for (const correct of corrections) correct(value);
  return value;
}

const WITH_MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function inSeconds(instant: string): string {
  return `${instant.slice(0, 19)}Z`;
}

function correctFields(fields: Record<string, unknown>): void {
  const { login, output } = fields;
  if (typeof login === 'string' && login.endsWith('[bot]')) fields['type'] = 'Bot';
  if ('check_suite' in fields && isRecord(output))
    fields['output'] = { annotations_url: `${String(fields['url'])}/annotations`, ...output };
}

function correctRefusal(operation: string, answer: Reply): Reply {
  const message = String(at(answer.body, 'message') ?? 'Not Found');
  const status = answer.status === 400 ? 422 : answer.status;
  if (status === 404 && operation === 'issues/remove-label')
    return refuse(404, 'Label does not exist');
  if (status !== 422 || !/^validation failed$/i.test(message)) return refuse(status, message);
  const isLabel = operation === 'issues/create-label';
  const errors = isLabel
    ? [{ resource: 'Label', code: 'already_exists', field: 'name' }]
    : [{ resource: 'Issue', code: 'invalid', field: 'unknown' }];
  return { ...answer, status, body: { ...record(refuse(422, 'Validation Failed').body), errors } };
}
