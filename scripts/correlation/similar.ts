// Earlier incidents that this one looks like, for whoever asks: did we have this before, and what helped?
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';

/** An earlier incident, and what it has in common. */
export type Similar = {
  readonly incident: Incident;
  readonly score: number;
  /** What speaks for it, in words. */
  readonly reasons: readonly string[];
};

/** The most similar earlier incidents, at most five, the most similar first and of those the newest. */
export function similarTo(incident: Incident, others: readonly Incident[]): readonly Similar[] {
  const begun = startOf(incident);
  return others
    .filter((other) => other.id !== incident.id && other.kind === 'incident')
    .filter((other) => other.state !== 'duplicate' && other.state !== 'declined')
    .filter((other) => startOf(other) < begun)
    .map((other) => compare(incident, other))
    .filter(({ score }) => score >= ENOUGH)
    .toSorted(
      (left, right) =>
        right.score - left.score || (startOf(left.incident) < startOf(right.incident) ? 1 : -1),
    )
    .slice(0, MOST);
}

/** The same group or service says enough; a shared category alone does not. */
const ENOUGH = 4;
const MOST = 5;

function compare(incident: Incident, other: Incident): Similar {
  const shared = incident.services.filter((service) => other.services.includes(service));
  const points: readonly (readonly [string, number])[] = [
    ['same group of signals', incident.group !== null && incident.group === other.group ? 4 : 0],
    ['same service', shared.length > 0 ? 4 : 0],
    ['same category', incident.category === other.category ? 2 : 0],
    ['same owner', isSameCell(incident, other) ? 1 : 0],
    ['same component', sharesComponent(incident, other) ? 1 : 0],
    ['same environment', incident.environment === other.environment ? 0.5 : 0],
  ];
  const counted = points.filter(([, score]) => score > 0);
  return {
    incident: other,
    score: counted.reduce((sum, [, score]) => sum + score, 0),
    reasons: counted.filter(([, score]) => score >= 1).map(([reason]) => reason),
  };
}

function isSameCell({ owner }: Incident, { owner: other }: Incident): boolean {
  return owner.team === other.team && owner.function === other.function;
}

function sharesComponent({ components }: Incident, other: Incident): boolean {
  return Object.keys(components).some((id) => Object.hasOwn(other.components, id));
}

function startOf({ at, id }: Incident): Instant {
  return at.declared ?? at.detected ?? at.started ?? `${id.slice(0, 10)}T00:00:00.000Z`;
}
