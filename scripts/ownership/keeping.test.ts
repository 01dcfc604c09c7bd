import { expect, test } from 'vitest';
import { keeping } from './keeping.ts';

test('an answer that is kept is that of its own question, however many come between', () => {
  const asked: string[] = [];
  const find = keeping((text) => {
    asked.push(text);
    return text.endsWith('7') ? null : text.length;
  });
  const questions = Array.from({ length: 2500 }, (_, index) => `service-${index}`);
  for (const text of [...questions, ...questions]) {
    expect(find(text)).toBe(text.endsWith('7') ? null : text.length);
    expect(find(text)).toBe(text.endsWith('7') ? null : text.length);
  }
  expect(asked.filter((text) => text === 'service-0')).toHaveLength(2);
  expect(asked).toHaveLength(5000);
});
