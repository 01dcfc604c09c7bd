// Where the history of an organisation lies: a file for each incident and for each post-mortem, by year.

/** The folder of incidents. */
export const INCIDENTS = 'incidents';
/** The folder of what was learned of them. */
export const POSTMORTEMS = 'postmortems';

/** The folders of what happened and of what was learned of it. */
export const HISTORY = [INCIDENTS, POSTMORTEMS] as const;

/** The path of an incident's file. */
export function incidentPath(id: string): string {
  return pathIn(INCIDENTS, id);
}

/** The path of an incident's post-mortem. */
export function postmortemPath(incident: string): string {
  return pathIn(POSTMORTEMS, incident);
}

function pathIn(folder: string, id: string): string {
  return `${folder}/${id.slice(0, 4)}/${id}.md`;
}

/** Whether a path lies among incidents. */
export function isIncidentPath(path: string): boolean {
  return path.startsWith(`${INCIDENTS}/`);
}

/** Whether a path lies among post-mortems. */
export function isPostmortemPath(path: string): boolean {
  return path.startsWith(`${POSTMORTEMS}/`);
}

/** Whether a path lies among incidents or post-mortems; every other one says how things are decided. */
export function isHistoryPath(path: string): boolean {
  return isIncidentPath(path) || isPostmortemPath(path);
}

/** Whether a path names an incident's or a post-mortem's file in the only way in which programs write one. */
export function isHistoryFile(path: string): boolean {
  return WRITTEN.test(path);
}

const WRITTEN = new RegExp(
  String.raw`^(?:${HISTORY.join('|')})/\d{4}/\d{4}-\d{2}-\d{2}-[a-z](?:-?[a-z0-9])*\.md$`,
);

/** The incident of whose file or post-mortem a path tells, also from the top of a larger repository; null for all else. */
export function incidentOfPath(path: string): string | null {
  return NAMED.exec(path)?.[1] ?? null;
}

const NAMED = new RegExp(String.raw`(?:^|/)(?:${HISTORY.join('|')})/\d{4}/([^/]+)\.md$`);
