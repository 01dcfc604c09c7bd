// `tocsin incident list`: what is open, a line each.
import { columns } from '../../cli/columns.ts';
import { EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { printable } from '../../cli/printable.ts';
import { currentOccurrence } from '../../maintenance/phase.ts';
import { workOf } from '../../maintenance/words.ts';
import { type Incident, isActive } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Desk } from './desk.ts';

/** Prints them, newest first. */
export function listIncidents({ args, runtime, state }: Desk): ExitCode {
  const found = state.incidents
    .filter((incident) => args.flag('all') || isActive(incident))
    .toSorted((left, right) => (left.id > right.id ? -1 : 1));
  if (args.flag('json')) {
    const rows = found.map(({ id, state: at, severity, owner, services, room, title }) => ({
      id,
      state: at,
      severity,
      team: owner.team,
      services,
      room,
      title,
    }));
    runtime.out(`${JSON.stringify(rows, null, 2)}\n`);
    return EXIT.clean;
  }
  const rows = columns(
    found.map((incident) => {
      const { id, severity, owner, title } = incident;
      return [severity, whereItStands(incident, runtime.now()), id, owner.team, title];
    }),
  );
  const lines = rows.length === 0 ? ['no incident is open'] : rows;
  runtime.out(printable(lines.map((line) => `${line}\n`).join('')));
  return EXIT.clean;
}

/** Planned work is not triaged: as long as it is not over or called off, the clock says where it stands. */
function whereItStands(incident: Incident, now: Instant): string {
  const work = isActive(incident) ? workOf(incident) : null;
  return work === null ? incident.state : currentOccurrence(work, now).phase.replace('_', ' ');
}
