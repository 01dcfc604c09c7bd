// The way of a request through the double: recognised, known sender, limits, level, ceilings, carried out, checked.
import { type Account, refuseByLevel } from './accounts.ts';
import { type Ceilings, refuseFull, refuseTooMuch } from './ceilings.ts';
import type { Description, Operation } from './description.ts';
import { at, type Exchange, type Handler, refuse, type Reply } from './exchange.ts';
import type { Fault, Faults } from './faults.ts';
import type { Rates } from './rates.ts';

/** A request as it came. */
export type Incoming = {
  readonly method: string;
  readonly url: URL;
  readonly token: string | null;
  readonly body: unknown;
};

/** A request that was seen, in the order of arrival. */
export type Seen = {
  readonly operation: string;
  readonly login: string;
  readonly atMs: number;
  readonly status: number;
};

/** What is done with the reply, and which failure it meets on its way. */
export type Outcome = {
  readonly reply: Reply;
  readonly fault: Fault | null;
  readonly token: string;
};

/** What the pipeline is made of. */
export type PipelineParts = {
  /** Whose token it is. */
  readonly identify: (token: string) => Account | null;
  readonly description: Description;
  readonly rates: Rates;
  readonly faults: Faults;
  readonly ceilings: () => Ceilings;
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly forward: Handler;
  readonly nowMs: () => number;
  /** Whether an issue was deleted. */
  readonly isGone: (number: string) => boolean;
  readonly onSeen: (seen: Seen) => void;
  /** Where a request or an answer is not what GitHub describes. */
  readonly onViolation: (sentence: string) => void;
};

const CONTENT = new Set([
  'issues/create',
  'issues/create-comment',
  'pulls/create',
  'pulls/create-review',
  'issues/add-sub-issue',
]);

/** Answers requests, one at a time or many. */
export function createPipeline(parts: PipelineParts): (incoming: Incoming) => Promise<Outcome> {
  return async (incoming) => {
    const path = incoming.url.pathname.replace(/^\/api\/v3(?=\/)/, '');
    const operation = parts.description.find(incoming.method, path);
    const token = incoming.token ?? '';
    const account = parts.identify(token);
    const end = (reply: Reply, fault: Fault | null = null): Outcome => {
      const login = account?.login ?? 'nobody';
      parts.onSeen({
        operation: operation?.id ?? path,
        login,
        atMs: parts.nowMs(),
        status: reply.status,
      });
      if (operation !== null && isWhole(fault)) checkAnswer(parts, operation, reply);
      return { reply, fault, token };
    };
    if (account === null) return end(refuse(401, 'Bad credentials'));
    if (operation === null) {
      parts.onViolation(`the description knows no ${incoming.method} ${path}`);
      return end(refuse(404, 'Not Found'));
    }
    const limited = parts.rates.refuse(token, CONTENT.has(operation.id));
    if (limited !== null) return end(limited);
    const fault = parts.faults.take(operation.id);
    if (fault?.kind === 'broken') return end(refuse(fault.status, 'Server Error'), fault);
    if (fault?.kind === 'silent' || fault?.kind === 'disconnected')
      return end(refuse(500, ''), fault);
    const exchange = toExchange(incoming, { path, operation, account });
    if (parts.isGone(exchange.parameters['issue_number'] ?? ''))
      return end(refuse(410, 'This issue was deleted'), fault);
    const wrong = parts.description.checkRequest(operation, incoming.body);
    for (const sentence of wrong) parts.onViolation(`${operation.id}: what is sent: ${sentence}`);
    if (wrong.length > 0) return end(refuse(422, 'Invalid request.'), fault);
    const refused = await refuseForReason(parts, exchange);
    const reply = refused ?? (await (parts.handlers[operation.id] ?? parts.forward)(exchange));
    return end(reply, fault);
  };
}

/** Whether the reply comes to be as it was made. */
function isWhole(fault: Fault | null): boolean {
  return fault === null || fault.kind.endsWith('after') || fault.kind.endsWith('reply');
}

function toExchange(
  { method, url, body }: Incoming,
  {
    path,
    operation,
    account,
  }: { readonly path: string; readonly operation: Operation; readonly account: Account },
): Exchange {
  const fields = typeof body === 'object' && body !== null ? { ...body } : null;
  const { id, parameters } = operation;
  return {
    operation: id,
    method,
    path,
    query: url.searchParams,
    parameters,
    body: fields,
    account,
  };
}

async function refuseForReason(parts: PipelineParts, exchange: Exchange): Promise<Reply | null> {
  const byLevel =
    refuseByLevel(exchange, exchange.account) ?? refuseTooMuch(exchange, parts.ceilings());
  if (byLevel !== null) return byLevel;
  const { operation, account, parameters } = exchange;
  const root = exchange.path.split('/').slice(0, 4).join('/');
  const look = async (path: string): Promise<unknown> =>
    (await parts.forward({ ...exchange, method: 'GET', path: `${root}${path}`, body: null })).body;
  if (operation === 'issues/create-comment' || operation === 'issues/add-labels')
    return refuseFull(
      exchange,
      await look(`/issues/${parameters['issue_number']}`),
      parts.ceilings(),
    );
  if (account.level !== 'read' && account.level !== 'triage') return null;
  const isComment = operation === 'issues/update-comment' || operation === 'issues/delete-comment';
  const isIssue = operation === 'issues/update' && account.level === 'read';
  if (!isComment && !isIssue) return null;
  const what = isComment
    ? `/issues/comments/${parameters['comment_id']}`
    : `/issues/${parameters['issue_number']}`;
  const isOwn = at(await look(what), 'user', 'login') === account.login;
  return isOwn ? null : refuse(403, 'Must have admin rights to Repository.');
}

function checkAnswer(
  { description, onViolation }: PipelineParts,
  operation: Operation,
  reply: Reply,
): void {
  for (const sentence of description.checkAnswer(operation, reply.status, reply.body))
    onViolation(`${operation.id}: answer ${reply.status}: ${sentence}`);
}
