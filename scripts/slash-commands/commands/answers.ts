// Questions: what may be said here, who answers for something, what happened, what was like it.
import { similarTo } from '../../correlation/similar.ts';
import { withoutHidden } from '../../incidents/hidden.ts';
import { evidenceOf } from '../../ownership/evidence.ts';
import { resolveOwner } from '../../ownership/resolve.ts';
import { readSubject } from '../../ownership/subject.ts';
import { personOnCall } from '../../oncall/schedule.ts';
import { plainMarkdown } from '../../text/plain-markdown.ts';
import { permit } from '../permission.ts';
import { commandsIn } from '../planned-work.ts';
import { named, type Result, type Situation } from '../situation.ts';
import { MOST_ROWS, timelineRows } from '../timeline-rows.ts';
import { quoted, wordsOf } from '../words.ts';

/** `/help`. */
export function help({ organisation, standing, speaker }: Situation): Result {
  const all = commandsIn(standing);
  const allowed = all.filter(
    ({ name }) => permit(organisation, standing, speaker, name).kind === 'allowed',
  );
  const rows = allowed.map(
    ({ name, usage, summary }) => `- \`/${name}${usage === '' ? '' : ` ${usage}`}\`: ${summary}`,
  );
  return {
    kind: 'answered',
    title: `${allowed.length} of ${all.length} commands are yours here`,
    text: `${rows.join('\n')}\n\nA command begins a line. Several in one comment are carried out in their order.`,
  };
}

/** `/who`. */
export function who({ organisation, incident, now }: Situation, argument: string): Result {
  const text = wordsOf(argument)?.slice(0, 500) ?? incident.services[0] ?? incident.owner.team;
  const subject = readSubject(organisation, text, { repo: null, function: null });
  if (subject.kind === 'no path')
    return {
      kind: 'refused',
      text: 'the path leads out of the repository, expected one inside it or a service, endpoint or transaction',
    };
  const resolution = resolveOwner(organisation, subject.signal, {
    source: null,
    told: new Set(),
    now,
  });
  const { owner, service, confidence, place } = resolution;
  const team = organisation.teams.get(owner.team);
  const schedule = team?.schedule == null ? undefined : organisation.schedules.get(team.schedule);
  const person = schedule === undefined ? null : personOnCall(schedule, now);
  const rows = [
    `- owner: ${[owner.team, owner.function, owner.product].filter((part) => part !== null).join(' / ')}`,
    ...(service === null ? [] : [`- service: ${service}`]),
    `- how sure: ${confidence.toFixed(2)}, by ${plainMarkdown(evidenceOf(resolution).replaceAll('`', ''))}${place === null ? '' : `, \`${place.file}:${place.line}\``}`,
    `- on call: ${person === null ? 'nobody' : unwoken(person)}${schedule === undefined ? '' : ` (${schedule.id})`}`,
    `- lead: ${team === undefined ? 'nobody' : unwoken(team.lead)}`,
    ...(team?.channel == null ? [] : [`- channel: \`${team.channel}\``]),
  ];
  return { kind: 'answered', title: `Who answers for ${quoted(text)}`, text: rows.join('\n') };
}

/** In code: whoever only asks wakes nobody. */
function unwoken(login: string): string {
  return `\`@${login}\``;
}

/** `/timeline`. */
export function timeline(situation: Situation): Result {
  const { organisation, book, incident } = situation;
  const telling = { organisation, incident, incidents: book.incidents };
  const rows = timelineRows(situation.timeline(), telling);
  let size = 0;
  const kept = rows.toReversed().filter((row) => (size += row.length + 1) < MOST_ROWS);
  const left = rows.length - kept.length;
  const gap = left === 0 ? '' : `_${left} earlier entries stand in the file._\n\n`;
  return {
    kind: 'answered',
    title: `Timeline, ${rows.length} ${rows.length === 1 ? 'entry' : 'entries'} (UTC)`,
    text:
      rows.length === 0
        ? 'Nothing is on the timeline yet.'
        : `${gap}${kept.toReversed().join('\n')}`,
  };
}

/** `/similar`: the same as the card shows, with what is known of each. */
export function similar({ incident, book, organisation }: Situation): Result {
  const found = similarTo(incident, withoutHidden(book.incidents, organisation));
  const rows = found.map(({ incident: other, reasons }) => {
    const deploy = other.change?.deploy;
    const cause =
      deploy === undefined
        ? ''
        : `, ${other.change?.verdict ?? ''} change \`${deploy.replaceAll('`', '')}\``;
    return `- ${named(other)}: ${other.severity}, ${other.category}, ${other.state}${cause}; ${reasons.join(', ')}`;
  });
  return {
    kind: 'answered',
    title: 'Similar incidents',
    text: rows.length === 0 ? 'None is known.' : rows.join('\n'),
  };
}
