// Finds and opens the inbox that `serve` or `dev` keeps for an organisation.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Arguments } from '../cli/arguments.ts';
import { CommandFailure, UsageError } from '../cli/exit-code.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import type { Runtime } from '../runtime.ts';
import { organisationRoot } from './organisation-root.ts';

/** The option by which another inbox is named. */
export const INBOX_OPTION = {
  takes: 'value',
  value: 'FILE',
  help: 'the inbox database (default: that of serve, else that of dev)',
} as const;

/** Opens the inbox that is named, else that of `serve`, else that of `dev`. */
export function openStoredInbox(args: Arguments, runtime: Runtime): Inbox {
  return open(inboxFile(args, runtime));
}

/** The inbox that `serve`, else `dev`, keeps for the organisation in a folder, with its file; null when there is none. */
export function openInboxOf(root: string): { readonly inbox: Inbox; readonly file: string } | null {
  const file = fileIn(root);
  return file === undefined ? null : { inbox: open(file), file };
}

/** The folder whose repository the keeper of that inbox writes to: `dev` has a copy of its own, unless it runs in place. */
export function writtenFolder(root: string): string {
  const copy = join(root, '.tocsin', 'dev', 'organisation');
  return fileIn(root) === devInbox(root) && existsSync(copy) ? copy : root;
}

function fileIn(root: string): string | undefined {
  return candidatesIn(root).find((candidate) => existsSync(candidate));
}

function candidatesIn(root: string): readonly string[] {
  return [join(root, '.tocsin', 'inbox.sqlite'), devInbox(root)];
}

function devInbox(root: string): string {
  return join(root, '.tocsin', 'dev', 'inbox.sqlite');
}

function inboxFile(args: Arguments, runtime: Runtime): string {
  const given = args.value('inbox');
  const root = given === null ? organisationRoot(args, runtime) : '';
  const candidates =
    given === null ? candidatesIn(root) : [resolve(runtime.workingDirectory, given)];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined)
    throw new UsageError(
      `there is no inbox at ${candidates.join(' or ')}: start \`tocsin dev\` or \`tocsin serve\` first`,
    );
  return found;
}

function open(file: string): Inbox {
  try {
    return openSqliteInbox(file);
  } catch (error) {
    if (error instanceof Error && error.name === 'InboxUnusable')
      throw new CommandFailure(error.message, { cause: error });
    throw error;
  }
}
