// The name under which other tools know our incidents. Tools that are source and channel at once send it back.

/**
 * The key of an incident in other tools: PagerDuty's `dedup_key`, Opsgenie's alias, xMatters' property `tocsin_key`, a
 * label in Jira. It is made of the incident alone, so that repeats meet the same thing there.
 */
export function outgoingKey(incident: string): string {
  return `${PREFIX}${incident}`;
}

/** The incident that a key names; null for everybody else's keys. */
export function incidentOfKey(key: string): string | null {
  const incident = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : '';
  return incident.length <= MOST && INCIDENT.test(incident) ? incident : null;
}

const PREFIX = 'tocsin:';
/** As long as an incident's id may be. */
const MOST = 100;
const INCIDENT = /^\d{4}-\d{2}-\d{2}-[a-z](?:-?[a-z0-9])*$/;
