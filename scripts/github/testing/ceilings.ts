// How much GitHub takes: length of bodies and names, comments on an issue, labels on an issue, issues below an issue.
import { at, type Exchange, list, refuse, refuseField, reply, type Reply } from './exchange.ts';

/** Ceilings that a test may lower, to reach them sooner. */
export type Ceilings = {
  readonly bodyCharacters: number;
  readonly commentsPerIssue: number;
  readonly labelsPerIssue: number;
  readonly subIssuesPerIssue: number;
};

/** GitHub's own. */
export const GITHUB_CEILINGS: Ceilings = {
  bodyCharacters: 65_536,
  commentsPerIssue: 2500,
  labelsPerIssue: 100,
  subIssuesPerIssue: 100,
};

const TITLE_CHARACTERS = 256;
const LABEL_NAME_CHARACTERS = 50;
const LABEL_DESCRIPTION_CHARACTERS = 100;

/** The refusal of too much in what is sent, or null. */
export function refuseTooMuch({ operation, body }: Exchange, ceilings: Ceilings): Reply | null {
  const resource = operation.startsWith('pulls')
    ? 'PullRequest'
    : operation.includes('comment')
      ? 'IssueComment'
      : 'Issue';
  const text = at(body, 'body');
  if (typeof text === 'string' && [...text].length > ceilings.bodyCharacters)
    return refuseLength(resource, 'body', ceilings.bodyCharacters);
  const title = at(body, 'title');
  if (typeof title === 'string' && [...title].length > TITLE_CHARACTERS)
    return refuseLength(resource, 'title', TITLE_CHARACTERS);
  if (typeof title === 'string' && title.trim() === '')
    return refuseField(resource, 'title', 'missing_field');
  if (operation === 'issues/create-comment' && String(text).trim() === '')
    return refuseField(resource, 'body', 'missing_field');
  const isLabel = operation === 'issues/create-label' || operation === 'issues/update-label';
  const names = isLabel ? [at(body, 'name')] : list(at(body, 'labels'));
  if (names.some((name) => [...String(at(name, 'name') ?? name)].length > LABEL_NAME_CHARACTERS))
    return refuseLength('Label', 'name', LABEL_NAME_CHARACTERS);
  if (isLabel && String(at(body, 'description') ?? '').length > LABEL_DESCRIPTION_CHARACTERS)
    return refuseLength('Label', 'description', LABEL_DESCRIPTION_CHARACTERS);
  if (list(at(body, 'labels')).length > ceilings.labelsPerIssue) return refuseLabels(ceilings);
  return null;
}

/** The refusal that depends on what an issue holds already, or null. */
export function refuseFull(
  { operation, body }: Exchange,
  issue: unknown,
  ceilings: Ceilings,
): Reply | null {
  if (
    operation === 'issues/create-comment' &&
    Number(at(issue, 'comments')) >= ceilings.commentsPerIssue
  )
    return refuse(
      403,
      `Commenting is disabled on issues with more than ${ceilings.commentsPerIssue} comments`,
    );
  if (operation !== 'issues/add-labels') return null;
  const names = new Set([
    ...list(at(issue, 'labels')).map((label) => at(label, 'name')),
    ...list(at(body, 'labels')).map((label) => at(label, 'name') ?? label),
  ]);
  return names.size > ceilings.labelsPerIssue ? refuseLabels(ceilings) : null;
}

function refuseLabels({ labelsPerIssue }: Ceilings): Reply {
  return refuseLength('Issue', 'labels', labelsPerIssue);
}

function refuseLength(resource: string, field: string, most: number): Reply {
  return reply(422, {
    message: 'Validation Failed',
    errors: [
      { resource, code: 'custom', field, message: `${field} is too long (maximum is ${most})` },
    ],
    documentation_url: 'https://docs.github.com/rest',
    status: '422',
  });
}
