// A conversation for each test of a file.
import { afterEach, beforeEach, expect } from 'vitest';
import type { WorldOptions } from '../../projection/testing/world.ts';
import { type Conversation, startConversation } from './room.ts';

/** Starts one before each test and hands it over; at the end it is closed, and GitHub was asked nothing that it refuses to everybody. */
export function eachConversation(
  begin: (talk: Conversation) => void | Promise<void>,
  options: () => WorldOptions = () => ({}),
): void {
  let talk: Conversation | null = null;
  beforeEach(async () => {
    talk = await startConversation(options());
    await begin(talk);
  });
  afterEach(async () => {
    const ended = talk;
    talk = null;
    expect(ended?.world.double.takeViolations()).toEqual([]);
    await ended?.close();
  });
}
