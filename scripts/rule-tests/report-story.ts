// What happened in a test, as lines for a terminal and as plain values.
import type { Incident } from '../model/incident.ts';
import type { Message } from '../response/desk.ts';
import { nameOf } from '../rules/destinations.ts';
import type { Decided, Excerpt, Story } from './story.ts';

/** Three lists, each with its head: incidents, messages, decisions. */
export function renderStory({ incidents, messages, decided }: Story): readonly string[] {
  return [
    ...list('incidents', incidents, describeIncident, 'after them'),
    ...list('told', messages, describeMessage, 'after them'),
    ...list('decided', decided, describeDecided, 'before them'),
  ];
}

/** The same as plain values. */
export function jsonOfStory({ incidents, messages, decided }: Story): object {
  return {
    incidents: incidents.shown.map((incident) => ({
      id: incident.id,
      services: incident.services,
      environment: incident.environment,
      severity: incident.severity,
      state: incident.state,
      owner: incident.owner.team,
      ...countsOf(incident),
      duplicate_of: incident.relations.duplicateOf ?? null,
      caused_by: incident.relations.causedBy,
    })),
    more_incidents: incidents.more,
    told: messages.shown.map((message) => ({
      at: message.at,
      to: nameOf(message.destination),
      ...(message.kind === 'call'
        ? { event: message.event, incident: message.incident, severity: message.severity }
        : { event: 'digest', counts: message.counts }),
    })),
    more_told: messages.more,
    decisions: decided.shown.map(({ decision, outcome }) => ({
      at: decision.receivedAt,
      source: decision.source,
      action: decision.signal.action,
      title: decision.signal.title,
      service: decision.resolution.service,
      team: decision.resolution.owner.team,
      severity: decision.severity,
      gated_by: decision.gatedBy?.id ?? null,
      outcome,
    })),
    more_decisions: decided.more,
  };
}

function list<Entry>(
  head: string,
  { shown, more }: Excerpt<Entry>,
  describe: (entry: Entry) => string,
  where: string,
): readonly string[] {
  const lines = [
    ...shown.map((entry) => `  ${describe(entry)}`),
    ...(more === 0 ? [] : [`  and ${more} more ${where}`]),
  ];
  return lines.length === 0 ? [`${head}: none`] : [`${head}:`, ...lines];
}

function describeIncident(incident: Incident): string {
  const { id, severity, state, owner, services } = incident;
  const { problems, firing } = countsOf(incident);
  const duplicate = incident.relations.duplicateOf;
  const doing = duplicate === undefined ? state : `duplicate of ${duplicate}`;
  return `${id}: ${severity}, ${doing}, ${owner.team}, ${services.length === 0 ? 'no service' : services.join(' ')}, ${firing} of ${problems} firing`;
}

function countsOf({ problems }: Incident): { readonly problems: number; readonly firing: number } {
  const all = Object.values(problems);
  return { problems: all.length, firing: all.filter(({ state }) => state === 'firing').length };
}

function describeMessage(message: Message): string {
  const to = nameOf(message.destination);
  if (message.kind === 'call')
    return `${message.at} ${to}: ${message.event} ${message.incident}, ${message.severity}`;
  const counts = message.counts.map(({ incident, count }) => `${incident} ${count}×`);
  return `${message.at} ${to}: digest, ${counts.join(', ')}`;
}

function describeDecided({ decision, outcome }: Decided): string {
  const { receivedAt, source, signal, severity, resolution } = decision;
  const undeclared = signal.service === null ? 'no service' : `${signal.service}, not declared,`;
  const who = `${resolution.service ?? undeclared} of ${resolution.owner.team}`;
  return `${receivedAt} ${source}, ${signal.action}: ${who}, ${severity}, ${outcomeOf(outcome)}`;
}

function outcomeOf(outcome: Decided['outcome']): string {
  switch (outcome?.kind) {
    case undefined:
      return 'only decided';
    case 'applied':
      return `changed ${outcome.incident}`;
    case 'collapsed':
      return outcome.incident === null ? 'known already' : `nothing new to ${outcome.incident}`;
    case 'gated':
      return `held back by ${outcome.reason}`;
    case 'ignored':
      return outcome.reason;
  }
}
