// Every slash command: how it is written, what it does and who may give it. Help, room card, docs and the checks of
// permissions are made from this one list.

/**
 * Who may give a command, each group part of the one before:
 * - `reader`: anybody who may read a private repository; in a public one whoever may triage, or is in a team's file;
 * - `participant`: may triage, or may read and is in a team's file;
 * - `triager`: may triage;
 * - `responder`: may write, or may triage and is in the owning team or has a role in the incident;
 * - `manager`: a responder who is the incident's manager or lead or leads the owning team; or may maintain.
 */
export const AUDIENCES = ['reader', 'participant', 'triager', 'responder', 'manager'] as const;

/** Who may give a command. */
export type CommandAudience = (typeof AUDIENCES)[number];

/** A command as people learn it. */
export type CommandDescription = {
  readonly name: string;
  /** How it is written, without the slash and the name. */
  readonly usage: string;
  readonly summary: string;
  readonly audience: CommandAudience;
  readonly example: string;
};

/** All commands, in the order in which an incident needs them. */
export const COMMANDS = [
  command('help', '', 'lists the commands that you may give here', 'reader', '/help'),
  command(
    'who',
    '[path|endpoint|service]',
    'says who answers for something',
    'reader',
    '/who POST /v1/payments',
  ),
  command('timeline', '', 'shows the whole timeline', 'reader', '/timeline'),
  command('similar', '', 'lists earlier incidents like this one', 'reader', '/similar'),
  command(
    'note',
    '[HH:MM|date] text',
    'puts a fact on the timeline',
    'participant',
    '/note 09:24 pool exhausted on two of six hosts',
  ),
  command('ack', '', 'says that you take it', 'triager', '/ack'),
  command(
    'delegate',
    '@login|team',
    'hands it over; the clock for taking it starts again',
    'triager',
    '/delegate @bram-verhoeven',
  ),
  command(
    'sev',
    '1-4 [why]',
    'changes the severity; lowering needs a manager',
    'triager',
    '/sev 1 every second payment fails',
  ),
  command(
    'role',
    'manager|lead|scribe|liaison @login',
    'gives somebody a role',
    'triager',
    '/role manager @mara-okafor',
  ),
  command(
    'status',
    'investigating|identified|monitoring [text]',
    'says how far you are; identified needs the cause',
    'responder',
    '/status identified the pool limit was lowered',
  ),
  command(
    'mitigated',
    '[text]',
    'says that the suffering has ended',
    'responder',
    '/mitigated rolled back to 4.17.3',
  ),
  command(
    'resolve',
    '[text]',
    'says that it is fixed',
    'responder',
    '/resolve pool limit restored',
  ),
  command(
    'update',
    '[investigating|identified|monitoring|resolved] text [next 30m]',
    'tells the public; on sev1 and sev2 a manager has the last word',
    'responder',
    '/update identified One in five card payments fails. Bank transfer works. next 30m',
  ),
  command('approve', '', 'publishes the update that waits', 'manager', '/approve'),
  command(
    'publish',
    '["public title"]',
    'lets the public see the incident',
    'manager',
    '/publish "Card payments failing"',
  ),
  command(
    'unpublish',
    'text',
    'takes it from the public page, with a last word to whoever saw it',
    'manager',
    '/unpublish It was a drill.',
  ),
  command(
    'set',
    'started|detected|acknowledged|identified|mitigated|resolved HH:MM|date, category, title',
    'corrects a fact; shows old and new',
    'responder',
    '/set started 09:02',
  ),
  command(
    'impact',
    'key=value …',
    'says whom it hurts and how much',
    'responder',
    '/impact customers=1240 requests_failed=18311',
  ),
  command(
    'duplicate',
    '#room|id',
    'makes this a repeat of another incident',
    'responder',
    '/duplicate #139',
  ),
  command('unduplicate', '', 'takes that back', 'responder', '/unduplicate'),
  command(
    'caused-by',
    '#room|id',
    'names the incident that led to this one',
    'responder',
    '/caused-by #139',
  ),
  command(
    'split',
    'service',
    'opens an incident of its own for one of the services',
    'responder',
    '/split ledger-db',
  ),
  command(
    'suspect',
    'sha|deployment [caused|ruled_out]',
    'names the change that may be behind it',
    'responder',
    '/suspect payments-api@4.18.0',
  ),
  command('clear-suspect', '', 'takes that back', 'responder', '/clear-suspect'),
  command('page', 'team|function', 'calls another team', 'responder', '/page data-platform'),
  command(
    'action',
    'title [type:prevent] [owner:team|@login] [due:2026-12-01]',
    'proposes something to do, as an issue of its own',
    'responder',
    '/action Alert on pool exhaustion type:detect owner:payments',
  ),
  command(
    'postmortem',
    '[owner @login]',
    'begins the post-mortem',
    'manager',
    '/postmortem owner @mara-okafor',
  ),
  command(
    'close',
    '',
    'ends it, once the post-mortem and the action items allow',
    'manager',
    '/close',
  ),
  command('reopen', '[why]', 'takes it up again', 'manager', '/reopen errors are back'),
  command('decline', 'why', 'says that it is no incident', 'manager', '/decline load test'),
  command(
    'mute',
    'duration why',
    'silences its signals; longer than a day by pull request',
    'manager',
    '/mute 4h provider restarts',
  ),
] as const satisfies readonly CommandDescription[];

/** The name of a command, without its slash. */
export type CommandName = (typeof COMMANDS)[number]['name'];

function command<const Name extends string>(
  name: Name,
  usage: string,
  summary: string,
  audience: CommandAudience,
  example: string,
): CommandDescription & { readonly name: Name } {
  return { name, usage, summary, audience, example };
}
