import type { GatewayLine } from '../gateway/gateway-line.ts';
import type { Instant } from '../model/instant.ts';

/** A line of the gateway's log, for people or as one JSON object. */
export function renderLine(line: GatewayLine, at: Instant, form: 'text' | 'json'): string {
  if (form === 'json') return `${JSON.stringify({ at, ...line })}\n`;
  const { word, text } = describe(line);
  return `${at.slice(11, 19)}Z  ${word.padEnd(WIDTH)}  ${text}\n`;
}

const WIDTH = 'trouble'.length;

const QUIET_WORDS = {
  digest: 'reads of it in the next digest',
  explained: 'is not called, since another incident explains it',
  recovered: 'is not called, since it recovered meanwhile',
  ended: 'is not called, since it is over',
  superseded: 'is told of something newer instead',
} as const;

function describe(line: GatewayLine): { readonly word: string; readonly text: string } {
  switch (line.kind) {
    case 'refused': {
      const detail = line.detail === null ? '' : ` (${line.detail})`;
      const bytes = line.bytes === null ? '' : `, ${line.bytes} bytes`;
      return {
        word: 'refused',
        text: `${line.source}: ${line.code}${detail}, request ${line.request}${bytes}`,
      };
    }
    case 'failed':
      return {
        word: 'failed',
        text: `${line.source}: ${line.error} ${line.errorId} ${line.frames.slice(0, 3).join(' < ')}`,
      };
    case 'subscription':
      return { word: 'sns', text: `${line.source}: subscription ${line.result}` };
    case 'commit':
      return { word: 'commit', text: line.subject.replace(/^tocsin: /, '') };
    case 'notify':
      return {
        word: 'notify',
        text: `${line.incident} ${line.event}: ${line.to.join(', ')} (no channel is connected yet)`,
      };
    case 'digest':
      return {
        word: 'digest',
        text: `${line.to}: ${line.counts.map(({ incident, count }) => `${incident} ×${count}`).join(', ')} (no channel is connected yet)`,
      };
    case 'not_told':
      return { word: 'quiet', text: `${line.incident}: ${line.to} ${QUIET_WORDS[line.reason]}` };
    case 'built':
      return { word: 'page', text: `${line.audience} pages are up to date (${line.ms} ms)` };
    case 'heard':
      return { word: 'heard', text: line.said };
    case 'rooms':
      return { word: 'rooms', text: `${line.made} made, ${line.changed} changed` };
    case 'config':
      return { word: 'config', text: `the configuration of commit ${line.commit} is in force` };
    case 'trouble':
      return { word: 'trouble', text: line.sentence };
  }
}
