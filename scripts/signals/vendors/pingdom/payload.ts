// Narrows the webhook body of Pingdom's uptime and transaction checks.
// https://documentation.solarwinds.com/en/success_center/pingdom/content/topics/webhooks.htm
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, identity, prose, text, utcInstant } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** A change of a check's state. */
export type StateChange = {
  readonly checkId: string;
  readonly name: string | null;
  readonly state: string;
  readonly importance: string | null;
  readonly reason: string | null;
  readonly details: readonly (string | null)[];
  readonly changedAt: Instant | null;
  readonly host: string | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads a state change; fails without a check or without its state. */
export function readStateChange(body: unknown): Parsed<StateChange> {
  const checkId = identity(body, 'check_id');
  if (checkId === null) return unexpected(body, ['check_id'], 'the id of a check');
  const state = text(body, 'current_state');
  if (state === null) return unexpected(body, ['current_state'], 'the state of a check');
  const parameters = at(body, 'check_params');
  return parsed({
    checkId,
    name: text(body, 'check_name'),
    state,
    importance: text(body, 'importance_level'),
    reason: text(body, 'description'),
    details: [prose(body, 'long_description'), prose(body, 'custom_message')],
    changedAt:
      epochInstant(body, 'state_changed_timestamp') ?? utcInstant(body, 'state_changed_utc_time'),
    host: text(parameters, 'hostname'),
    labels: labelsOf(body),
    urls: [at(parameters, 'full_url'), at(parameters, 'url')],
  });
}

function labelsOf(body: unknown): readonly LabelEntry[] {
  return [
    ...tagLabels(tagsIn(at(body, 'tags'))),
    ...statedLabels({
      check_type: text(body, 'check_type'),
      port: text(body, 'check_params', 'port'),
      previous_state: text(body, 'previous_state'),
      probe: text(body, 'first_probe', 'location'),
    }),
  ];
}
