// People changed an incident's file by commits → what the commands for it would have done beside that: lines of the
// timeline, people to call, times, other incidents. What they wrote themselves stays as they wrote it.
import type { AuthoredVersion, SourceFile } from '../config/document-set.ts';
import { editIncident } from '../incidents/edit.ts';
import { readRecord } from '../incidents/record.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { type Incident, isActive, MILESTONES } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type Written, writtenFor } from '../postmortems/written.ts';
import { type EditableBook, withEffect, withFile } from '../response/book.ts';
import { calledAmong } from '../response/called.ts';
import { set } from '../response/change.ts';
import { callOnce } from '../response/notification.ts';
import { CARRIERS } from '../slash-commands/carriers.ts';
import { lineKey, together } from '../slash-commands/carry-out.ts';
import { changedFacts, putBack } from './changed-facts.ts';
import type { CommandName } from '../slash-commands/catalogue.ts';
import { overRefusal } from '../slash-commands/commands/over.ts';
import { committer } from './committer.ts';
import { sayTheSame } from './document-value.ts';
import { isAtSame, newsIn } from './news.ts';
import { followStatement, hasStatement } from './statement.ts';
import { type EditedIncident, keptLine, keyOfCommit } from './kept-edit.ts';
import { plannedRefusal } from '../slash-commands/planned-work.ts';
import { refused, type Result, type Situation } from '../slash-commands/situation.ts';
import { nextStep } from './state-edit.ts';

/** What the answers need to know beside the incidents. */
export type Scene = {
  readonly organisation: Organisation;
  readonly now: Instant;
} & Written;

/** Does what the commands for the change would have done, or throws. Done again, once it is committed, it changes nothing. */
export function followFile(
  scene: Scene,
  book: EditableBook,
  edited: EditedIncident,
): readonly Effect[] {
  const news = newsIn(book, edited, scene.now);
  if (news === null) return [];
  const { file, before, after, newest, facts, statement, isMoved } = news;
  const backs = facts.map(({ back }) => back);
  const rewound = rewind(book, file, [...backs, ...(isMoved ? stateBacks(before, after) : [])]);
  if (rewound === null) throw new Error(`without the edit ${edited.id} is no incident`);
  const isOver = !isActive(after);
  const course: Course = {
    scene,
    edited,
    isOver,
    book: rewound,
    effects: [],
    forced: [],
    said: new Map(),
  };
  for (const fact of facts) {
    const { path, from, to, command, argument, takesWords } = fact;
    const isLeft = changedFacts(incidentOf(course), after).some(
      (each) => each.to === to && each.path.join() === path.join(),
    );
    if (!isLeft) continue;
    const words = `${path.join('.')}: ${from} → ${to}`;
    const isSaid = (version: AuthoredVersion): boolean =>
      sayTheSame(version.file, newest.file, path);
    say(course, { isSaid, words }, (situation, why) =>
      factOr(situation, isOver, command, takesWords ? `${argument} ${why}` : argument),
    );
  }
  if (isMoved) move(course, before, after);
  if (statement !== null)
    say(
      course,
      {
        isSaid: ({ file: then }) => {
          const incident = readRecord(then)?.incident;
          return incident !== undefined && hasStatement(incident, statement);
        },
        words: `update ${statement.status}`,
      },
      (situation) => followStatement(situation, statement, isActive(before)),
    );
  return effectsOf(course, { before: edited.base, after: file });
}

/** What has happened so far: on incidents as if nothing of the edit had been written yet. */
type Course = {
  readonly scene: Scene;
  readonly edited: EditedIncident;
  /** Whether its editor left it over: nobody is called for that. */
  readonly isOver: boolean;
  book: EditableBook;
  readonly effects: Effect[];
  /** What is not left to whoever edited the file. */
  readonly forced: IncidentEdit[];
  /** How many lines each commit gave. */
  readonly said: Map<string, number>;
};

/** The state as it was, with the times that went away with it. */
function stateBacks(before: Incident, after: Incident): readonly IncidentEdit[] {
  const gone = MILESTONES.filter((name) => after.at[name] === undefined).flatMap((name) => {
    const at = before.at[name];
    return at === undefined ? [] : [set(['at', name], at)];
  });
  const { duplicateOf } = before.relations;
  return [
    set(['state'], before.state),
    ...gone,
    ...(duplicateOf === after.relations.duplicateOf
      ? []
      : [putBack(['relations', 'duplicate_of'], duplicateOf)]),
  ];
}

/** Null where the file would be none any more. */
function rewind(
  book: EditableBook,
  { path, text }: { readonly path: string; readonly text: string },
  backs: readonly IncidentEdit[],
): EditableBook | null {
  const file = { path, text: editIncident(text, backs) };
  return readRecord(file) === null ? null : withFile(book, file);
}

function incidentOf({ book, edited }: Pick<Course, 'book' | 'edited'>): Incident {
  const incident = book.incidents.find(({ id }) => id === edited.id);
  if (incident === undefined) throw new Error(`the incident ${edited.id} is gone`);
  return incident;
}

/** What is said: which versions hold it, and how the timeline names it where no command would have done it. */
type Saying = {
  readonly isSaid: (version: AuthoredVersion) => boolean;
  readonly words: string;
};

