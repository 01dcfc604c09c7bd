import { expect, test } from 'vitest';
import { conflictLineIn } from './conflict.ts';

const CONFLICT = '<<<<<<< HEAD\nWe look at it.\n=======\nIt works.\n>>>>>>> other\n';

test('both sides of a merge are found where they begin', () => {
  expect(conflictLineIn(CONFLICT)).toBe(1);
  expect(conflictLineIn(`## Summary\n\n${CONFLICT}`)).toBe(3);
  expect(conflictLineIn(`\`\`\`\n${CONFLICT}\`\`\`\n\n${CONFLICT}`)).toBe(9);
  expect(conflictLineIn(`\`\`\`\ncode\n\`\`\`\n\n${CONFLICT}`)).toBe(5);
});

test('an example of them, and what only looks like their marks, are text', () => {
  expect(conflictLineIn(`\`\`\`\n${CONFLICT}\`\`\`\n`)).toBeNull();
  expect(conflictLineIn(`\`\`\`\`\n\`\`\`diff\n${CONFLICT}\`\`\`\n\`\`\`\`\n`)).toBeNull();
  expect(conflictLineIn(`~~~\n\`\`\`\n${CONFLICT}~~~\n`)).toBeNull();
  expect(conflictLineIn('<<<<<<< HEAD\nand nothing more\n')).toBeNull();
  expect(conflictLineIn('Title\n=======\n\n>>>>>>> quoted\n')).toBeNull();
});
