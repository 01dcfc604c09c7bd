// All vendors. A new one is a folder and one line here.
import type { SignalAdapter } from './adapter.ts';
import { awsCloudwatchSns } from './vendors/aws-cloudwatch-sns/aws-cloudwatch-sns.ts';
import { azureDevOps } from './vendors/azure-devops/azure-devops.ts';
import { azureMonitor } from './vendors/azure-monitor/azure-monitor.ts';
import { betterStack } from './vendors/better-stack/better-stack.ts';
import { cloudevents } from './vendors/cloudevents/cloudevents.ts';
import { datadog } from './vendors/datadog/datadog.ts';
import { dynatrace } from './vendors/dynatrace/dynatrace.ts';
import { elasticKibana } from './vendors/elastic-kibana/elastic-kibana.ts';
import { github } from './vendors/github/github.ts';
import { googleCloudMonitoring } from './vendors/google-cloud-monitoring/google-cloud-monitoring.ts';
import { grafana } from './vendors/grafana/grafana.ts';
import { honeycomb } from './vendors/honeycomb/honeycomb.ts';
import { intercom } from './vendors/intercom/intercom.ts';
import { jiraServiceManagement } from './vendors/jira-service-management/jira-service-management.ts';
import { nagiosXi } from './vendors/nagios-xi/nagios-xi.ts';
import { newrelic } from './vendors/newrelic/newrelic.ts';
import { opsgenie } from './vendors/opsgenie/opsgenie.ts';
import { pagerduty } from './vendors/pagerduty/pagerduty.ts';
import { pingdom } from './vendors/pingdom/pingdom.ts';
import { prometheusAlertmanager } from './vendors/prometheus-alertmanager/prometheus-alertmanager.ts';
import { rapid7InsightOps } from './vendors/rapid7-insightops/rapid7-insightops.ts';
import { sentry } from './vendors/sentry/sentry.ts';
import { splunk } from './vendors/splunk/splunk.ts';
import { statuscake } from './vendors/statuscake/statuscake.ts';
import { uptimeKuma } from './vendors/uptime-kuma/uptime-kuma.ts';
import { uptimerobot } from './vendors/uptimerobot/uptimerobot.ts';
import { xmatters } from './vendors/xmatters/xmatters.ts';
import { zabbix } from './vendors/zabbix/zabbix.ts';
import { zendesk } from './vendors/zendesk/zendesk.ts';

/** Every vendor that Tocsin understands, by id. */
export const vendors = {
  'aws-cloudwatch-sns': awsCloudwatchSns,
  'azure-devops': azureDevOps,
  'azure-monitor': azureMonitor,
  'better-stack': betterStack,
  cloudevents,
  datadog,
  dynatrace,
  'elastic-kibana': elasticKibana,
  github,
  'google-cloud-monitoring': googleCloudMonitoring,
  grafana,
  honeycomb,
  intercom,
  'jira-service-management': jiraServiceManagement,
  'nagios-xi': nagiosXi,
  newrelic,
  opsgenie,
  pagerduty,
  pingdom,
  'prometheus-alertmanager': prometheusAlertmanager,
  'rapid7-insightops': rapid7InsightOps,
  sentry,
  splunk,
  statuscake,
  'uptime-kuma': uptimeKuma,
  uptimerobot,
  xmatters,
  zabbix,
  zendesk,
} satisfies Record<string, SignalAdapter>;

/** The id of a registered vendor. */
export type VendorId = keyof typeof vendors;

/** The adapter of a vendor; undefined for an id that nobody registered. */
export function findVendor(id: string): SignalAdapter | undefined {
  return VENDORS_BY_ID.get(id);
}

const VENDORS_BY_ID: ReadonlyMap<string, SignalAdapter> = new Map(Object.entries(vendors));
