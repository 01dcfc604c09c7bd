// Issues and pull requests, which share their numbers. People write them, so they are reports; a
// pull request is a change and never begins a problem.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import { buildSignal } from '../../build-signal.ts';
import { at, identity, instant, prose, text } from '../../fields.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { tagLabels, tagsIn } from '../../tags.ts';
import { keyOf, labelsWith, readRepository } from './payload.ts';

/** Which event tells about the issue or pull request. */
type TicketEvent = 'issue' | 'comment' | 'pull_request';

/** Reads what happened to an issue or pull request; authors and comments are left out. */
export function issueSignal(body: unknown, event: TicketEvent): Parsed<Signal> {
  const repository = readRepository(body);
  if (repository.kind === 'invalid') return repository;
  const member = event === 'pull_request' ? 'pull_request' : 'issue';
  const ticket = at(body, member);
  const number = identity(ticket, 'number');
  if (number === null) return unexpected(body, [member, 'number'], 'the number of an issue');
  const word = text(body, 'action');
  const action = actionOf(event, word);
  const closedAt = instant(ticket, 'closed_at');
  const createdAt = instant(ticket, 'created_at');
  return parsed(
    buildSignal({
      vendor: 'github',
      kind: 'report',
      action,
      id: identity(ticket, 'id'),
      dedupKey: keyOf(repository.value, number),
      title: withoutMailAddresses(text(ticket, 'title') ?? `Issue ${number}`),
      description: withoutMailAddresses(prose(ticket, 'body') ?? ''),
      status: at(ticket, 'merged') === true ? 'merged' : text(ticket, 'state'),
      startedAt: createdAt,
      endedAt: action === 'resolve' ? closedAt : null,
      occurredAt:
        (word === 'opened' ? createdAt : null) ??
        (action === 'resolve' ? closedAt : null) ??
        instant(body, 'comment', 'updated_at') ??
        instant(ticket, 'updated_at'),
      links: [at(ticket, 'html_url'), at(body, 'comment', 'html_url')],
      labels: [
        ...tagLabels(tagsIn(at(ticket, 'labels') ?? []), 'labels'),
        ...labelsWith(repository.value, {
          number,
          type: text(ticket, 'type', 'name'),
          milestone: text(ticket, 'milestone', 'title'),
          branch: text(ticket, 'base', 'ref'),
        }),
      ],
    }),
  );
}

/** Labels, edits, assignments and comments leave the state as it is. */
function actionOf(event: TicketEvent, word: string | null): SignalAction {
  if (event === 'comment' || word === null) return 'update';
  if (word === 'closed' || word === 'deleted') return 'resolve';
  return event === 'issue' && (word === 'opened' || word === 'reopened') ? 'trigger' : 'update';
}
