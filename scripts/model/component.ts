/** Public states of a component, best first. */
export const COMPONENT_STATUSES = [
  'operational',
  'maintenance',
  'degraded',
  'partial_outage',
  'major_outage',
] as const;

/** The public state of a component. */
export type ComponentStatus = (typeof COMPONENT_STATUSES)[number];

/** What something is called in other languages, by language; what is missing is shown in the original. */
export type NameTranslations = Readonly<
  Record<string, { readonly name?: string; readonly description?: string }>
>;

/** A service's public face on the status page. */
export type Component = {
  readonly id: string;
  /** Ids that it had before, the oldest first; absent for none. */
  readonly former?: readonly string[];
  /** Ids of components that became a part of it; absent for none. */
  readonly merged?: readonly string[];
  readonly name: string;
  readonly description: string | null;
  readonly translations?: NameTranslations;
  /** `automatic` posts one fixed sentence when an incident opens; `manual` waits for a person. */
  readonly publish: 'automatic' | 'manual';
};

/** All ids under which its history and addresses go on: that of today first. */
export function idsOf({
  id,
  former = [],
  merged = [],
}: Pick<Component, 'id' | 'former' | 'merged'>): readonly string[] {
  return [id, ...former, ...merged];
}

/** The worse of two component states. */
export function worseStatus(left: ComponentStatus, right: ComponentStatus): ComponentStatus {
  return COMPONENT_STATUSES.indexOf(right) > COMPONENT_STATUSES.indexOf(left) ? right : left;
}
