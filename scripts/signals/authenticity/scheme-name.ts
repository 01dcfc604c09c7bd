/** The name of a scheme, as a source's configuration writes it. */
export type SchemeName =
  | 'aws-sns'
  | 'basic'
  | 'bearer'
  | 'entra'
  | 'github'
  | 'grafana'
  | 'header-secret'
  | 'honeycomb'
  | 'intercom'
  | 'jira'
  | 'pagerduty'
  | 'path-token'
  | 'rapid7-insightops'
  | 'sentry'
  | 'standard-webhooks'
  | 'statuscake'
  | 'zendesk';
