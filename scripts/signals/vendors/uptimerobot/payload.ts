// Narrows the webhook body of UptimeRobot: its variables as JSON or form, under keys as users wrote
// them. https://help.uptimerobot.com/en/articles/14498593-webhook-integration
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, identity, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { firstStated, looseFields, withFlatMembers } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** A message about a monitor. */
export type MonitorAlert = {
  /** The id, else the address, else the name. */
  readonly monitor: string;
  readonly name: string;
  readonly type: AlertType;
  /** The tool's word for the type. */
  readonly typeName: string;
  readonly details: string | null;
  readonly happenedAt: Instant | null;
  readonly host: string | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** What `alertType` 1 to 4 say; anything else is `other`. */
export type AlertType = 'down' | 'up' | 'certificate' | 'domain' | 'other';

/** Reads a message; fails without a monitor or without what happened to it. */
export function readAlert(body: unknown): Parsed<MonitorAlert> {
  const fields = looseFields(withFlatMembers(body, 'monitor', 'alert'));
  const address = text(fields, 'monitorurl');
  const name = text(fields, 'monitorfriendlyname') ?? text(fields, 'monitorname');
  const monitor = identity(fields, 'monitorid') ?? address ?? name;
  if (monitor === null) return unexpected(body, ['monitorID'], 'the id of a monitor');
  const number = text(fields, 'alerttype');
  const typeName = text(firstStated(fields, 'alertTypeFriendlyName', 'alert_name')) ?? number;
  if (typeName === null) return unexpected(body, ['alertType'], 'the type of an alert');
  return parsed({
    monitor,
    name: name ?? address ?? `Monitor ${monitor}`,
    type: TYPES.get(number ?? '') ?? TYPES.get(typeName.toLowerCase()) ?? 'other',
    typeName,
    details: prose(fields, 'alertdetails'),
    happenedAt: epochInstant(fields, 'alertdatetime'),
    host: address !== null && !address.includes('://') ? address : null,
    labels: labelsOf(fields),
    urls: [address, at(fields, 'monitordashboardurl'), at(fields, 'dashboardurl')],
  });
}

function labelsOf(fields: unknown): readonly LabelEntry[] {
  const tags = tagsIn(at(fields, 'monitortags') ?? at(fields, 'tags'));
  return [
    ...tagLabels(tags),
    ...statedLabels({
      monitor_type: text(fields, 'monitortype'),
      group: text(fields, 'monitorgroup') ?? text(fields, 'group'),
      http_status: text(fields, 'httpstatuscode'),
      duration: text(fields, 'alertfriendlyduration'),
      ssl_expiry_days_left: text(fields, 'sslexpirydaysleft'),
    }),
  ];
}

const TYPES: ReadonlyMap<string, AlertType> = new Map<string, AlertType>([
  ['1', 'down'],
  ['2', 'up'],
  ['3', 'certificate'],
  ['4', 'domain'],
  ['down', 'down'],
  ['up', 'up'],
]);
