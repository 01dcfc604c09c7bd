// Narrows what Grafana adds to the body of Alertmanager, and the body of its legacy alerting.
// https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
import { at, entries, identity, items, prose, text, type Path } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { readAlert, type Alert } from '../prometheus-alertmanager/payload.ts';

/** One instance of a rule of unified alerting (Grafana 8 and later). */
export type GrafanaAlert = Alert & { readonly title: string };

/** One notification of legacy alerting (Grafana 7 and older): one rule with one state. */
export type LegacyAlert = {
  readonly ruleId: string | null;
  readonly identity: string;
  readonly state: string;
  readonly title: string | null;
  readonly description: string;
  /** Series that match; null where none is listed. */
  readonly count: number | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads the alert at a path: Alertmanager's fields, Grafana's addresses and the measured values. */
export function readGrafanaAlert(body: unknown, path: Path): Parsed<GrafanaAlert> {
  const reading = readAlert(body, path);
  if (reading.kind === 'invalid') return reading;
  const alert = reading.value;
  const source = at(body, ...path);
  const base = text(body, 'externalURL');
  const lines = [alert.description ?? alert.summary, valuesOf(source)];
  return parsed({
    ...alert,
    title: titleOf(alert),
    description: lines.filter((line) => line !== null).join('\n'),
    urls: [
      ...[...alert.urls, at(source, 'dashboardURL'), at(source, 'panelURL')].map((url) =>
        absolute(url, base),
      ),
      at(source, 'silenceURL'),
      at(source, 'imageURL'),
      base,
    ],
  });
}

/** Whether a body comes from legacy alerting. */
export function isLegacy(body: unknown): boolean {
  return at(body, 'alerts') === undefined && at(body, 'state') !== undefined;
}

/** Reads a legacy notification. Rule and organisation may be 0; versions before 6.4 lack the latter. */
export function readLegacyAlert(body: unknown): Parsed<LegacyAlert> {
  const state = text(body, 'state');
  if (state === null) return unexpected(body, ['state'], 'the state of a rule');
  const ruleId = identity(body, 'ruleId');
  const rule = ruleId ?? identity(body, 'ruleName');
  if (rule === null) return unexpected(body, ['ruleId'], 'the id of a rule');
  const matches = items(body, 'evalMatches');
  const onlyMatch = matches.length === 1 ? entries(matches[0], 'tags') : [];
  const values = matches.map((match) =>
    [text(match, 'metric'), text(match, 'value')].filter((part) => part !== null).join(': '),
  );
  return parsed({
    ruleId,
    identity: `${identity(body, 'orgId') ?? ''}:${rule}`,
    state,
    title: text(body, 'title') ?? text(body, 'ruleName'),
    description: [prose(body, 'message') ?? '', ...values].join('\n'),
    count: matches.length === 0 ? null : matches.length,
    labels: [...entries(body, 'tags'), ...onlyMatch],
    urls: [at(body, 'ruleUrl'), at(body, 'imageUrl')],
  });
}

/** The rule's name and its author's sentence; Grafana's own names (NoData, Error) stand before the rule's. */
function titleOf({ name, summary, labels, identity: key }: Alert): string {
  const parts = [name, text(labels, 'rulename'), summary].filter((part) => part !== null);
  const distinct = parts.filter(
    (part, index) => !parts.some((other, later) => later > index && other.includes(part)),
  );
  return distinct.length === 0 ? `Alert ${key}` : distinct.join(': ');
}

/** Whether a notification is that of the test button, which looks like any other. */
export function isTest(body: unknown): boolean {
  const isTestAlert = items(body, 'alerts').some(
    (alert) =>
      text(alert, 'labels', 'alertname') === 'TestAlert' &&
      text(alert, 'labels', 'instance') === 'Grafana',
  );
  return isTestAlert || (isLegacy(body) && text(body, 'ruleId') === '0');
}

/** `values` may be null; NaN and infinities arrive as text. Old versions have only `valueString`. */
function valuesOf(alert: unknown): string | null {
  const values = entries(alert, 'values').map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? text(alert, 'valueString') : values.join(', ');
}

function absolute(url: unknown, base: string | null): unknown {
  if (typeof url !== 'string' || !url.startsWith('/') || base === null) return url;
  return URL.parse(url, base)?.href;
}
