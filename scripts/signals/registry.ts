// All vendors. A new one is a folder and one line here.
import type { SignalAdapter } from './adapter.ts';
import { pagerduty } from './vendors/pagerduty/pagerduty.ts';
import { prometheusAlertmanager } from './vendors/prometheus-alertmanager/prometheus-alertmanager.ts';
import { sentry } from './vendors/sentry/sentry.ts';

/** Every vendor that Tocsin understands, by id. */
export const vendors = {
  pagerduty,
  'prometheus-alertmanager': prometheusAlertmanager,
  sentry,
} satisfies Record<string, SignalAdapter>;

/** The adapter of a vendor; undefined for an id that nobody registered. */
export function findVendor(id: string): SignalAdapter | undefined {
  return VENDORS_BY_ID.get(id);
}

const VENDORS_BY_ID: ReadonlyMap<string, SignalAdapter> = new Map(Object.entries(vendors));
