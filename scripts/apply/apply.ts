// Operations → commits. The branch is the lock: when somebody else was faster, everything is decided again on the
// newest state. No text is ever merged.
import { setImmediate as breathe } from 'node:timers/promises';
import type { SourceFile } from '../config/document-set.ts';
import { fits } from '../incidents/file-room.ts';
import type { Effect } from '../model/effect.ts';
import { incidentPath, isHistoryFile } from '../model/history-path.ts';
import { isActive } from '../model/incident.ts';
import type { Response, SignalOutcome } from '../response/response.ts';
import type { FileStep, Followed } from '../workspace/work-tree.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { droppedDuties, withDuties } from './dropped-duty.ts';
import { renamedFiles, withNames } from './renamed-file.ts';
import { editOperations } from './follow-edits.ts';
import { type Found, MENDED_MESSAGE, mendUnreadable, withMended } from './unreadable.ts';
import { createSilences, type SilenceEffect, type Silences } from './silences.ts';
import { type EditableBook, editFile, readBook, withFile } from '../response/book.ts';

/** Something that may change incidents, as a function of their newest committed state. */
export type Operation<Outcome = SignalOutcome> = (book: EditableBook) => Response<Outcome>;

/** What became of a batch of operations. */
export type Applied<Outcome = SignalOutcome> = {
  readonly outcomes: readonly Outcome[];
  /** Effects on people, to be carried out after the commit. */
  readonly notifications: readonly NotifyEffect[];
  /** Commits made, oldest first, as their subjects. */
  readonly commits: readonly string[];
  /** The incidents as they are now. */
  readonly book: EditableBook;
  /** Files that people edited, of which nobody could tell what shall come of it. */
  readonly unfollowed: readonly string[];
} & Followed;

type NotifyEffect = Effect & { readonly kind: 'notify' };

/** Somebody to tell, and what stands in an incident's file once the commit that calls for it is made. */
export type Announcement = {
  readonly notification: NotifyEffect;
  readonly evidence: { readonly incident: string; readonly key: string };
};

/** The branch kept moving away; the operations are untouched and can be tried again. */
export class BranchBusy extends Error {
  override readonly name = 'BranchBusy';
}

/**
 * Applies operations in order, one commit for each that changes something, all moved onto the branch at once.
 * `announce` hears who is to be told before the branch moves: a crash in between must not swallow it.
 */
export async function applyOperations<Outcome = SignalOutcome>(
  workspace: Workspace,
  operations: readonly Operation<Outcome>[],
  announce: (announcements: readonly Announcement[]) => Promise<void> = async () => undefined,
): Promise<Applied<Outcome>> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const head = await workspace.readHead();
    const found = await workspace.readIncidentFiles(head);
    const before = readBook(found);
    const named = await underOwnNames(workspace, head, found);
    const { files } = named;
    const book = files === found ? before : readBook(files);
    const whole = await restored(workspace, head, { files, book });
    const start = { book: whole.book, commits: [...named.commits, ...whole.commits] };
    const edits = await editOperations(workspace, head, start.book);
    const silences = createSilences(workspace, head);
    const told = await runOperations({ ...start, notifications: [] }, edits, silences);
    const run = await runOperations(told, operations, silences);
    const result = { ...resultOf(run), unfollowed: told.outcomes.filter((path) => path !== null) };
    if (run.commits.length === 0) return { ...result, ...(await workspace.follow([])) };
    await announce(announcementsOf(before, run));
    const moved = await workspace.commit(head, run.commits);
    if (moved.kind === 'moved') {
      const steps = stepsOf(found, run.book, run.commits);
      return { ...result, ...(await workspace.follow(steps)) };
    }
    await workspace.pause(attempt);
  }
  throw new BranchBusy(`the branch moved ${MAX_ATTEMPTS} times while a change was being made`);
}

/** Enough for a branch on which somebody commits all the time; a longer wait between attempts would not help there. */
const MAX_ATTEMPTS = 40;

