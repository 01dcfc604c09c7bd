// The worst severity that the timeline tells of. Tocsin's own lines say how bad an incident was when it opened and when that
// changed, so that nobody has to have written it down elsewhere and nobody takes it back by leaving it out.
import { INCIDENT_SEVERITIES, type IncidentSeverity, worse } from '../model/severity.ts';
import { sectionText } from './section-text.ts';

/** The worst severity that Tocsin's lines of a body tell; null where they tell none. */
export function toldSeverity(text: string, bodyStart: number): IncidentSeverity | null {
  let worst: IncidentSeverity | null = null;
  for (const [, line = ''] of sectionText(text.slice(bodyStart), 'timeline').matchAll(OWN_LINE)) {
    // What moved elsewhere may have been the worst, and how bad the rest had been nobody can tell.
    if (line.startsWith('[moved]')) worst = null;
    for (const severity of severitiesIn(line))
      worst = worst === null ? severity : worse(worst, severity);
  }
  return worst;
}

/** What a line of Tocsin's says of severities: the one it began with, what a problem has, or the one before and after. */
export function severitiesIn(line: string): readonly IncidentSeverity[] {
  return WAYS.flatMap((way) => way.exec(line)?.slice(1) ?? []).flatMap(
    (word) => INCIDENT_SEVERITIES.find((each) => each === word) ?? [],
  );
}

/** A line that an operation left; what people write begins with no tag, or has no key. */
const OWN_LINE = /^- \d{2}:\d{2}(?::\d{2})? (\[[a-z]+\] .*)<!-- e:\S+ -->\s*$/gm;

const WAYS = [
  /^\[(?:opened|declared|split)\] .*?: (sev[1-4]), owner /,
  /^\[(?:raised|lowered)\] (sev[1-4]) → (sev[1-4])\b/,
  /^\[joined\] .*?, (sev[1-4]) → (sev[1-4])\b/,
  /^\[impacted\] .* reports a problem, (sev[1-4])\b/,
];
