// Alerts of Dependabot, code scanning and secret scanning. The secret itself is never read.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import { buildSignal } from '../../build-signal.ts';
import { at, identity, instant, prose, text } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import { keyOf, labelsWith, readRepository, type Repository } from './payload.ts';

/** What the three products say in different places. */
type AlertFacts = {
  readonly product: 'dependabot' | 'code-scanning' | 'secret-scanning';
  readonly title: string | null;
  readonly description: string | null;
  readonly severity: string | null;
  readonly labels: (repository: Repository) => readonly LabelEntry[];
};

/** Reads an alert about a vulnerable dependency, also in its older form. */
export function dependencyAlertSignal(body: unknown): Parsed<Signal> {
  const alert = at(body, 'alert');
  const advisory = at(alert, 'security_advisory');
  const dependency =
    text(alert, 'dependency', 'package', 'name') ?? text(alert, 'affected_package_name');
  return alertSignal(body, {
    product: 'dependabot',
    title: text(advisory, 'summary') ?? dependency,
    description: prose(advisory, 'description'),
    severity:
      text(advisory, 'severity') ??
      text(alert, 'security_vulnerability', 'severity') ??
      text(alert, 'severity'),
    labels: (repository) =>
      labelsWith(repository, {
        dependency,
        manifest: text(alert, 'dependency', 'manifest_path'),
        scope: text(alert, 'dependency', 'scope'),
        ghsa: text(advisory, 'ghsa_id') ?? text(alert, 'ghsa_id'),
        cve: text(advisory, 'cve_id') ?? text(alert, 'external_identifier'),
      }),
  });
}

/** Reads an alert of code scanning. */
export function codeAlertSignal(body: unknown): Parsed<Signal> {
  const alert = at(body, 'alert');
  const rule = at(alert, 'rule');
  return alertSignal(body, {
    product: 'code-scanning',
    title: text(rule, 'description') ?? text(rule, 'name') ?? text(rule, 'id'),
    description: prose(alert, 'most_recent_instance', 'message', 'text'),
    severity: text(rule, 'security_severity_level') ?? text(rule, 'severity'),
    labels: (repository) =>
      labelsWith(repository, {
        rule: text(rule, 'id'),
        tool: text(alert, 'tool', 'name'),
        path: text(alert, 'most_recent_instance', 'location', 'path'),
        ref: text(alert, 'most_recent_instance', 'ref') ?? text(body, 'ref'),
      }),
  });
}

/** Reads an alert of secret scanning, which has no severity. */
export function secretAlertSignal(body: unknown): Parsed<Signal> {
  const alert = at(body, 'alert');
  const type = text(alert, 'secret_type_display_name') ?? text(alert, 'secret_type');
  return alertSignal(body, {
    product: 'secret-scanning',
    title: type === null ? null : `Secret found: ${type}`,
    description: null,
    severity: null,
    labels: (repository) =>
      labelsWith(repository, {
        secret_type: text(alert, 'secret_type'),
        validity: text(alert, 'validity'),
        resolution: text(alert, 'resolution'),
      }),
  });
}

function alertSignal(body: unknown, facts: AlertFacts): Parsed<Signal> {
  const repository = readRepository(body);
  if (repository.kind === 'invalid') return repository;
  const alert = at(body, 'alert');
  const number = identity(alert, 'number') ?? identity(alert, 'id');
  if (number === null) return unexpected(body, ['alert', 'number'], 'the number of an alert');
  const action = ACTIONS.get(text(body, 'action') ?? '') ?? 'update';
  const startedAt = instant(alert, 'created_at');
  const endedAt = action === 'resolve' ? endOf(alert) : null;
  return parsed(
    buildSignal({
      vendor: 'github',
      action,
      id: number,
      dedupKey: keyOf(repository.value, facts.product, number),
      title: facts.title ?? `Alert ${number}`,
      description: facts.description,
      severity: severityOf(facts.severity, SEVERITIES),
      severityRaw: facts.severity,
      status: text(alert, 'state') ?? text(body, 'action'),
      service: repository.value.name,
      startedAt,
      endedAt,
      occurredAt: endedAt ?? instant(alert, 'updated_at') ?? startedAt,
      links: [at(alert, 'html_url')],
      labels: [['product', facts.product], ...facts.labels(repository.value)],
    }),
  );
}

function endOf(alert: unknown): Signal['endedAt'] {
  const members = ['fixed_at', 'dismissed_at', 'auto_dismissed_at', 'resolved_at'];
  return members.map((member) => instant(alert, member)).find((found) => found !== null) ?? null;
}

const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['created', 'trigger'],
  ['create', 'trigger'],
  ['reopened', 'trigger'],
  ['reopen', 'trigger'],
  ['reopened_by_user', 'trigger'],
  ['reintroduced', 'trigger'],
  ['auto_reopened', 'trigger'],
  ['publicly_leaked', 'trigger'],
  ['fixed', 'resolve'],
  ['dismissed', 'resolve'],
  ['dismiss', 'resolve'],
  ['auto_dismissed', 'resolve'],
  ['closed_by_user', 'resolve'],
  ['resolved', 'resolve'],
  ['resolve', 'resolve'],
]);

const SEVERITIES: SeverityWords = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['error', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['warning', 'medium'],
  ['low', 'low'],
  ['note', 'info'],
]);
