// What time does where no gateway keeps a clock: each run does what has become due since the one before it.
import { advance } from '../response/advance.ts';
import { apply } from './comment.ts';
import { type Desk, type Heard, inTurn, readState, unheard } from './desk.ts';

/** Resolves, closes, takes over and calls for what is due. Done again it changes nothing. */
export async function passTime(desk: Desk): Promise<Heard> {
  return await inTurn(desk, async () => {
    const changed: string[] = [];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const incidents = await passOnce(desk);
      if (incidents.length === 0) break;
      changed.push(...incidents);
    }
    const incidents = [...new Set(changed)];
    return incidents.length === 0
      ? unheard('nothing is due')
      : { said: `done because it was due: ${incidents.join(', ')}`, incidents, again: null };
  });
}

/** What is due may make something else due: a chain of causes is taken over link by link. */
const MOST_ROUNDS = 5;

async function passOnce(desk: Desk): Promise<readonly string[]> {
  const { incidents } = await apply(
    desk,
    await readState(desk),
    null,
    ({ organisation }, book) => ({
      outcome: 'passed',
      effects: advance(organisation, book, desk.now()),
    }),
  );
  return incidents;
}
