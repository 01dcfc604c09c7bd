// How to connect CloudWatch through SNS, for docs/vendors/aws-cloudwatch-sns.md.
import type { VendorGuide } from '../../guide.ts';

/** Amazon CloudWatch alarms through Amazon SNS. */
export const guide = {
  setup: `1. **SNS → Topics → your topic → Create subscription**, protocol HTTPS, endpoint \`https://tocsin.example/hooks/aws-cloudwatch-sns\`. Leave raw message delivery off: raw messages carry no signature.
2. Set the scheme \`aws-sns\` and the ARN of the topic as \`TOCSIN_AWS_CLOUDWATCH_SNS_SECRET\`; every AWS account can sign, so only the topics that you list may speak.
3. SNS asks for a confirmation. The gateway gives it by itself after the request has proved its origin, by one visit to an address of SNS, and logs \`sns … subscription confirmed\`.
4. In each alarm add the topic to the actions for **In alarm** and for **OK**.`,
  extracts: [
    'Identity: the ARN of the alarm; of old alarms account, region and name. ALARM opens, OK ends, INSUFFICIENT_DATA is an update.',
    'Metric alarms, metric maths and composite alarms; alarm events that EventBridge sends to the topic.',
    'Title: name of the alarm. Description: reason of the change, and description of the alarm. Time: that of the change.',
    'Labels: dimensions, account, region, namespace, metric, previous state, rule of a composite alarm. Dimensions `Service` (`ServiceName`), `Environment` (`Env`, `Stage`), `Team` and `Host` are read.',
  ],
  unknown: [
    'Any severity: a rule must set it, for example by the name of the alarm.',
    'A link: no message holds one.',
    'The begin of an alarm, in its OK.',
    'Other messages of the topic (plain text, other AWS services): they are ignored with that reason.',
  ],
  retries:
    'By default three times at 20 s; a delivery policy may say more. The message id stays the same, by which Tocsin stores each message once. It answers 202, 4xx to what it refuses, 503 while it cannot store.',
  source: [
    'Amazon SNS developer guide: HTTP/HTTPS endpoints, Verifying message signatures',
    'Amazon CloudWatch user guide: Notifying users on alarm changes, Alarm events and EventBridge',
  ],
} as const satisfies VendorGuide;
