// Who may see an incident whose file cannot be read.
import { describe, expect, test } from 'vitest';
import { OUTAGE } from './testing/outage.ts';
import { visibilityIn } from './visibility.ts';

const PUBLIC = 'public: {visibility: public, title: Nobody can order}';

describe('an incident is not for customers', () => {
  test.each([
    ['a second block says so', `${PUBLIC}\npublic:\n  visibility: restricted`],
    ['the first of two blocks says so', `public:\n  visibility: none\n${PUBLIC}`],
    ['a second line says so', 'public:\n  visibility: public\n  visibility: restricted'],
    [
      'one side of a merge says so',
      `<<<<<<< HEAD\n${PUBLIC}\n=======\npublic:\n  visibility: restricted\n>>>>>>> b`,
    ],
    [
      'one side of a merge within the block says so',
      'public:\n<<<<<<< HEAD\n  visibility: public\n=======\n  visibility: none\n>>>>>>> b',
    ],
    ['a patch says so', `${PUBLIC}\n+  visibility: restricted`],
    ['a title comes before it', 'public:\n title: No visibility: public x\n visibility: none'],
    ['it says so outside of the block', `${PUBLIC}\nvisibility: restricted`],
    ['it says so below another key', 'roles:\n  public:\n    visibility: restricted'],
    ['it says so on the next line', 'public: {\n visibility:\n  restricted, title: x'],
    ['both are misspelt', 'publc:\n  visability: restriced'],
    ['no blank is between', 'public:\n  visibility:none\n  titel: x: y'],
    ['there is no block at all', 'public: none'],
    ['it says no', 'public:\n  visibility: no'],
    ['it says false', 'public: false'],
  ])('where %s', (_, front) => {
    expect(visibilityIn(fileWith(front))).toBe('hidden');
  });

  test.each([
    'nonpublic',
    'unpublic',
    'notpublic',
    'non-public',
    'not yet',
    'nobody',
    'private',
    'internal only',
    'Confidential',
    'None',
    'restrictd',
  ])('where it says %s', (word) => {
    expect(visibilityIn(fileWith(PUBLIC.replace('y: public', `y: ${word}`)))).toBe('hidden');
    expect(visibilityIn(fileWith(`public:\n\tvisibility: ${word}\n`))).toBe('hidden');
  });
});

describe('an incident is for customers', () => {
  test.each(['public', 'Public', 'pubic', 'publik', 'pulbic'])('where it says %s', (word) => {
    expect(visibilityIn(fileWith(PUBLIC.replace('y: public', `y: ${word}`)))).toBe('public');
    expect(visibilityIn(fileWith(`public: {visibility: ${word} title: Nobody`))).toBe('public');
  });

  test('where only a remark or a title says otherwise', () => {
    for (const front of [
      `${PUBLIC} # visibility: none until legal agrees`,
      'public: {visibility: public, title: "visibility: none can order"}',
      'public:\n  visibility: public # not restricted any more\n  title: Not: readable',
    ])
      expect(visibilityIn(fileWith(front))).toBe('public');
  });
});

describe('nobody can tell for whom an incident is', () => {
  test.each(['everybody', 'republic', 'anybody', 'customers', 'true', '""'])(
    'where it says %s',
    (word) => {
      expect(visibilityIn(fileWith(PUBLIC.replace('y: public', `y: ${word}`)))).toBeNull();
    },
  );

  test('where it says two things of which one is unknown, or nothing', () => {
    expect(visibilityIn(fileWith(`${PUBLIC}\npublic:\n  visibility: everybody`))).toBeNull();
    expect(visibilityIn(fileWith('title: Only visibility: public is missing'))).toBeNull();
  });
});

function fileWith(front: string): string {
  return OUTAGE.replace(PUBLIC, () => front);
}
