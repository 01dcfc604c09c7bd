// Takes GitHub's own webhooks through every check, in order, to durable storage.
import type { Webhooks } from '@octokit/webhooks';
import { eventRepository, readEvent } from '../github/event.ts';
import { type Inbox, InboxUnavailable } from '../inbox/inbox.ts';
import type { Instant } from '../model/instant.ts';
import { type BudgetShare, createBodyBudget, declaredLength, readBody } from './body.ts';
import { checkContent } from './content.ts';
import type { LogLine } from './log-line.ts';
import type { GatewayLimits, Receipt } from './receive.ts';
import { JSON_HEADERS, type RefusalCode, refusalResponse, refuse } from './refusal.ts';

/** What answering GitHub needs from outside. */
export type GithubHookDependencies = {
  /** OWNER/NAME of the repository that holds the rooms; an App tells of others, too. */
  readonly repository: string;
  /** With none everything is refused; a second one counts while the first is being replaced. */
  readonly secrets: readonly string[];
  readonly inbox: Pick<Inbox, 'github'>;
  readonly now: () => Instant;
  readonly limits: GatewayLimits;
  readonly log: (line: LogLine) => void;
  readonly countRefusal: (code: RefusalCode) => void;
  /** Called after a new delivery was stored. */
  readonly onAccepted: () => void;
};

/** The name of GitHub's own webhooks in the log; no source can have it. */
const NAME_IN_LOG = '(github)';

/** Creates the handler of `POST /github`. */
export function createGithubHook(
  dependencies: GithubHookDependencies,
): (request: Request) => Promise<Response> {
  const { limits, log, countRefusal, onAccepted } = dependencies;
  const openShare = createBodyBudget(limits.maxArrivingBytes);
  const isAuthentic = createVerifier(dependencies.secrets);
  let requests = 0;
  return async (request) => {
    requests += 1;
    const share = openShare();
    const receipt = await receive(dependencies, { request, share, isAuthentic });
    share.release();
    if (receipt.kind === 'refused') {
      const { code, detail, bytes } = receipt;
      countRefusal(code);
      log({ kind: 'refused', source: NAME_IN_LOG, code, detail, bytes, request: requests });
      return refusalResponse(code);
    }
    if (receipt.kind === 'stored') onAccepted();
    return accepted(receipt.kind === 'foreign' ? null : receipt.id);
  };
}

/** What concerns another repository is no business of ours and no mistake of GitHub's. */
type GithubReceipt = Receipt | { readonly kind: 'foreign' };

type Arrival = {
  readonly request: Request;
  readonly share: BudgetShare;
  readonly isAuthentic: Verifier;
};

async function receive(
  { repository, secrets, inbox, now, limits }: GithubHookDependencies,
  { request, share, isAuthentic }: Arrival,
): Promise<GithubReceipt> {
  if (request.method !== 'POST') return refuse('method_not_allowed', null);
  if (isEncoded(request)) return refuse('encoding_unsupported', declaredLength(request));
  const read = await readBody(request, limits.maxBodyBytes, share);
  if (read.kind === 'refused') return read;
  const { bytes: body } = read;
  const size = body.byteLength;
  if (secrets.length === 0) return refuse('source_not_ready', size, 'not_configured');
  const signature = request.headers.get('x-hub-signature-256') ?? '';
  if (signature === '') return refuse('not_authentic', size, 'proof_missing');
  if (!(await isAuthentic(new TextDecoder().decode(body), signature)))
    return refuse('not_authentic', size, 'proof_wrong');
  const code = checkContent(body, { type: null, isAlwaysJson: true }, limits.json);
  if (code !== null) return refuse(code, size);
  const payload: unknown = JSON.parse(new TextDecoder().decode(body));
  if (eventRepository(payload)?.toLowerCase() !== repository.toLowerCase())
    return { kind: 'foreign' };
  const name = request.headers.get('x-github-event')?.trim() ?? '';
  const event = readEvent(name, payload);
  const delivery = {
    deliveryId: request.headers.get('x-github-delivery')?.trim() || null,
    name,
    issue: 'issue' in event ? event.issue.number : null,
    receivedAt: now(),
    body,
  };
  try {
    return { ...(await inbox.github.accept(delivery)), bytes: size };
  } catch (error) {
    if (!(error instanceof InboxUnavailable)) throw error;
    return refuse('inbox_unavailable', size, error.reason);
  }
}

function isEncoded(request: Request): boolean {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  return encoding !== '' && encoding !== 'identity';
}

type Verifier = (payload: string, signature: string) => Promise<boolean>;

/** Whether one of the secrets made the signature. Octokit is loaded with the first question. */
function createVerifier(secrets: readonly string[]): Verifier {
  let verifiers: Promise<readonly Webhooks[]> | null = null;
  return async (payload, signature) => {
    verifiers ??= import('@octokit/webhooks').then((module) =>
      secrets.map((secret) => new module.Webhooks({ secret })),
    );
    for (const webhooks of await verifiers)
      if (await webhooks.verify(payload, signature)) return true;
    return false;
  };
}

function accepted(id: number | null): Response {
  return new Response(JSON.stringify({ accepted: id }), { status: 202, headers: JSON_HEADERS });
}
