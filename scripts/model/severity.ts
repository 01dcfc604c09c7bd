/** Severities of incidents, worst first. */
export const INCIDENT_SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4'] as const;

/** How bad an incident is; sev1 is the worst. */
export type IncidentSeverity = (typeof INCIDENT_SEVERITIES)[number];

/** Whether `left` is worse than `right`. */
export function isWorse(left: IncidentSeverity, right: IncidentSeverity): boolean {
  return INCIDENT_SEVERITIES.indexOf(left) < INCIDENT_SEVERITIES.indexOf(right);
}

/** The worse of two severities. */
export function worse(left: IncidentSeverity, right: IncidentSeverity): IncidentSeverity {
  return isWorse(right, left) ? right : left;
}

/** Whether it is worked on at once, without anybody looking first whether it is worth it. */
export function isMajor(severity: IncidentSeverity): boolean {
  return severity === 'sev1' || severity === 'sev2';
}
