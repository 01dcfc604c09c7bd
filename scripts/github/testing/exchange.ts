// One request to the double and its reply, as the parts of the double hand them on.
import type { Account } from './accounts.ts';

/** A request that was recognised and whose sender is known. */
export type Exchange = {
  readonly operation: string;
  readonly method: string;
  /** Without the prefix of GitHub Enterprise Server. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly account: Account;
};

/** What goes back. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or null for none. */
  readonly body: unknown;
};

/** Answers one operation in place of emulate. */
export type Handler = (exchange: Exchange) => Promise<Reply> | Reply;

/** A reply with a body. */
export function reply(status: number, body: unknown, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body };
}

/** A refusal in GitHub's form. */
export function refuse(status: number, message: string): Reply {
  return reply(status, { message, documentation_url: DOCUMENTATION, status: String(status) });
}

/** The refusal of a value. */
export function refuseField(resource: string, field: string, code: string): Reply {
  return reply(422, {
    message: 'Validation Failed',
    errors: [{ resource, field, code }],
    documentation_url: DOCUMENTATION,
    status: '422',
  });
}

const DOCUMENTATION = 'https://docs.github.com/rest';

/** A page of a list, with GitHub's header for the way to the next. */
export function replyPage(
  exchange: Exchange,
  base: string,
  items: readonly unknown[],
  wrap: (page: readonly unknown[]) => unknown = (page) => page,
): Reply {
  const size = Math.min(Number(exchange.query.get('per_page') ?? 30), 100);
  const page = Number(exchange.query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (rel: string, to: number): string => {
    const query = new URLSearchParams(exchange.query);
    query.set('page', String(to));
    return `<${base}${exchange.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = page < last ? { link: `${link('next', page + 1)}, ${link('last', last)}` } : {};
  return reply(200, wrap(items.slice((page - 1) * size, page * size)), links);
}

/** What is at a path inside foreign data. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => record(inner)[key], value);
}

/** Foreign data as a record, empty if it is none. Nothing is copied: answers are long, and are looked into all the time. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** Whether foreign data has fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Foreign data as a list, empty if it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
