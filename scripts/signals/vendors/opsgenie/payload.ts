// Narrows the webhook body of Opsgenie, which alerts of Jira Service Management keep.
// https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/
import { instantFromMs, type Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, entries, identity, items, prose, text } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { labelNamed, tagLabels, tagsIn } from '../../tags.ts';

/** Something that was done to an alert. Names, user ids and addresses of people are not read. */
export type AlertAction = {
  /** For example `Create`; users may define actions with names of their own. */
  readonly action: string;
  readonly id: string;
  readonly message: string | null;
  /** The alert's description, else the note that came with the action. */
  readonly description: string | null;
  /** `P1` to `P5`, or the number alone. */
  readonly priority: string | null;
  readonly entity: string | null;
  readonly team: string | null;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  /** Values that may be links. */
  readonly urls: readonly unknown[];
};

/** Reads a body; fails without an action or an alert. */
export function readAlertAction(body: unknown): Parsed<AlertAction> {
  const alert = at(body, 'alert');
  const action = text(body, 'action');
  if (action === null) return unexpected(body, ['action'], 'what was done to the alert');
  const alias = identity(alert, 'alias');
  const id = identity(alert, 'alertId') ?? identity(alert, 'id') ?? alias;
  if (id === null) return unexpected(body, ['alert', 'alertId'], 'the id of an alert');
  const details = entries(alert, 'details');
  return parsed({
    action,
    id,
    message: text(alert, 'message'),
    description: prose(alert, 'description') ?? prose(alert, 'note'),
    priority: text(alert, 'priority'),
    entity: text(alert, 'entity'),
    team: teamOf(alert) ?? labelNamed(details, 'team'),
    createdAt: epochInstant(alert, 'createdAt'),
    updatedAt: nanosecondInstant(alert, 'updatedAt'),
    labels: [
      // First, since nobody may speak in the name of the alert's own alias.
      ...entries(alert).filter(([key]) => LABEL_KEYS.has(key)),
      ...details,
      ...tagLabels(tagsIn(at(alert, 'tags'))),
      ...entries({ integration: at(body, 'integrationName') }),
    ],
    urls: details.map(([, value]) => value),
  });
}

/** Teams come as names, as objects, or as ids, which name nobody. */
function teamOf(alert: unknown): string | null {
  const responders = items(alert, 'responders').filter((one) => text(one, 'type') === 'team');
  const candidates = [at(alert, 'team'), ...items(alert, 'teams'), ...responders];
  const names = candidates.map((one) => text(one) ?? text(one, 'name'));
  return names.find((name) => name !== null && !UUID.test(name)) ?? null;
}

/** The first 13 digits of nanoseconds are milliseconds, whatever the engine rounded behind them. */
function nanosecondInstant(value: unknown, key: string): Instant | null {
  const digits = text(value, key) ?? '';
  if (NANOSECONDS.test(digits)) return instantFromMs(Number(digits.slice(0, 13)));
  return epochInstant(value, key);
}

const LABEL_KEYS: ReadonlySet<string> = new Set([
  'alias',
  'tinyId',
  'oldPriority',
  'escalationName',
]);
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const NANOSECONDS = /^\d{19}$/;
