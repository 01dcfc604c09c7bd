// `tocsin incident open`: an incident is declared here, or handed over to the gateway that writes.
import type { Operation } from '../../apply/apply.ts';
import { EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { printable } from '../../cli/printable.ts';
import type { Declaration } from '../../declaring/declaration.ts';
import { declarationKey, declare, type Declared } from '../../declaring/declare.ts';
import { type EditableBook, readBook } from '../../response/book.ts';
import { reachWords } from '../../slash-commands/call-team.ts';
import { type Carried, commit, type Desk, isWriter, openFiles, plain } from './desk.ts';
import { refuseInPublic } from './for-few.ts';
import { handOver } from './hand-over.ts';
import { readDeclaration } from './read-declaration.ts';
import { localSpeaker } from './speaker.ts';

/** Declares it. */
export async function openIncident(desk: Desk, words: readonly string[]): Promise<ExitCode> {
  const { args, runtime, state } = desk;
  const declaration = readDeclaration(args, runtime, words);
  const workspace = await openFiles(desk);
  const book = readBook(await workspace.readIncidentFiles(await workspace.readHead()));
  const isOverheard = args.value('dispatched') !== null;
  refuseInPublic({ organisation: state.organisation, runtime, isOverheard }, book, declaration);
  if (!isWriter(desk)) return await openElsewhere(desk, book, declaration);
  const { login } = await localSpeaker(args, runtime, desk.root);
  const now = runtime.now();
  const by = { login, now, key: declarationKey(runOf(desk) ?? [login, now, declaration.title]) };
  const operation: Operation<Declared> = (newest) =>
    declare(state.organisation, newest, declaration, by);
  const carried = await commit(desk, operation);
  const { outcome } = carried;
  if (outcome.kind === 'refused') return tell(desk, carried, outcome);
  const more = outcome.kind === 'known' ? '' : declaredWords(outcome);
  return tell(desk, carried, { words: `${outcome.incident}\n${more}` });
}

/** Prints what came of it: why nothing was declared, or what was. */
function tell(
  { args, runtime }: Desk,
  carried: Carried<unknown>,
  answer: { readonly reasons: readonly string[] } | { readonly words: string },
): ExitCode {
  const isRefused = 'reasons' in answer;
  if (args.flag('json')) runtime.out(`${JSON.stringify(carried, null, 2)}\n`);
  else if (isRefused)
    runtime.err(printable(answer.reasons.map((reason) => `refused: ${plain(reason)}\n`).join('')));
  else runtime.out(printable(answer.words));
  return isRefused ? EXIT.findings : EXIT.clean;
}

/** What is the same in every attempt of a workflow's run, so that running it again declares nothing twice. */
function runOf({ args, runtime: { environment } }: Desk): readonly string[] | null {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_RUN_ID: number = '' } = environment;
  return args.value('dispatched') === null || number === '' ? null : ['run', repository, number];
}

function declaredWords(outcome: {
  readonly told: string | null;
  readonly remarks: readonly string[];
}): string {
  const called = outcome.told === null ? '' : `${reachWords(outcome.told)}\n`;
  return `${called}${outcome.remarks.map((remark) => `${plain(remark)}\n`).join('')}`;
}

/** The gateway hears a form at once, and does what it does with a webhook. */
async function openElsewhere(
  desk: Desk,
  book: EditableBook,
  declaration: Declaration,
): Promise<ExitCode> {
  const { args, runtime, root, state } = desk;
  const { organisation } = state;
  const outcome = await handOver({ args, runtime, root, organisation }, book, declaration);
  const carried = { outcome, commits: [] };
  if (outcome.kind === 'refused') return tell(desk, carried, outcome);
  const words = `handed over to the gateway, which declares it: issue #${outcome.issue}, ${outcome.url}\n`;
  return tell(desk, carried, { words: `${words}${declaredWords(outcome)}` });
}
