// The tables of docs/incidents.md, made of what the code goes by.
import { statesFor, TRANSITIONS } from '../incidents/lifecycle.ts';
import { COMMANDS, type CommandAudience } from '../slash-commands/catalogue.ts';

/** The page with its tables as they are now; everything outside their marks stays. */
export function withIncidentTables(page: string): string {
  return [
    ['states', renderStates()],
    ['commands', renderCommands()],
  ].reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
        (_all, start, end) => `${start}\n${table}\n\n${end}`,
      ),
    page,
  );
}

function renderStates(): string {
  const triggers = [...new Set(TRANSITIONS.map(({ by }) => by))];
  const rows = triggers.map((trigger) => {
    const to = TRANSITIONS.flatMap((way) => (way.by === trigger ? way.to : []));
    return `| ${WORDS[trigger]} | ${statesFor(trigger).join(', ')} | ${[...new Set(to)].join(', ')} |`;
  });
  return ['| What happens | from | to |', '|---|---|---|', ...rows].join('\n');
}

const WORDS: Readonly<Record<(typeof TRANSITIONS)[number]['by'], string>> = {
  acknowledge: '`/ack`, or an acknowledgement in a tool of one of its problems',
  raise: 'it becomes sev1 or sev2',
  progress: '`/status`, `/mitigated`',
  recover: 'its last problem ended',
  recur: 'a problem fires again',
  resolve: '`/resolve`; by itself only sev3 and sev4, after the quiet period',
  close: '`/close`, once the gate is open',
  reopen: '`/reopen` within 7 days',
  relapse: 'a signal of the same group soon after',
  decline: '`/decline`',
  duplicate: '`/duplicate`, or a cause that takes it over',
  separate: '`/unduplicate`',
};

function renderCommands(): string {
  const rows = COMMANDS.map(
    ({ name, usage, summary, audience, example }) =>
      `| \`/${name}${usage === '' ? '' : ` ${usage.replaceAll('|', '\\|')}`}\` | ${summary} | ${WHO[audience]} | \`${example.replaceAll('|', '\\|')}\` |`,
  );
  return ['| Command | What it does | For | Example |', '|---|---|---|---|', ...rows].join('\n');
}

const WHO: Readonly<Record<CommandAudience, string>> = {
  reader: 'readers',
  participant: 'participants',
  triager: 'triagers',
  responder: 'responders',
  manager: 'managers',
};
