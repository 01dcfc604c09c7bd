// `tocsin incident list`: what is open, a line each.
import { EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { printable } from '../../cli/printable.ts';
import { isActive } from '../../model/incident.ts';
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
  const widest = Math.max(0, ...found.map(({ id }) => id.length));
  const rows = found.map(
    ({ id, state: at, severity, owner, title }) =>
      `${severity}  ${at.padEnd(13)}  ${id.padEnd(widest)}  ${owner.team.padEnd(14)}  ${title}\n`,
  );
  runtime.out(printable(rows.length === 0 ? 'no incident is open\n' : rows.join('')));
  return EXIT.clean;
}
