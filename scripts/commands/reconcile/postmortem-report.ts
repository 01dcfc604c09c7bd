// What became of post-mortems, for a terminal.
import { plural } from '../../diagnostics/pretty.ts';
import type { PostmortemReport } from '../../projection/sync-postmortems.ts';

/** The report as text; nothing where nothing is to be said. */
export function renderPostmortems(report: PostmortemReport): string {
  const did = [
    ...(report.begun.length === 0 ? [] : [`${plural(report.begun.length, 'post-mortem')} begun`]),
    ...(report.changed.length === 0 ? [] : [`${report.changed.length} brought up to date`]),
    ...(report.actions.made === 0
      ? []
      : [`${plural(report.actions.made, 'issue')} of action items made`]),
    ...(report.actions.changed === 0
      ? []
      : [`${report.actions.changed} action items brought up to date`]),
    ...(report.followed.length === 0 ? [] : [`${report.followed.length} followed in files`]),
  ];
  const { opened, ended } = report.mutes;
  const silences = [
    ...(opened === 0 ? [] : [`${plural(opened, 'pull request')} opened`]),
    ...(ended === 0 ? [] : [`${ended} decided`]),
  ];
  const lines = [
    ...(did.length === 0 ? [] : [`post-mortems: ${did.join(', ')}`]),
    ...(silences.length === 0 ? [] : [`silences: ${silences.join(', ')}`]),
    ...report.reasons.map(({ incident, sentence }) => `${incident}: ${sentence}`),
    ...report.refused.map(({ incident, sentence }) => `refused: ${incident}: ${sentence}`),
    ...(report.again === null ? [] : [`not finished: ${report.again.sentence}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
