// The samples with one text wherever people may write: what pages make of it is judged in a browser.
import type { IncidentView, PublicView } from '../../scripts/publication/view.ts';
import type { OrganisationState } from '../../scripts/validation/load.ts';
import { exampleState } from './sample-inside.ts';

/** Words that no line of a phone holds: a class's name, a compound word and an address, as people paste them. */
export const LONG_WORDS = [
  'java.lang.NullPointerException@com.example.payments.settlement.SettlementBatchProcessorFactory',
  'Kraftfahrzeughaftpflichtversicherungsbestätigung',
  `https://larder.example/${'reconciliation-of-supplier-payments/'.repeat(2)}?order=0123456789`,
].join(' ');

/** The example organisation with `text` in every internal field. */
export function organisationSaying(text: string): OrganisationState {
  const { organisation, incidents, postmortems } = exampleState();
  const named = { name: text, description: text };
  const { rules, products } = organisation;
  return {
    organisation: {
      ...organisation,
      functions: organisation.functions.map((each) => ({ ...each, name: text })),
      products: products.map((product) => ({
        ...product,
        ...named,
        services: product.services.map((service) => ({ ...service, ...named })),
      })),
      services: new Map(
        [...organisation.services].map(([id, each]) => [id, { ...each, ...named }]),
      ),
      teams: new Map(
        [...organisation.teams].map(([id, each]) => [
          id,
          { ...each, name: text, mission: text, lead: text },
        ]),
      ),
      schedules: new Map(
        [...organisation.schedules].map(([id, each]) => [id, { ...each, name: text }]),
      ),
      stakeholders: organisation.stakeholders.map((each) => ({ ...each, name: text })),
      rules: {
        ...rules,
        severity: rules.severity.map((each) => ({ ...each, description: text })),
      },
    },
    incidents: incidents.map((each) => ({ ...each, title: text, roles: { lead: text } })),
    bodies: new Map(
      incidents.map(({ id }) => [
        id,
        `${text}\n\n## Summary\n\n${text}\n\n<img src=x onerror=alert(1)>\n\n## Timeline\n\n- ${text} [x](javascript:alert(1))\n- ~~${text}~~\n\n| Seen | By |\n|---|---|\n| ${text} | [x](javascript:alert(1)) |\n`,
      ]),
    ),
    unreadable: [],
    postmortems: postmortems.map((each) => ({
      ...each,
      owner: text,
      actionItems: each.actionItems.map((item) => ({ ...item, title: text, assignee: text })),
      report: {
        text: `${text}\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))`,
        factors: [{ category: text, text }],
      },
    })),
  };
}

/** A public view with `text` in every field of people; what is drawn of it stays. */
export function viewSaying(view: PublicView, text: string): PublicView {
  const said = (incident: IncidentView): IncidentView => incidentSaying(incident, text);
  const { running, upcoming, cancelled } = view.maintenance;
  return {
    ...view,
    page: {
      ...view.page,
      name: text,
      support: text,
      brand: { ...view.page.brand, links: [{ text, url: 'https://larder.example' }] },
    },
    groups: view.groups.map((group) => ({
      ...group,
      name: text,
      description: text,
      components: group.components.map((each) => ({ ...each, name: text, description: text })),
    })),
    active: view.active.map(said),
    maintenance: {
      running: running.map(said),
      upcoming: upcoming.map(said),
      cancelled: cancelled.map(said),
    },
    recent: view.recent.map((day) => ({ ...day, incidents: day.incidents.map(said) })),
    months: view.months.map((month) => ({ ...month, incidents: month.incidents.map(said) })),
    incidents: view.incidents.map(said),
  };
}

function incidentSaying(incident: IncidentView, text: string): IncidentView {
  const html = `<p>${text}</p><pre><code>${text}</code></pre><ul><li>${text}</li></ul>`;
  return {
    ...incident,
    title: text,
    components: incident.components.map((each) => ({ ...each, name: text })),
    updates: incident.updates.map((update) => ({ ...update, html, text })),
    postmortem: incident.postmortem === null ? null : html,
    postmortemText: incident.postmortem === null ? null : text,
    translations: {},
  };
}
