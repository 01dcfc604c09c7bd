import type { Incident } from '../model/incident.ts';

/** Problems that one incident lists at most; further ones are counted by the inbox and change no file. */
const MOST_PROBLEMS = 200;

/** Whether an incident has so many problems that its list is no longer complete, so that only people can end it. */
export function isStorm(incident: Incident): boolean {
  return Object.keys(incident.problems).length >= MOST_PROBLEMS;
}
