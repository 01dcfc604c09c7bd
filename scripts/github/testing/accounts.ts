// Who asks, and what GitHub lets them do. Emulate takes any token and lets collaborators of any level do most things.
import { type Exchange, record, refuse, type Reply } from './exchange.ts';
import { isAtLeast, type Permission } from '../../model/permission.ts';

/** Somebody with a token. */
export type Account = {
  readonly login: string;
  readonly token: string;
  readonly level: Permission;
  /** A workflow's own token starts no runs; before it is installed it only asks for tokens. */
  readonly kind: 'person' | 'app' | 'workflow' | 'app-itself';
};

/** The refusal of a request that goes beyond the sender's level, or null. */
export function refuseByLevel(exchange: Omit<Exchange, 'account'>, account: Account): Reply | null {
  const isForItself = exchange.operation.startsWith('apps/');
  if (isForItself !== (account.kind === 'app-itself'))
    return refuse(401, 'A JSON web token could not be decoded');
  if (account.level === 'none') return refuse(404, 'Not Found');
  if (isForItself) return null;
  const needed = neededLevel(exchange);
  if (isAtLeast(account.level, needed)) return null;
  if (account.kind !== 'person') return refuse(403, 'Resource not accessible by integration');
  return refuse(403, 'Must have admin rights to Repository.');
}

function neededLevel({ operation, method, body }: Omit<Exchange, 'account'>): Permission {
  if (operation === 'issues/update') {
    const touched = Object.keys(record(body));
    return touched.every((field) => OWN_FIELDS.has(field)) ? 'read' : 'triage';
  }
  return LEVELS[operation] ?? (method === 'GET' ? 'read' : 'write');
}

/** Fields that an author may change; emulate knows whose issue it is. */
const OWN_FIELDS = new Set(['title', 'body', 'state', 'state_reason']);

/** Where it is not read for reading and write for writing. */
const LEVELS: Readonly<Record<string, Permission>> = {
  'issues/create': 'read',
  'issues/create-comment': 'read',
  'issues/update-comment': 'read',
  'issues/delete-comment': 'read',
  'reactions/create-for-issue-comment': 'read',
  'reactions/delete-for-issue-comment': 'read',
  'pulls/create-review': 'read',
  'issues/add-labels': 'triage',
  'issues/remove-label': 'triage',
  'issues/add-assignees': 'triage',
  'issues/remove-assignees': 'triage',
  'issues/add-sub-issue': 'triage',
  'issues/remove-sub-issue': 'triage',
  'repos/get-collaborator-permission-level': 'read',
  'actions/get-github-actions-permissions-repository': 'admin',
  'actions/get-github-actions-default-workflow-permissions-repository': 'admin',
  'actions/get-repo-variable': 'write',
  'repos/get-pages': 'write',
};
