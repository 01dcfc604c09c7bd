// Announced work on a service, on its component, or on something that it cannot do without.
import { idsOf } from '../model/component.ts';
import { explain } from '../correlation/graph.ts';
import { occurrenceAt } from '../maintenance/occurrences.ts';
import { incidentPath } from '../model/history-path.ts';
import type { Instant } from '../model/instant.ts';
import type { Maintenance } from '../model/standing.ts';
import { type GateAnswer, type GateQuery, remark } from './gate.ts';

/** Whether what fails is expected to fail now. */
export function askMaintenance(query: GateQuery): GateAnswer {
  const {
    organisation: { services },
    standing,
    observation: { receivedAt },
    service,
    environment,
  } = query;
  const running = standing.maintenances.flatMap((each) => {
    if (each.environment !== environment) return [];
    const until = occurrenceAt(each.window, receivedAt)?.until;
    return until === undefined ? [] : [{ ...each, until }];
  });
  if (running.length === 0 || service === null) return SILENT;
  const covering = (id: string): Running | undefined => {
    const component = services.get(id)?.component ?? null;
    const names = component === null ? [] : idsOf(component);
    return running.find(
      (each) => each.services.includes(id) || names.some((name) => each.components.includes(name)),
    );
  };
  const own = covering(service);
  if (own !== undefined) return held(query, own, () => `${own.id} is running until ${shown(own)}`);
  const [root] = explain(services, service, (id) => covering(id) !== undefined).toSorted(
    (left, right) => (left.id < right.id ? -1 : 1),
  );
  const cause = root === undefined ? undefined : covering(root.id);
  if (root === undefined || cause === undefined) return SILENT;
  return held(
    query,
    cause,
    () => `${cause.id} is running until ${shown(cause)} and covers ${root.path.join(' → ')}`,
  );
}

/** A work with the end of the time that it takes place in. */
type Running = Maintenance & { readonly until: Instant };

const SILENT: GateAnswer = { reason: null, notes: [] };

function held(query: GateQuery, { id }: Maintenance, words: () => string): GateAnswer {
  const place = { file: incidentPath(id), line: 1, column: 1, length: 1 };
  return {
    reason: { kind: 'maintenance', id, team: null, place },
    notes: remark(query, place, words),
  };
}

function shown({ until }: Running): string {
  return `${until.slice(0, 16)}Z`;
}