/** Has the author of the commit say it; answers whether it was done. */
function say(
  course: Course,
  { isSaid, words }: Saying,
  run: (situation: Situation, why: string) => Result,
): boolean {
  const { scene, edited } = course;
  const version = firstOf(edited.versions, isSaid);
  const count = course.said.get(version.commit) ?? 0;
  course.said.set(version.commit, count + 1);
  const incident = incidentOf(course);
  const situation: Situation = {
    ...scene,
    book: course.book,
    incident,
    standing: incident,
    timeline: () => timelineOf(course),
    postmortem: writtenFor(incident, scene),
    speaker: committer(scene.organisation, version),
    key: lineKey(keyOfCommit(version), count),
  };
  const result = run(situation, version.subject);
  if (result.kind === 'answered') return false;
  const isDone = result.kind === 'done';
  const effects: readonly Effect[] = [
    {
      kind: 'edit_incident',
      id: edited.id,
      event: isDone ? result.event : 'changed',
      edits: isDone
        ? [...result.edits, ...(course.isOver ? [] : calledAmong(incident, result.effects ?? []))]
        : [keptLine(situation, words, result.text)],
    },
    ...(isDone ? (result.effects ?? []) : []),
  ];
  course.book = effects.reduce(withEffect, course.book);
  course.effects.push(...effects);
  return isDone;
}

/** The commit that brought it, though others changed more of the file since. */
function firstOf(
  versions: readonly AuthoredVersion[],
  isSaid: (version: AuthoredVersion) => boolean,
): AuthoredVersion {
  const end = versions.findIndex((version) => !isSaid(version));
  const found = versions[end === -1 ? versions.length - 1 : Math.max(0, end - 1)];
  if (found === undefined) throw new Error('nobody changed the file');
  return found;
}

function timelineOf(course: Course): ReturnType<Situation['timeline']> {
  const file = course.book.files.get(course.edited.id);
  return file === undefined ? [] : (readRecord(file)?.timeline ?? []);
}

function plannedOr(situation: Situation, command: keyof typeof CARRIERS, argument: string): Result {
  const refusal = plannedRefusal(situation.incident, command);
  return refusal === null ? CARRIERS[command](situation, argument) : refused(refusal);
}

/** A fact of what stays over is held to what may still be said of it. */
function factOr(
  situation: Situation,
  isOver: boolean,
  command: CommandName,
  argument: string,
): Result {
  const { organisation, incident, book } = situation;
  const refusal =
    isOver && !isActive(incident)
      ? overRefusal({ organisation, incident, incidents: book.incidents }, command)
      : null;
  return refusal === null ? plannedOr(situation, command, argument) : refused(refusal);
}

/** Goes the way to the state that the file says, as far as there is one. */
function move(course: Course, before: Incident, after: Incident): void {
  const [newest] = course.edited.versions;
  const path = after.state === 'duplicate' ? ['relations', 'duplicate_of'] : ['state'];
  const saying: Saying = {
    isSaid: (version) => newest !== undefined && sayTheSame(version.file, newest.file, path),
    words: `state: ${before.state} → ${after.state}`,
  };
  for (let turn = 0; turn < MOST_STEPS; turn += 1) {
    const incident = incidentOf(course);
    if (isAtSame(incident, after)) return;
    const step = nextStep(incident, after);
    if (step === null) {
      if (after.state === 'triage') course.forced.push(set(['state'], incident.state));
      if (after.state === 'resolved') course.forced.push({ kind: 'unset', path: ['at', 'closed'] });
      say(course, saying, () => refused(withoutWay(incident, after)));
      return;
    }
    const { command, argument, takesWords } = step;
    const isDone = say(course, saying, (situation, why) =>
      plannedOr(situation, command, takesWords ? `${argument} ${why}`.trim() : argument),
    );
    if (!isDone) return;
  }
}

const MOST_STEPS = 4;

function withoutWay({ state }: Incident, after: Incident): string {
  if (after.state === 'triage') return `nothing leads back to triage, so it stays ${state}`;
  if (after.state === 'duplicate') return 'it names no incident that it repeats';
  if (after.state === 'declined')
    return 'what was resolved was an incident; say /reopen and /decline where it was none';
  return 'it is not closed any more; no command says so, and /reopen takes it up again';
}

/** All of it as one change of the file, without what its editors wrote themselves. */
function effectsOf(
  { edited, effects, forced, isOver }: Course,
  file: { readonly before: SourceFile; readonly after: SourceFile },
): readonly Effect[] {
  const isTheirs = (path: readonly string[]): boolean => !sayTheSame(file.before, file.after, path);
  const calls = effects.flatMap((effect) =>
    effect.kind === 'notify' && effect.incident === edited.id ? [effect] : [],
  );
  const rest = together(effects).flatMap((effect): readonly Effect[] => {
    if (effect.kind === 'notify') return effect.incident === edited.id ? [] : [effect];
    if (effect.kind !== 'edit_incident' || effect.id !== edited.id) return [effect];
    const ours = effect.edits.filter(
      (edit) => !((edit.kind === 'set' || edit.kind === 'unset') && isTheirs(edit.path)),
    );
    return [{ ...effect, edits: [...forced, ...ours] }];
  });
  // Nobody is called for what its editor says is over.
  return [...rest, ...(isOver ? [] : callOnce(calls))];
}
