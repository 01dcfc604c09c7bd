// The feed: what changed last, each entry with its permanent address.
import type { IncidentView, PublicView } from '../../../scripts/publication/view.ts';
import { incidentPath, publicAddress } from './links.ts';
import { PROGRESS_WORDS } from './words.ts';

/** More entries than this only slow down readers that ask every few minutes. */
export const FEED_LIMIT = 50;

/** One entry; the address is its identity and never changes. */
export type FeedEntry = {
  readonly title: string;
  readonly link: string;
  readonly pubDate: Date;
  readonly description: string;
  readonly content: string;
};

/** The newest entries first, by their latest update. */
export function feedEntries(view: PublicView): readonly FeedEntry[] {
  return view.incidents
    .toSorted(
      (left, right) =>
        changedAt(right).localeCompare(changedAt(left)) || left.id.localeCompare(right.id),
    )
    .slice(0, FEED_LIMIT)
    .map((incident) => ({
      title: `${PROGRESS_WORDS[incident.status]}: ${incident.title}`,
      link: publicAddress(view.page.url, incidentPath(incident.id)),
      pubDate: new Date(changedAt(incident)),
      description: incident.updates[0]?.text ?? incident.title,
      content: incident.updates[0]?.html ?? '',
    }));
}

function changedAt(incident: IncidentView): string {
  return incident.updates[0]?.at ?? incident.startedAt;
}
