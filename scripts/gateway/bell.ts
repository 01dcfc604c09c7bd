// Calls somebody who works in turns: a ring during a turn shortens the rest that follows it.
import { type Alarm, createAlarm } from './alarm.ts';

/** Whoever has something for somebody rings; whether anybody works at it already does not matter. */
export type Bell = {
  readonly ring: () => void;
  /** Begins a turn, which sees to all that rang before it; gives what is waited on after it. */
  readonly beginTurn: () => Pick<Alarm, 'wait'>;
};

/** A bell that has not rung yet. */
export function createBell(): Bell {
  let alarm = createAlarm();
  return {
    ring: () => alarm.ring(),
    beginTurn: () => (alarm = createAlarm()),
  };
}
