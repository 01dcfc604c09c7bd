// Which code carries out which command of the catalogue.
import type { CommandName } from './catalogue.ts';
import { help, similar, timeline, who } from './commands/answers.ts';
import { approve } from './commands/approve.ts';
import { clearSuspect, note, setFact, suspect } from './commands/facts.ts';
import { action, postmortem } from './commands/follow-up.ts';
import { impact } from './commands/impact.ts';
import { mute, unmute } from './commands/mute.ts';
import { delegate, page, role } from './commands/people.ts';
import { ack, close, decline, mitigated, resolve, status } from './commands/progress.ts';
import { reopen } from './commands/reopen.ts';
import { causedBy, duplicate } from './commands/relations.ts';
import { unduplicate } from './commands/unduplicate.ts';
import { sev } from './commands/severity.ts';
import { split } from './commands/split.ts';
import { publish, unpublish, update } from './commands/update.ts';
import type { Carrier } from './situation.ts';

/** The code of every command. */
export const CARRIERS: Readonly<Record<CommandName, Carrier>> = {
  help,
  who,
  timeline,
  similar,
  note,
  ack,
  delegate,
  sev,
  role,
  status,
  mitigated,
  resolve,
  update,
  approve,
  publish,
  unpublish,
  set: setFact,
  impact,
  duplicate,
  unduplicate,
  'caused-by': causedBy,
  split,
  suspect,
  'clear-suspect': clearSuspect,
  page,
  action,
  postmortem,
  close,
  reopen,
  decline,
  mute,
  unmute,
};
