import type { GatewayLine } from '../gateway/run.ts';
import type { Instant } from '../model/instant.ts';

/** A line of the gateway's log as people read it. */
export function renderLine(line: GatewayLine, now: Instant): string {
  return `${now.slice(11, 19)} ${describe(line)}\n`;
}

function describe(line: GatewayLine): string {
  switch (line.kind) {
    case 'refused':
      return `refused ${line.code}${line.detail === null ? '' : ` (${line.detail})`} from ${line.source}, request ${line.request}${line.bytes === null ? '' : `, ${line.bytes} bytes`}`;
    case 'failed':
      return `failed ${line.error} ${line.errorId} from ${line.source}: ${line.frames.slice(0, 3).join(' < ')}`;
    case 'commit':
      return `commit  ${line.subject}`;
    case 'notify':
      return `notify  ${line.to.join(', ')} about ${line.incident} ${line.event} (no channel is connected yet)`;
    case 'built':
      return `site    built for ${line.audience} (${line.ms} ms)`;
    case 'trouble':
      return `trouble ${line.sentence}`;
  }
}
