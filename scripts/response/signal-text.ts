import type { Decision } from '../model/decision.ts';
import { describeReport, isReport } from './report.ts';

/** A signal's own words for the people who work on it; it stands in a fence, never in structure. */
export function describeSignal(decision: Decision): string {
  if (isReport(decision)) return describeReport(decision);
  const { source, signal } = decision;
  const facts = [
    `source: ${source}`,
    ...line('severity', signal.severityRaw),
    ...line('status', signal.status),
    ...line('service', signal.service),
    ...line('environment', signal.environment),
    ...line('host', signal.host),
    ...line('started', signal.startedAt),
    ...signal.links.slice(0, 5).map((link) => `link: ${link}`),
  ];
  const description = signal.description === null ? [] : ['', shorten(signal.description)];
  return [signal.title, ...description, '', ...facts].join('\n');
}

const MOST = 2000;

function line(name: string, value: string | null): readonly string[] {
  return value === null ? [] : [`${name}: ${value}`];
}

function shorten(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST).toWellFormed()} …`;
}
