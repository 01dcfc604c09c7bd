// The only sentences that Tocsin itself ever says in public: fixed words around a component's public name.
import { type Component, COMPONENT_STATUSES, type ComponentStatus } from '../model/component.ts';
import type { Instant } from '../model/instant.ts';
import type { IncidentSeverity } from '../model/severity.ts';

/** What an incident of a severity does to its component; null when customers would not notice. */
export function statusOf(severity: IncidentSeverity): ComponentStatus | null {
  return STATUS_OF[severity];
}

/** Title of an incident that opened by itself. */
export function automaticTitle(component: Component, status: ComponentStatus): string {
  return `${component.name}: ${NOUNS[status]}`;
}

/** Whether a title is one of those, and no person's words. */
export function isAutomaticTitle(component: Component, title: string): boolean {
  return COMPONENT_STATUSES.some((status) => automaticTitle(component, status) === title);
}

/** Said when a component begins to fail. */
export function failingWords(component: Component, status: ComponentStatus): string {
  return `We are looking into ${PHRASES[status]} of ${nameIn(component)}.`;
}

/** Said when every problem has ended. */
export function recoveredWords(component: Component): string {
  return `Our checks see ${nameIn(component)} working again; we keep watching.`;
}

/** Said when the quiet period is over. */
export function resolvedWords(component: Component, since: Instant): string {
  return `Our checks have seen ${nameIn(component)} working since ${since.slice(11, 16)} UTC; we consider this resolved.`;
}

/** Whether an update says nothing but such sentences of some components; then no person wrote it. */
export function isAutomaticText(components: readonly Component[], text: string): boolean {
  const rest = components
    .flatMap((component) => [
      recoveredWords(component),
      ...COMPONENT_STATUSES.map((status) => failingWords(component, status)),
    ])
    .reduce((left, sentence) => left.replaceAll(sentence, ''), text);
  return rest.trim() === '';
}

/** The component's name as Markdown that shows exactly it. */
function nameIn(component: Component): string {
  return component.name.replaceAll(/[\\`*_[\]<>&~]/g, '\\$&');
}

const STATUS_OF: Readonly<Record<IncidentSeverity, ComponentStatus | null>> = {
  sev1: 'major_outage',
  sev2: 'partial_outage',
  sev3: 'degraded',
  sev4: null,
};

const NOUNS: Readonly<Record<ComponentStatus, string>> = {
  operational: 'working',
  maintenance: 'maintenance',
  degraded: 'degraded performance',
  partial_outage: 'partial outage',
  major_outage: 'major outage',
};

const PHRASES: Readonly<Record<ComponentStatus, string>> = {
  operational: 'a problem',
  maintenance: 'maintenance',
  degraded: 'degraded performance',
  partial_outage: 'a partial outage',
  major_outage: 'a major outage',
};
