// Who is on call in words: now, the next hand-over, and gaps.
import type { OnCallView } from '../../../../scripts/publication/inside/view.ts';
import type { Time } from '../../../../scripts/speech/speech.ts';
import { moment, span } from '../time.ts';
import type { Later } from '../later.ts';
import { counted } from '../words.ts';

/** A team's line on the page of who is on call. */
export type DutyRow = {
  readonly team: string;
  readonly name: string;
  readonly schedule: string;
  readonly now: string;
  /** Who it is after each hand-over to come, as the page's script reads it. */
  readonly later: Later;
  readonly isGap: boolean;
  readonly next: { readonly who: string; readonly at: Time } | null;
  readonly gaps: readonly string[];
  /** `On call: @ana until 23 November 2026, 08:00 UTC, then @ben.` */
  readonly sentence: string;
};

/** The line of one team. */
export function handOver(duty: OnCallView): DutyRow {
  const { team, name, services, schedule } = duty;
  if (schedule === null) {
    const sentence = `No schedule is declared; ${counted(services, 'service')} ${services === 1 ? 'names' : 'name'} this team.`;
    return {
      team,
      name,
      schedule: 'none declared',
      now: 'nobody declared',
      later: undefined,
      isGap: services > 0,
      next: null,
      gaps: [],
      sentence,
    };
  }
  const who = nameOf(schedule.person);
  const following = schedule.turns[1];
  const next =
    following === undefined ? null : { who: nameOf(following.person), at: moment(following.from) };
  return {
    team,
    name,
    schedule: `${schedule.name}, ${schedule.zone}`,
    now: who,
    later: laterOf(schedule.turns.slice(1)),
    isGap: schedule.person === null,
    next,
    gaps: schedule.turns.flatMap(({ from, until, person }) =>
      person === null ? [span(from, until)] : [],
    ),
    sentence: `On call: ${who}${next === null ? ' for the next four weeks' : ` until ${next.at.text}, then ${next.who}`}.`,
  };
}

function laterOf(turns: NonNullable<OnCallView['schedule']>['turns']): Later {
  const steps = turns.map(({ from, person }) => [from, nameOf(person)]);
  return steps.length === 0 ? undefined : JSON.stringify(steps);
}

function nameOf(person: string | null): string {
  return person === null ? 'nobody' : `@${person}`;
}
