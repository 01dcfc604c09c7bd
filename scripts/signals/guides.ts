// All guides, for the pages in docs/vendors. A new vendor is one line here, beside `registry.ts`.
import type { VendorGuide } from './guide.ts';
import type { VendorId } from './registry.ts';
import { guide as awsCloudwatchSns } from './vendors/aws-cloudwatch-sns/guide.ts';
import { guide as azureDevOps } from './vendors/azure-devops/guide.ts';
import { guide as azureMonitor } from './vendors/azure-monitor/guide.ts';
import { guide as betterStack } from './vendors/better-stack/guide.ts';
import { guide as cloudevents } from './vendors/cloudevents/guide.ts';
import { guide as datadog } from './vendors/datadog/guide.ts';
import { guide as dynatrace } from './vendors/dynatrace/guide.ts';
import { guide as elasticKibana } from './vendors/elastic-kibana/guide.ts';
import { guide as github } from './vendors/github/guide.ts';
import { guide as googleCloudMonitoring } from './vendors/google-cloud-monitoring/guide.ts';
import { guide as grafana } from './vendors/grafana/guide.ts';
import { guide as honeycomb } from './vendors/honeycomb/guide.ts';
import { guide as intercom } from './vendors/intercom/guide.ts';
import { guide as jiraServiceManagement } from './vendors/jira-service-management/guide.ts';
import { guide as nagiosXi } from './vendors/nagios-xi/guide.ts';
import { guide as newrelic } from './vendors/newrelic/guide.ts';
import { guide as opsgenie } from './vendors/opsgenie/guide.ts';
import { guide as pagerduty } from './vendors/pagerduty/guide.ts';
import { guide as pingdom } from './vendors/pingdom/guide.ts';
import { guide as prometheusAlertmanager } from './vendors/prometheus-alertmanager/guide.ts';
import { guide as rapid7InsightOps } from './vendors/rapid7-insightops/guide.ts';
import { guide as sentry } from './vendors/sentry/guide.ts';
import { guide as splunk } from './vendors/splunk/guide.ts';
import { guide as statuscake } from './vendors/statuscake/guide.ts';
import { guide as uptimeKuma } from './vendors/uptime-kuma/guide.ts';
import { guide as uptimerobot } from './vendors/uptimerobot/guide.ts';
import { guide as xmatters } from './vendors/xmatters/guide.ts';
import { guide as zabbix } from './vendors/zabbix/guide.ts';
import { guide as zendesk } from './vendors/zendesk/guide.ts';

/** The guide of every registered vendor, by its id. */
export const guides = {
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
} satisfies Record<VendorId, VendorGuide>;
