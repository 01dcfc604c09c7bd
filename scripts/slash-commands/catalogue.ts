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
  {
    name: 'help',
    usage: '',
    summary: 'lists the commands that you may give here',
    audience: 'reader',
    example: '/help',
  },
  {
    name: 'who',
    usage: '[path|endpoint|service]',
    summary: 'says who answers for something',
    audience: 'reader',
    example: '/who POST /v1/payments',
  },
  {
    name: 'timeline',
    usage: '',
    summary: 'shows the whole timeline',
    audience: 'reader',
    example: '/timeline',
  },
  {
    name: 'similar',
    usage: '',
    summary: 'lists earlier incidents like this one',
    audience: 'reader',
    example: '/similar',
  },
  {
    name: 'note',
    usage: '[HH:MM|date] text',
    summary: 'puts a fact on the timeline',
    audience: 'participant',
    example: '/note 09:24 pool exhausted on two of six hosts',
  },
  {
    name: 'ack',
    usage: '',
    summary: 'says that you take it',
    audience: 'triager',
    example: '/ack',
  },
  {
    name: 'delegate',
    usage: '@login|team',
    summary: 'hands it over; the clock for taking it starts again',
    audience: 'triager',
    example: '/delegate @bram-verhoeven',
  },
  {
    name: 'sev',
    usage: '1-4 [why]',
    summary: 'changes the severity; lowering needs a manager',
    audience: 'triager',
    example: '/sev 1 every second payment fails',
  },
  {
    name: 'role',
    usage: 'manager|lead|scribe|liaison @login',
    summary: 'gives somebody a role',
    audience: 'triager',
    example: '/role manager @mara-okafor',
  },
  {
    name: 'status',
    usage: 'investigating|identified|monitoring [text]',
    summary: 'says how far you are; identified needs the cause',
    audience: 'responder',
    example: '/status identified the pool limit was lowered',
  },
  {
    name: 'mitigated',
    usage: '[text]',
    summary: 'says that the suffering has ended',
    audience: 'responder',
    example: '/mitigated rolled back to 4.17.3',
  },
  {
    name: 'resolve',
    usage: '[text]',
    summary: 'says that it is fixed',
    audience: 'responder',
    example: '/resolve pool limit restored',
  },
  {
    name: 'update',
    usage: '[investigating|identified|monitoring|resolved] text [next 30m]',
    summary: 'tells the public; on sev1 and sev2 a manager has the last word',
    audience: 'responder',
    example: '/update identified One in five card payments fails. Bank transfer works. next 30m',
  },
  {
    name: 'approve',
    usage: '[none] [ic-123]',
    summary: 'publishes the update that waits; with `none` takes it away',
    audience: 'manager',
    example: '/approve',
  },
  {
    name: 'publish',
    usage: '["public title"]',
    summary: 'lets the public see the incident',
    audience: 'manager',
    example: '/publish "Card payments failing"',
  },
  {
    name: 'unpublish',
    usage: 'text',
    summary: 'takes it from the public page, with a last word to whoever saw it',
    audience: 'manager',
    example: '/unpublish It was a drill.',
  },
  {
    name: 'set',
    usage:
      'started|detected|acknowledged|identified|mitigated|resolved HH:MM|date, category, title, component id state',
    summary: 'corrects a fact, or what customers see of a component; shows old and new',
    audience: 'responder',
    example: '/set started 09:02',
  },
  {
    name: 'impact',
    usage: 'key=value …',
    summary: 'says whom it hurts and how much',
    audience: 'responder',
    example: '/impact customers=1240 requests_failed=18311',
  },
  {
    name: 'duplicate',
    usage: '#room|id',
    summary: 'makes this a repeat of another incident',
    audience: 'responder',
    example: '/duplicate #139',
  },
  {
    name: 'unduplicate',
    usage: '',
    summary: 'takes that back',
    audience: 'responder',
    example: '/unduplicate',
  },
  {
    name: 'caused-by',
    usage: '#room|id',
    summary: 'names the incident that led to this one',
    audience: 'responder',
    example: '/caused-by #139',
  },
  {
    name: 'split',
    usage: 'service',
    summary: 'opens an incident of its own for one of the services',
    audience: 'responder',
    example: '/split ledger-db',
  },
  {
    name: 'suspect',
    usage: 'sha|deployment [caused|ruled_out]',
    summary: 'names the change that may be behind it',
    audience: 'responder',
    example: '/suspect payments-api@4.18.0',
  },
  {
    name: 'clear-suspect',
    usage: '',
    summary: 'takes that back',
    audience: 'responder',
    example: '/clear-suspect',
  },
  {
    name: 'page',
    usage: 'team|function',
    summary: 'calls another team',
    audience: 'responder',
    example: '/page data-platform',
  },
  {
    name: 'action',
    usage: 'title [type:prevent] [debt:hotfix|definitive] [owner:team|@login] [due:2026-12-01]',
    summary: 'proposes something to do, as an issue of its own',
    audience: 'responder',
    example: '/action Alert on pool exhaustion type:detect owner:payments',
  },
  {
    name: 'postmortem',
    usage: '[owner @login]',
    summary: 'begins the post-mortem',
    audience: 'manager',
    example: '/postmortem owner @mara-okafor',
  },
  {
    name: 'close',
    usage: '',
    summary: 'ends it, once the post-mortem and the action items allow',
    audience: 'manager',
    example: '/close',
  },
  {
    name: 'reopen',
    usage: '[why]',
    summary: 'takes it up again',
    audience: 'manager',
    example: '/reopen errors are back',
  },
  {
    name: 'decline',
    usage: 'why',
    summary: 'says that it is no incident',
    audience: 'manager',
    example: '/decline load test',
  },
  {
    name: 'mute',
    usage: 'duration why',
    summary: 'silences signals of its services; longer than a day by pull request',
    audience: 'manager',
    example: '/mute 4h provider restarts',
  },
  {
    name: 'unmute',
    usage: '[why]',
    summary: 'ends the silences that were made here',
    audience: 'manager',
    example: '/unmute the restarts are over',
  },
] as const satisfies readonly CommandDescription[];

/** The name of a command, without its slash. */
export type CommandName = (typeof COMMANDS)[number]['name'];
