// Where emulate says something else than GitHub: instants with milliseconds, bots that are called users, refusals in a
// form of its own, and small fields that it leaves out.
import { at, type Exchange, record, refuse, type Reply } from './exchange.ts';

/** An answer of emulate as GitHub would give it. */
export function correctReply({ operation }: Pick<Exchange, 'operation'>, answer: Reply): Reply {
  if (answer.status >= 400) return correctRefusal(operation, answer);
  return { ...answer, body: correctValue(answer.body) };
}

/** A value of emulate, in an answer or a webhook, as GitHub would write it. */
export function correctValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(correctValue);
  if (typeof value === 'string') return value.replace(MILLISECONDS, '$1Z');
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, correctValue(inner)]),
  );
  if (typeof fields['login'] === 'string' && fields['login'].endsWith('[bot]'))
    fields['type'] = 'Bot';
  const { output } = fields;
  if ('check_suite' in fields && typeof output === 'object' && output !== null)
    fields['output'] = { annotations_url: `${String(fields['url'])}/annotations`, ...output };
  return fields;
}

const MILLISECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z$/;

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
