// What people did to issues without a word, as GitHub remembers it: labels put on and taken off, issues closed and opened
// again. The same events that its webhooks tell, for when those were lost.
import { type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';
import { type GithubEvent, readEvent } from './event.ts';

/** What GitHub remembers of all issues. */
export type IssueLog = {
  /** What happened since an instant, the earliest first; of very much only the newest. */
  readonly listSince: (instant: string) => Promise<Answer<readonly GithubEvent[]>>;
};

/** The log of the client's repository. */
export function createIssueLog({ place, ask }: Client): IssueLog {
  return {
    listSince: async (instant) => {
      const from = Math.floor(Date.parse(instant) / 1000) * 1000;
      const isNew = ({ created_at: at }: { readonly created_at: string }): boolean =>
        Date.parse(at) >= from;
      let pages = 0;
      return mapAnswer(
        await ask('list what happened to issues', (octokit) =>
          octokit.paginate(
            octokit.rest.issues.listEventsForRepo,
            { ...place, per_page: 100 },
            ({ data }, done) => {
              pages += 1;
              if (pages === MOST_PAGES || !data.every(isNew)) done();
              return data;
            },
          ),
        ),
        (found) => found.filter(isNew).toReversed().map(toEvent),
      );
    },
  };
}

/** Three times a hundred are more than people do between two looks, and few requests. */
const MOST_PAGES = 3;

type LogEntry = {
  readonly event: string;
  readonly created_at: string;
  readonly actor: unknown;
  readonly issue?: unknown;
  readonly label?: unknown;
};

/** As the webhook of the same would have told it; its instant is the one at which the issue changed. */
function toEvent({ event, created_at: at, actor, issue, label }: LogEntry): GithubEvent {
  const changed =
    typeof issue === 'object' && issue !== null ? { ...issue, updated_at: at } : issue;
  return readEvent('issues', { action: event, issue: changed, label, sender: actor });
}
