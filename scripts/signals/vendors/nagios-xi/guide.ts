// How to connect Nagios XI, for docs/vendors/nagios-xi.md.
import type { VendorGuide } from '../../guide.ts';

/** Nagios XI. */
export const guide = {
  setup: `1. Put this script on the Nagios server as \`/usr/local/nagios/libexec/notify_tocsin.sh\`, executable, with the value of \`TOCSIN_NAGIOS_XI_SECRET\` in \`/usr/local/nagios/etc/tocsin.token\`:

   \`\`\`sh
   #!/bin/sh
   # Arguments: name=value pairs. curl encodes them, so quotes in the output break nothing.
   for pair in "$@"; do set -- "$@" --data-urlencode "$pair"; shift; done
   exec curl --silent --fail --max-time 10 \\
     --header "Authorization: Bearer $(cat /usr/local/nagios/etc/tocsin.token)" \\
     "$@" https://tocsin.example/hooks/nagios-xi
   \`\`\`

2. **Configure → Core Config Manager → Commands**, two commands of type misc command:

   \`\`\`text
   notify_tocsin_host: $USER1$/notify_tocsin.sh entity_type=host "notification_type=$NOTIFICATIONTYPE$" "timet=$TIMET$" "host_name=$HOSTNAME$" "host_display_name=$HOSTDISPLAYNAME$" "host_address=$HOSTADDRESS$" "host_group_names=$HOSTGROUPNAMES$" "host_state=$HOSTSTATE$" "host_event_id=$HOSTEVENTID$" "last_host_state_change=$LASTHOSTSTATECHANGE$" "host_output=$HOSTOUTPUT$"
   notify_tocsin_service: $USER1$/notify_tocsin.sh entity_type=service "notification_type=$NOTIFICATIONTYPE$" "timet=$TIMET$" "host_name=$HOSTNAME$" "host_display_name=$HOSTDISPLAYNAME$" "host_address=$HOSTADDRESS$" "host_group_names=$HOSTGROUPNAMES$" "service_desc=$SERVICEDESC$" "service_state=$SERVICESTATE$" "service_event_id=$SERVICEEVENTID$" "last_service_state_change=$LASTSERVICESTATECHANGE$" "service_output=$SERVICEOUTPUT$" "service_notes_url=$SERVICENOTESURL$"
   \`\`\`

3. Give a contact these two commands and the hosts and services that Tocsin shall hear of; include recovery, acknowledgement, flapping and downtime.`,
  extracts: [
    'Identity: the host, or the host and the service; problem ids become 0 on recovery and are not used.',
    'PROBLEM opens, RECOVERY ends, ACKNOWLEDGEMENT acknowledges; flapping, downtime and custom notifications are updates. Without a type the state decides, and a SOFT problem is an update.',
    'Severity: CRITICAL, DOWN, UNREACHABLE, WARNING, UNKNOWN, as words or numbers; OK and UP are states and no severities.',
    'Host, service and output; the time of the last state change; notes and action links; groups, address and server as labels.',
    'JSON or a form, keys in any spelling, flat or inside HostEvent or SvcEvent.',
  ],
  unknown: [
    'The severity of a problem in its recovery.',
    'Which of several Nagios servers with hosts of the same name is meant: use one source for each.',
    'Times in words (`$LONGDATETIME$`): their zones are abbreviations.',
    'The state of a JSON body that a script glued together and whose output holds quotes: it is refused. Use the form above.',
  ],
  retries:
    'The script decides; Nagios itself repeats only at its notification interval. 503 is the answer while nothing can be stored.',
  source: ['Nagios Core documentation: Standard macros in Nagios; Notifications; Event handlers'],
} as const satisfies VendorGuide;
