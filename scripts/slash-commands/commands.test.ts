// Every command works where it may, once, and as its example says.
import { describe, expect, test } from 'vitest';
import { COMMANDS } from './catalogue.ts';
import { CASES, OTHER, OTHER_TEXT } from './testing/cases.ts';
import { manager, open } from './testing/manager.ts';
import { openRoom } from './testing/room.ts';

describe('every command', () => {
  test.each(COMMANDS.map(({ name }) => name))('/%s leaves valid files and works once', (name) => {
    const { beginning, text } = CASES[name];
    const room = openRoom(beginning, { [OTHER]: OTHER_TEXT });
    const [answer] = room.say(text, manager);
    expect(answer?.kind).toMatch(/^(done|answered)$/);
    expect(room.findings()).toEqual([]);
    const isDone = answer?.kind === 'done';
    expect(room.incident().keys.has('ic-101')).toBe(isDone);
    expect(room.sayAgain().kind).toBe(isDone ? 'repeated' : 'carried_out');
    expect(room.effects()).toEqual([]);
  });

  test.each(COMMANDS.map(({ name, example }) => ({ name, example })))(
    '/$name understands its own example',
    ({ name, example }) => {
      const room = open(CASES[name].beginning);
      const [answer] = room.say(example, manager);
      expect(answer?.text ?? '').not.toMatch(/Unexpected|Expected|missing|[Nn]othing is called/);
    },
  );
});
