import { describe, expect, test } from 'vitest';
import type { CommandAnswer } from '../slash-commands/carry-out.ts';
import { answerTo } from './answer.ts';

const timeline = (letters: number): CommandAnswer => ({
  kind: 'answered',
  command: 'timeline',
  title: 'The timeline',
  text: 'x'.repeat(letters),
});
const refused: CommandAnswer = { kind: 'refused', command: 'close', text: 'Resolve it first.' };

describe('the answer to a comment', () => {
  test('fits into a comment of GitHub, and what people have to know stays', () => {
    const text = answerTo('ic-1', [timeline(37_000), refused, timeline(36_000)]).text ?? '';
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('x'.repeat(37_000));
    expect(text).not.toContain('x'.repeat(37_001));
    expect(text).toContain('**Not done.** Resolve it first.');
    expect(text).toContain('`/timeline`: too long to stand beside the rest.');
  });

  test('is whole where it fits', () => {
    const text = answerTo('ic-1', [timeline(20_000), timeline(20_000), refused]).text ?? '';
    expect(text.match(/x{20000}/g)).toHaveLength(2);
    expect(text).not.toContain('too long');
  });
});