type Commit = {
  readonly message: string;
  readonly changes: readonly { readonly path: string; readonly text: string | null }[];
};

type Run<Outcome> = {
  readonly book: EditableBook;
  readonly outcomes: readonly Outcome[];
  readonly notifications: readonly NotifyEffect[];
  readonly commits: readonly Commit[];
};

/** Others get their turn after each change, and between many operations that change nothing. */
async function runOperations<Outcome>(
  start: Omit<Run<Outcome>, 'outcomes'>,
  operations: readonly Operation<Outcome>[],
  silences: Silences,
): Promise<Run<Outcome>> {
  let { book } = start;
  const outcomes: Outcome[] = [];
  const notifications: NotifyEffect[] = [...start.notifications];
  const commits: Commit[] = [...start.commits];
  for (const operation of operations) {
    const response = operation(book);
    outcomes.push(response.outcome);
    if (response.effects.length > 0 || outcomes.length % MOST_AT_ONCE === 0) await breathe();
    const done: FileEffect[] = [];
    const texts = new Map<string, string>();
    for (const effect of response.effects) {
      if (effect.kind === 'notify') {
        notifications.push(effect);
        continue;
      }
      const isSilence = effect.kind === 'add_silence' || effect.kind === 'end_silence';
      const written = isSilence ? await silences.write(effect) : fileOf(book, effect);
      if (written === null) continue;
      const change = checked(written);
      if (!isSilence) book = withFile(book, change);
      done.push(effect);
      texts.set(change.path, change.text);
    }
    // What one operation does is one commit.
    if (done.length > 0)
      commits.push({
        message: messageOf(done),
        changes: [...texts].map(([path, text]) => ({ path, text })),
      });
  }
  return { book, outcomes, notifications, commits };
}

/** The incident files with the names that are their ids, whatever somebody called them meanwhile. */
async function underOwnNames(
  workspace: Workspace,
  head: string,
  found: readonly SourceFile[],
): Promise<{ readonly files: readonly SourceFile[]; readonly commits: readonly Commit[] }> {
  const renamed = await renamedFiles(workspace, head, found);
  if (renamed.length === 0) return { files: found, commits: [] };
  const files = withNames(found, renamed, workspace.now());
  const changes = renamed.flatMap(({ from, to }) => {
    const file = files.find(({ path }) => path === from);
    if (file === undefined || !('text' in file)) return [];
    return [checked(file), ...(PLAIN.test(to) ? [{ path: to, text: null }] : [])];
  });
  return { files, commits: [{ message: NAME_MESSAGE, changes }] };
}

const NAME_MESSAGE = 'tocsin: incidents keep their names';

/** What may stand in a path that we write; whatever else somebody called a file stays, and is no incident. */
const PLAIN = /^incidents\/[A-Za-z0-9._/-]+$/;

/**
 * The incidents on which is decided: what cannot be read as somebody left it is as it was before, and what somebody edited
 * away of what is owed is back, as commits of their own.
 */
async function restored(
  workspace: Workspace,
  head: string,
  found: Found,
): Promise<Pick<Run<never>, 'book' | 'commits'>> {
  const mended = await mendUnreadable(workspace, head, found);
  const files = withMended(found.files, mended);
  const book = mended.length === 0 ? found.book : readBook(files);
  const commits =
    mended.length === 0 ? [] : [{ message: MENDED_MESSAGE, changes: mended.map(checked) }];
  const fresh = book.incidents.flatMap((incident) => {
    const file = book.files.get(incident.id);
    const isDone = file === undefined || incident.postmortemOwed || isActive(incident);
    return isDone || asked.has(file) ? [] : [file];
  });
  const dropped = fresh.length === 0 ? [] : await droppedDuties(workspace, head, fresh);
  for (const file of fresh) if (!dropped.includes(file.path)) asked.add(file);
  if (dropped.length === 0) return { book, commits };
  const owing = withDuties(files, dropped);
  const changes = owing.flatMap((file) =>
    'text' in file && dropped.includes(file.path) ? [checked(file)] : [],
  );
  return { book: readBook(owing), commits: [...commits, { message: DUTY_MESSAGE, changes }] };
}

