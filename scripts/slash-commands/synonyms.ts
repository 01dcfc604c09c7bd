// Words that people try for a command which is called otherwise here.
import type { CommandName } from './catalogue.ts';

/** What a word that is no command means. */
export type Synonym =
  /** It can mean but one command, and is carried out as that, with a word before what follows it. */
  | { readonly kind: 'same'; readonly name: CommandName; readonly before: string }
  /** It may mean several, or lacks something: what to say instead. */
  | { readonly kind: 'hint'; readonly say: string };

/** Synonyms by word; `-` stands for `_` as well, and for nothing before a digit (`/sev1`, `/sev-1`). */
export const SYNONYMS: ReadonlyMap<string, Synonym> = new Map([
  ['severity', same('sev')],
  ['sev1', same('sev', '1')],
  ['sev2', same('sev', '2')],
  ['sev3', same('sev', '3')],
  ['sev4', same('sev', '4')],
  ['sev0', same('sev', '1')],
  ['acknowledge', same('ack')],
  ['dup', same('duplicate')],
  ['title', same('set', 'title')],
  ['component', same('set', 'component')],
  ['manager', same('role', 'manager')],
  ['lead', same('role', 'lead')],
  ['scribe', same('role', 'scribe')],
  ['liaison', same('role', 'liaison')],
  ['p0', hint('`/sev 1`')],
  ['p1', hint('`/sev 1`')],
  ['p2', hint('`/sev 2`')],
  ['p3', hint('`/sev 3`')],
  ['p4', hint('`/sev 4`')],
  ['escalate', hint('`/page team` to call another team, or `/sev 1` to raise the severity')],
  ['call', hint('`/page team` to call another team')],
  ['assign', hint('`/delegate @login` to hand it over, or `/role lead @login`')],
  ['assignee', hint('`/delegate @login` to hand it over, or `/role lead @login`')],
  ['owner', hint('`/delegate team` to hand it to another team')],
  ['join', hint('`/page team` or `/role scribe @login`')],
  ['commander', hint('`/role manager @login`')],
  ['take', hint('`/ack` to take it')],
  ['mine', hint('`/ack` to take it')],
  ['fixed', hint('`/mitigated` when the suffering has ended, `/resolve` when it is fixed')],
  ['done', hint('`/mitigated` when the suffering has ended, `/resolve` when it is fixed')],
  ['state', hint('`/status identified what fails`, `/mitigated`, `/resolve` or `/close`')],
  ['merge', hint('`/duplicate #139` where both are the same')],
  ['link', hint('`/caused-by #139`, or `/duplicate #139` where both are the same')],
  ['rename', hint('`/set title words`')],
  ['todo', hint('`/action what is to be done`')],
  ['hotfix', hint('`/note text`, and `/mitigated` when the suffering has ended')],
  ['rollback', hint('`/note text`, and `/mitigated` when the suffering has ended')],
  ['priority', hint('`/sev 2`')],
  ['silence', hint('`/mute 4h why`')],
  ['unsilence', same('unmute')],
  ['snooze', hint('`/mute 4h why`')],
  ['cancel', hint('`/decline why` where it is no incident')],
  ['declare', hint('what happens in an issue form, which declares an incident')],
  ['announce', hint('`/update text` to tell the public')],
  ['log', hint('`/note text`')],
  ['comment', hint('`/note text`')],
]);

function same(name: CommandName, before = ''): Synonym {
  return { kind: 'same', name, before };
}

function hint(say: string): Synonym {
  return { kind: 'hint', say };
}
