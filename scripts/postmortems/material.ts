// What a post-mortem's own parts are made of, and those parts as Markdown.
import type { ActionItem } from '../model/action-item.ts';
import { incidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, toMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { BlockName } from './blocks.ts';
import { renderItems } from './item-list.ts';
import { type ParticipantNote, renderNotes } from './notes.ts';
import type { RequestMemory } from './request-memory.ts';
import { type LinkOf, renderTimeline } from './timeline.ts';

/** All that Tocsin knows for a post-mortem. */
export type Material = {
  readonly organisation: Organisation;
  readonly incident: Incident;
  /** The whole text of the incident's file. */
  readonly incidentText: string;
  readonly notes: readonly ParticipantNote[];
  /** Whom people named as its owner since the file was told of one; absent where they named nobody. */
  readonly newOwner?: string | undefined;
  /** What its pull request remembers; absent without one. */
  readonly memory?: RequestMemory | undefined;
  readonly linkOf: LinkOf;
  /** The page of an issue; null where it is not known. */
  readonly issueUrl: (number: number) => string | null;
};

/** Markdown of each part. */
export function renderParts(
  material: Material,
  items: readonly ActionItem[],
): Readonly<Record<BlockName, string>> {
  const { incident, incidentText, notes, linkOf, issueUrl } = material;
  return {
    facts: renderFacts(incident),
    timeline: `From [the incident](../../${incidentPath(incident.id)}), which has the room's whole story.\n\n${renderTimeline(incidentText, linkOf)}`,
    notes: renderNotes(incident.id, notes),
    actions: renderItems(items, issueUrl),
  };
}

function renderFacts(incident: Incident): string {
  const { at, services, components, tickets, severity, severityMax } = incident;
  const from = at.started ?? at.detected ?? at.declared;
  const until = at.mitigated ?? at.resolved;
  const lines = [
    ...(from === undefined ? [] : [`From ${shown(from)}${spanText(from, until)}.`]),
    `Severity: ${severityMax}${severity === severityMax ? '' : `, at the end ${severity}`}.`,
    ...(services.length === 0 ? [] : [`Services: ${services.join(', ')}.`]),
    ...Object.entries(components).map(
      ([component, status]) => `Component ${component}: ${status.replaceAll('_', ' ')}.`,
    ),
    ...(tickets.length === 0 ? [] : [`Customers' tickets: ${tickets.length}.`]),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function spanText(from: Instant, until: Instant | undefined): string {
  if (until === undefined) return ', not over';
  const minutes = Math.max(0, Math.round((toMs(until) - toMs(from)) / 60_000));
  const hours = Math.floor(minutes / 60);
  const span = hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
  const end =
    until.slice(0, 10) === from.slice(0, 10) ? until.slice(11, 16) : shown(until).slice(0, -4);
  return ` to ${end}, ${span}`;
}

function shown(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
