// The address of a room, pasted into another one.
import { expect, test } from 'vitest';
import { startConversation } from './testing/room.ts';

test('is taken for that room where it is one of this repository', async () => {
  const talk = await startConversation({ mostComments: 1900 });
  try {
    const { number } = await talk.room();
    expect(await talk.ask(`/duplicate ${talk.desk.issueUrl(number)}`)).toContain(
      'An incident is no duplicate of itself.',
    );
    expect(await talk.ask(`/duplicate https://rooms.test/${number}`)).toContain(
      'is the address of no room here',
    );
  } finally {
    await talk.close();
  }
});