/** What is over and unchanged is asked about once: signals come by the thousand. */
const asked = new WeakSet<object>();

const DUTY_MESSAGE = 'tocsin: what owed a post-mortem owes it again';

/** Operations without a change that are worked off before others get their turn. */
const MOST_AT_ONCE = 100;

type FileEffect = Exclude<Effect, NotifyEffect>;

function fileOf(
  book: EditableBook,
  effect: Exclude<FileEffect, SilenceEffect>,
): { readonly path: string; readonly text: string } {
  if (effect.kind === 'open_incident') {
    return { path: incidentPath(effect.id), text: effect.text };
  }
  const edited = editFile(book, effect.id, effect.edits);
  if (fits(edited.text)) return edited;
  // What is so counts more than what is told of it.
  const facts = effect.edits.filter(({ kind }) => kind === 'set' || kind === 'unset');
  return editFile(book, effect.id, facts);
}

/** Only these paths are ever written, whatever an effect says. */
function mayWrite(path: string): boolean {
  return isHistoryFile(path) || SILENCE.test(path);
}

const SILENCE = /^rules\/silences\/[a-z](-?[a-z0-9])*\.yaml$/;

function checked(change: { readonly path: string; readonly text: string }): {
  readonly path: string;
  readonly text: string;
} {
  if (!mayWrite(change.path)) throw new Error('an effect names a path that may not be written');
  return change;
}

/** One line of ids and our own words: anything below it git might take for a trailer. */
function messageOf(effects: readonly FileEffect[]): string {
  // A silence is what the incident beside it was muted by.
  const incidents = effects.filter(({ kind }) => kind !== 'add_silence' && kind !== 'end_silence');
  const named = (incidents.length === 0 ? effects : incidents).map(wordsOf);
  const more = named.length - MOST_NAMED;
  return `tocsin: ${named.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const MOST_NAMED = 3;

function wordsOf(effect: FileEffect): string {
  if (effect.kind === 'add_silence') return `${effect.incident} silenced by ${effect.id}`;
  if (effect.kind === 'end_silence') return `${effect.incident} silenced no longer by ${effect.id}`;
  return `${effect.id} ${effect.kind === 'open_incident' ? 'opened' : effect.event}`;
}

function announcementsOf<Outcome>(
  before: EditableBook,
  run: Run<Outcome>,
): readonly Announcement[] {
  if (run.notifications.length === 0) return [];
  const old = new Map(before.incidents.map((incident) => [incident.id, incident]));
  const traces = run.book.incidents
    .filter((incident) => old.get(incident.id) !== incident)
    .flatMap(({ id, keys }) => {
      const [key] = keys.difference(old.get(id)?.keys ?? new Set());
      return key === undefined ? [] : [{ incident: id, key }];
    });
  return run.notifications.flatMap((notification) => {
    const own = traces.find(({ incident }) => incident === notification.incident);
    const evidence = own ?? traces[0];
    return evidence === undefined ? [] : [{ notification, evidence }];
  });
}

function stepsOf(
  before: readonly SourceFile[],
  after: EditableBook,
  commits: readonly Commit[],
): readonly FileStep[] {
  const old = new Map(before.map((file) => [file.path, 'text' in file ? file.text : null]));
  const texts = new Map(
    commits.flatMap(({ changes }) => changes.map(({ path, text }) => [path, text] as const)),
  );
  for (const { path, text } of after.files.values()) if (texts.has(path)) texts.set(path, text);
  return [...texts].map(([path, text]) => ({ path, before: old.get(path) ?? null, after: text }));
}

function resultOf<Outcome>(
  run: Run<Outcome>,
): Omit<Applied<Outcome>, keyof Followed | 'unfollowed'> {
  return {
    outcomes: run.outcomes,
    notifications: run.notifications,
    commits: run.commits.map(({ message }) => message),
    book: run.book,
  };
}
