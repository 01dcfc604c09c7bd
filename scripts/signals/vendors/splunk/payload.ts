// Narrows the body of Splunk's webhook alert action: a search and the first row of its result.
// https://docs.splunk.com/Documentation/Splunk/latest/Alert/Webhooks
import type { Instant } from '../../../model/instant.ts';
import {
  at,
  count,
  entries,
  identity,
  instant,
  isRecord,
  items,
  prose,
  text,
  unixInstant,
} from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { withoutMailAddresses } from '../../mail-addresses.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** A saved search that found something. */
export type SearchAlert = {
  /** The search; `sid` differs from run to run. */
  readonly search: string;
  readonly runId: string | null;
  readonly app: string | null;
  /** The first event, without the mail addresses in it; empty where the row is no event. */
  readonly event: string;
  readonly happenedAt: Instant | null;
  readonly count: number | null;
  readonly labels: readonly LabelEntry[];
  readonly fields: readonly LabelEntry[];
  readonly url: unknown;
};

/** Reads an alert; fails when neither its name nor its run names the search. */
export function readAlert(body: unknown): Parsed<SearchAlert> {
  const runId = identity(body, 'sid');
  const search = identity(body, 'search_name') ?? searchOfRun(runId ?? '');
  if (search === null) return unexpected(body, ['search_name'], 'the name of a saved search');
  const result = at(body, 'result');
  const app = text(body, 'app');
  const fields = [...entries(result), ...multivalued(result)].filter(
    ([key]) => !INTERNAL.test(key) && !PERSONAL.test(key),
  );
  return parsed({
    search,
    runId,
    app,
    event: withoutMailAddresses(prose(result, '_raw') ?? ''),
    happenedAt: unixInstant(result, '_time') ?? instant(result, '_time'),
    count: count(result, 'count'),
    labels: [...statedLabels({ app, search }), ...fields],
    fields,
    url: at(body, 'results_link'),
  });
}

/** Fields with several values, which arrive as lists. */
function multivalued(result: unknown): readonly LabelEntry[] {
  if (!isRecord(result)) return [];
  return Object.keys(result).flatMap((key) => {
    const values = items(result, key).flatMap((value) => text(value) ?? []);
    return values.length === 0 ? [] : [[key, values.join(',')] as const];
  });
}

/** Without its parts the whole name of a run stands for the search, except for what differs from run to run. */
function searchOfRun(runId: string): string | null {
  return SEARCH_OF_RUN.exec(runId)?.[1] ?? SCHEDULED_RUN.exec(runId)?.[1] ?? null;
}

/** Runs are named `scheduler__<owner>__<app>__<search>_at_<time>_…`, real-time ones `rt_…`. */
const SEARCH_OF_RUN =
  /^(?:rt_)?scheduler__(?:(?!__).){1,200}__(?:(?!__).){1,200}__(.{1,400})_at_\d{9,11}(?:_|$)/;
const SCHEDULED_RUN = /^(?:rt_)?scheduler_+(.{1,400})_at_\d{5,11}(?:_|$)/;
/** What Splunk adds to every event for itself. */
const INTERNAL = /^(?:_.*|date_.*|punct|linecount|timestartpos|timeendpos|tag::.*|eventtype)$/;
/** Fields that name people. */
const PERSONAL = /user|mail|owner|person|phone/i;
