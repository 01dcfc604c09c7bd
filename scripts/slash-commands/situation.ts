// What a command knows when it is carried out, and what it answers.
import type { Effect, IncidentEdit, IncidentEvent } from '../model/effect.ts';
import type { Incident, TimelineEntry } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { PostmortemFile } from '../model/postmortem.ts';
import type { EditableBook } from '../response/book.ts';
import { plainMarkdown } from '../text/plain-markdown.ts';
import type { IssueUrl } from './pasted.ts';
import type { Speaker } from './speaker.ts';

/** Everything that a command may look at. The incidents are as the commands before it left them. */
export type Situation = {
  readonly organisation: Organisation;
  readonly book: EditableBook;
  readonly incident: Incident;
  /** The incident before the comment: who may do what follows from the roles, the owner and the severity of then. */
  readonly standing: Incident;
  readonly timeline: () => readonly TimelineEntry[];
  /** The incident's post-mortem; null where there is none. */
  readonly postmortem: PostmortemFile | null;
  readonly speaker: Speaker;
  /** Where issues of this repository are read. */
  readonly issueUrl?: IssueUrl;
  /** When it was said. */
  readonly now: Instant;
  /** Key of the line that it leaves on the timeline. */
  readonly key: string;
};

/** What came of a command. */
export type Result =
  | Done
  /** The rule and the fix. */
  | { readonly kind: 'refused'; readonly text: string }
  /** Markdown for whoever asked. */
  | { readonly kind: 'answered'; readonly title: string; readonly text: string };

/** Sentences about an incident as all commands of the comment leave it; empty for none. */
export type Remark = (end: Incident) => string;

/** What a command changes, and says of it: old → new. */
export type Done = {
  readonly kind: 'done';
  readonly text: string;
  /** What the speaker should still do or know; it is said also where the room shows what changed. */
  readonly remark?: Remark;
  readonly event: IncidentEvent;
  readonly edits: readonly IncidentEdit[];
  /** What happens beside the incident itself, in order: other incidents, silences, people to call. */
  readonly effects?: readonly Effect[];
};

/** Carries one command out. */
export type Carrier = (situation: Situation, argument: string) => Result;

/** A refusal: the rule and the fix. */
export function refused(text: string): Result {
  return { kind: 'refused', text };
}

/** What a room is told beside its card, of the sentences that say something; some depend on the commands that follow. */
export function remarks(...sentences: readonly (string | Remark)[]): { readonly remark: Remark } {
  return {
    remark: (end) =>
      sentences
        .map((sentence) => (typeof sentence === 'string' ? sentence : sentence(end)))
        .filter((sentence) => sentence !== '')
        .join(' '),
  };
}

/** A line of the timeline: what happened in our words, and behind it the speaker's own as plain text. */
export function line(
  { key, now, speaker }: Pick<Situation, 'key' | 'now' | 'speaker'>,
  what: string,
  own = '',
): IncidentEdit {
  const said = own === '' ? '' : `: ${plainMarkdown(own)}`;
  return {
    kind: 'timeline',
    at: now,
    text: `${what} ${nameOf(speaker)}${said}`,
    key,
  };
}

/** A speaker on the timeline: a commit is named with its author. */
function nameOf({ login, commit }: Speaker): string {
  const name = login === '' ? plainMarkdown(commit?.name ?? '') : `@${plainMarkdown(login)}`;
  return commit === undefined ? name : `${name} in ${commit.hash.slice(0, 10)}`;
}

/** Another incident in an answer: GitHub makes a link of the room's number. */
export function named({ id, room }: Incident): string {
  return room === null ? `\`${id}\`` : `\`${id}\` (#${room})`;
}
