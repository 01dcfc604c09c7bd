// How to connect Zabbix, for docs/vendors/zabbix.md.
import type { VendorGuide } from '../../guide.ts';

/** Zabbix. */
export const guide = {
  setup: `1. **Alerts → Media types** → Create media type → Webhook. Parameters (name: value):

   \`\`\`text
   url: https://tocsin.example/hooks/zabbix
   token: {$TOCSIN_ZABBIX_SECRET}
   event_id: {EVENT.ID}
   event_source: {EVENT.SOURCE}
   event_value: {EVENT.VALUE}
   event_name: {EVENT.NAME}
   event_severity: {EVENT.SEVERITY}
   event_timestamp: {EVENT.TIMESTAMP}
   event_recovery_timestamp: {EVENT.RECOVERY.TIMESTAMP}
   event_update_status: {EVENT.UPDATE.STATUS}
   event_update_action: {EVENT.UPDATE.ACTION}
   event_tags: {EVENT.TAGSJSON}
   event_opdata: {EVENT.OPDATA}
   host_name: {HOST.NAME}
   host_ip: {HOST.IP}
   trigger_id: {TRIGGER.ID}
   trigger_description: {TRIGGER.DESCRIPTION}
   trigger_url: {TRIGGER.URL}
   \`\`\`

   The global macro \`{$TOCSIN_ZABBIX_SECRET}\` (secret text) holds the same value as the variable.
2. Script:

   \`\`\`js
   const fields = JSON.parse(value);
   const request = new HttpRequest();
   request.addHeader('Content-Type: application/json');
   request.addHeader('Authorization: Bearer ' + fields.token);
   const url = fields.url;
   delete fields.token;
   delete fields.url;
   const answer = request.post(url, JSON.stringify(fields));
   if (request.getStatus() !== 202) throw 'Tocsin answered ' + request.getStatus() + ': ' + answer;
   return 'OK';
   \`\`\`

3. Add message templates for problem, recovery and update, give a user this media type, and add recovery and update operations to the trigger action.
4. The test of a media type sends the macros themselves; Tocsin ignores it with that reason.`,
  extracts: [
    'Identity: the event id of the problem, which recoveries keep; without it the id of the trigger, also the one in a link.',
    'PROBLEM and 1 open; OK, RESOLVED and 0 end; an update that says acknowledged acknowledges, other updates are updates.',
    'Severity: the word or the number of Zabbix.',
    'Host; service, environment, team, function and product from tags of that name.',
    'Start and end from the timestamp macros; tags, item, groups and trigger id as labels; links.',
    'Default messages (`Problem name: …`, and the sentence of an update, without the name in it) are read where a template sends only subject and text.',
    'Events that a connector streams, also several as lines: the recovery names its problem (`p_eventid`).',
  ],
  unknown: [
    'Times without the timestamp macros: Zabbix writes dates without a zone, which a note says.',
    'Names of severities that you changed in Zabbix: send `{EVENT.NSEVERITY}` instead.',
    'The problem of a recovery that holds neither event id nor trigger id and has another name.',
  ],
  retries:
    'Three tries by default, a time-out of 30 s; the script decides what counts as failure. 503 is the answer while nothing can be stored.',
  source: ['Zabbix manual: Webhook media type; Macros supported by location; Sending messages'],
} as const satisfies VendorGuide;
