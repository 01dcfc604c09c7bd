// Everything public as JSON, in our own words: `/api/v1`. What a file says grows with neither the history nor the readers.
import { addMs } from '../model/instant.ts';
import { verdict } from '../publication/verdict.ts';
import type { ComponentView, IncidentView, PublicView, ScheduleView } from '../publication/view.ts';
import { textOf } from '../speech/phrase.ts';
import { speechOf } from '../speech/speech.ts';
import { addressesOf, postAddress, publicAddress } from '../publication/addresses.ts';
import { jsonFile, type OutputFile } from './output.ts';

/** Files that change with the state: an overview, one per component, and an index of the months. */
export function overviewFiles(view: PublicView): readonly OutputFile[] {
  return [
    jsonFile('api/v1/summary.json', () => summary(view)),
    ...view.groups.flatMap((group) =>
      group.components.flatMap((component) =>
        addressesOf(component).map((address) =>
          jsonFile(`api/v1/components/${address}.json`, () => ({
            schema: 'tocsin/component@1',
            ...head(view),
            component: { ...component, group: group.id },
            uptime_policy: view.uptimePolicy,
          })),
        ),
      ),
    ),
    jsonFile('api/v1/months.json', () => ({
      schema: 'tocsin/months@1',
      months: view.months.map(({ month, incidents }) => ({
        month,
        incidents: incidents.length,
        url: publicAddress(view.page.url, `api/v1/months/${month}.json`),
      })),
    })),
  ];
}

/** One file per month: what began in it, without the statements. */
export function monthFiles({ page, months }: PublicView): readonly OutputFile[] {
  return months.map(({ month, incidents }) =>
    jsonFile(`api/v1/months/${month}.json`, () => ({
      schema: 'tocsin/month@1',
      month,
      incidents: incidents.map((incident) => brief(incident, page.url)),
    })),
  );
}

/** One file per incident with all that was said. */
export function incidentFiles({ page, incidents }: PublicView): readonly OutputFile[] {
  return incidents.map((incident) =>
    jsonFile(`api/v1/incidents/${incident.id}.json`, () => ({
      schema: 'tocsin/incident-view@1',
      ...brief(incident, page.url),
      next_update_due: incident.nextUpdateDue,
      updates: incident.updates,
      postmortem: incident.postmortem,
      postmortem_published_at: incident.postmortemAt,
      ...(incident.translations === undefined ? {} : { translations: incident.translations }),
    })),
  );
}

function head({ page, builtAt, revision }: PublicView): object {
  return { page, built_at: builtAt, revision };
}

function summary(view: PublicView): object {
  const { page, state, groups, active, maintenance } = view;
  return {
    schema: 'tocsin/summary@1',
    ...head(view),
    state: {
      ...state,
      sentence: textOf(verdict(view, speechOf(page.languages[0] ?? 'en')).phrase),
    },
    groups: groups.map(({ id, name, description, translations, status, components }) => ({
      id,
      name,
      description,
      ...(translations === undefined ? {} : { translations }),
      status,
      components: components.map((component) => componentBrief(component, page.url)),
    })),
    incidents: active.map((incident) => brief(incident, page.url)),
    maintenance: [...maintenance.running, ...maintenance.upcoming].map((incident) =>
      brief(incident, page.url),
    ),
  };
}

function componentBrief(
  { id, name, description, translations, status, uptime }: ComponentView,
  url: string,
): object {
  return {
    id,
    name,
    description,
    ...(translations === undefined ? {} : { translations }),
    status,
    uptime_90_days: uptime,
    json: publicAddress(url, `api/v1/components/${id}.json`),
    badge: publicAddress(url, `components/${id}/badge.svg`),
    feed: publicAddress(url, `components/${id}/history.atom`),
    calendar: publicAddress(url, `components/${id}/calendar.ics`),
  };
}

function brief(incident: IncidentView, url: string): object {
  const { id, kind, title, status, impact, startedAt, endedAt, window, components, schedule } =
    incident;
  return {
    id,
    kind,
    title,
    status,
    impact,
    started_at: startedAt,
    ended_at: endedAt,
    components,
    window,
    schedule: schedule === null ? null : scheduleJson(schedule),
    url: postAddress(url, id),
    json: publicAddress(url, `api/v1/incidents/${id}.json`),
  };
}

/** Readers derive from `from` and `until` where a maintenance stands; `status` says it for the time of the build. */
function scheduleJson({ recurs, occurrences, reminders }: ScheduleView): object {
  return {
    recurs,
    occurrences: occurrences.map(({ startedAt, endedAt, ...occurrence }) => ({
      ...occurrence,
      started_at: startedAt,
      ended_at: endedAt,
      remind_at: reminders.map((minutes) => addMs(occurrence.from, -minutes * 60_000)),
    })),
  };
}
