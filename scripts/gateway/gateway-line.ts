// What a running gateway says of its work, as values: keys and numbers, never text from a request.
import type { Applied } from '../apply/apply.ts';
import { remarksOn } from '../apply/remarks.ts';
import type { Delivery } from '../response/delivery.ts';
import type { Cancellation } from '../response/desk.ts';
import { nameOf } from '../rules/destinations.ts';
import type { LogLine } from './log-line.ts';
import type { SiteResult } from './projection.ts';
import type { RoomLine } from './room-keeper.ts';
import type { StateNews } from './state.ts';

/** One line of the log. */
export type GatewayLine =
  | LogLine
  | RoomLine
  | { readonly kind: 'commit'; readonly subject: string }
  | {
      readonly kind: 'notify';
      readonly incident: string;
      readonly event: string;
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'digest';
      readonly to: string;
      /** How often each incident was to be told of. */
      readonly counts: readonly { readonly incident: string; readonly count: number }[];
    }
  /** A call that is not made. */
  | {
      readonly kind: 'not_told';
      readonly incident: string;
      readonly to: string;
      readonly reason: Cancellation['reason'] | 'digest';
    }
  | { readonly kind: 'built'; readonly audience: string; readonly ms: number }
  /** A changed configuration is in force. */
  | { readonly kind: 'config'; readonly commit: string }
  | { readonly kind: 'trouble'; readonly sentence: string };

/** What is said of a configuration that changed. */
export function lineOfNews(news: StateNews): GatewayLine {
  return news.kind === 'broken' ? trouble(news.sentence) : { kind: 'config', commit: news.commit };
}

/** What is said of a build. */
export function lineOfBuild(result: SiteResult): GatewayLine {
  const { audience } = result;
  return result.kind === 'built'
    ? { kind: 'built', audience, ms: result.ms }
    : trouble(`the ${audience} site could not be built: ${result.reason}`);
}

/** What is said of commits. */
export function linesOfApplied(applied: Applied): readonly GatewayLine[] {
  if (applied.commits.length === 0) return [];
  return [
    ...applied.commits.map((subject): GatewayLine => ({ kind: 'commit', subject })),
    ...remarksOn(applied).map(trouble),
  ];
}

/** What is said of messages; calls of one notification to several destinations are one line. */
export function linesOfDelivery({
  messages,
  counted,
  cancelled,
}: Delivery): readonly GatewayLine[] {
  const calls = messages.flatMap((message) => (message.kind === 'call' ? [message] : []));
  const notified = Map.groupBy(calls, ({ incident, event }) => `${incident} ${event}`);
  return [
    ...[...notified.values()].flatMap(([first, ...others]): readonly GatewayLine[] => {
      if (first === undefined) return [];
      const { incident, event } = first;
      const to = [first, ...others].map(({ destination }) => nameOf(destination));
      return [{ kind: 'notify', incident, event, to }];
    }),
    ...counted.map(({ incident, destination }) => notTold(incident, nameOf(destination), 'digest')),
    ...cancelled.map(({ incident, destination, reason }) =>
      notTold(incident, nameOf(destination), reason),
    ),
    ...messages.flatMap((message): readonly GatewayLine[] =>
      message.kind === 'digest'
        ? [{ kind: 'digest', to: nameOf(message.destination), counts: message.counts }]
        : [],
    ),
  ];
}

function notTold(
  incident: string,
  to: string,
  reason: Cancellation['reason'] | 'digest',
): GatewayLine {
  return { kind: 'not_told', incident, to, reason };
}

function trouble(sentence: string): GatewayLine {
  return { kind: 'trouble', sentence };
}
