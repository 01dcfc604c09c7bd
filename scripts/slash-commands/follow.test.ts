import { describe, expect, test } from 'vitest';
import { readBook, withEffect, type EditableBook } from '../response/book.ts';
import type { CommentOutcome, Comment } from './carry-out.ts';
import { carryOut } from './carry-out.ts';
import { ID, incidentText, larder, START } from './fixtures/room.ts';
import { type ChangedComment, followDeletion, followEdit, isFollowed } from './follow.ts';
import type { Response } from '../response/response.ts';

const author = { login: 'jonas-lindqvist', permission: 'write' } as const;
const later = '2026-11-21T11:00:00.000Z';
const surroundings = { organisation: larder, postmortem: null, now: later };
const comment: Comment = { key: 'ic-5', incident: ID, text: '', speaker: author, at: START };
const changed = (text: string, more: Partial<ChangedComment> = {}): ChangedComment => ({
  ...comment,
  text,
  at: later,
  author: author.login,
  writtenAt: START,
  ...more,
});

function begin(text: string): EditableBook {
  const book = readBook([{ path: `incidents/2026/${ID}.md`, text: incidentText() }]);
  return carryOut(surroundings, book, { ...comment, text }).effects.reduce(withEffect, book);
}

function textAfter(book: EditableBook, { effects }: Response<CommentOutcome>): string {
  return effects.reduce(withEffect, book).files.get(ID)?.text ?? '';
}

describe('a comment that is changed', () => {
  test('changes its notes and nothing else that it did', () => {
    const book = begin('/note 09:24 pool exhausted\n/sev 2\n/note second');
    const response = followEdit(
      surroundings,
      book,
      changed('/note 09:26 pool *nearly* exhausted\n/sev 4\n/note second'),
    );
    const text = textAfter(book, response);
    expect(text).toContain(
      '- 09:26 @jonas-lindqvist: pool \\*nearly\\* exhausted (added later) <!-- e:ic-5 -->',
    );
    expect(text).toContain('- 10:00 @jonas-lindqvist: second <!-- e:ic-5-3 -->');
    expect(text).toContain('severity: sev2');
    expect(response.effects).toHaveLength(1);
    const book2 = response.effects.reduce(withEffect, book);
    expect(
      followEdit(
        surroundings,
        book2,
        changed('/note 09:26 pool *nearly* exhausted\n/sev 4\n/note second'),
      ).effects,
    ).toEqual([]);
  });

  test('strikes the note that it no longer gives, and takes it back when it does again', () => {
    const book = begin('/note first\n/note second');
    const struck = followEdit(surroundings, book, changed('/note first'));
    expect(textAfter(book, struck)).toContain(
      '- 10:00 ~~@jonas-lindqvist: second~~ <!-- e:ic-5-2 -->',
    );
    const after = struck.effects.reduce(withEffect, book);
    expect(
      textAfter(after, followEdit(surroundings, after, changed('/note first\n/note third'))),
    ).toContain('- 10:00 @jonas-lindqvist: third <!-- e:ic-5-2 -->');
  });

  test('finds its notes by their order, whatever else it says before and after the edit', () => {
    const book = begin('/sev 9\n/note on tow hosts');
    const text = textAfter(
      book,
      followEdit(surroundings, book, changed('/sev 9\n/note on two hosts')),
    );
    expect(text).toContain('- 10:00 @jonas-lindqvist: on two hosts <!-- e:ic-5-2 -->');
    expect(text).not.toContain('tow');
    const alone = begin('/note x');
    const before = followEdit(surroundings, alone, changed('/sev 1\n/note x'));
    expect(before.effects).toEqual([]);
  });

  test('has a note added where the edit holds one more, once, and the others stay', () => {
    const book = begin('/note first\n/sev 2');
    const edit = changed('/note zeroth\n/note first\n/sev 2');
    expect(isFollowed(book, edit)).toBe(false);
    const response = followEdit(surroundings, book, edit);
    const text = textAfter(book, response);
    expect(text).toContain('- 10:00 @jonas-lindqvist: first <!-- e:ic-5 -->');
    expect(text).toContain('- 11:00 @jonas-lindqvist: zeroth <!-- e:ic-5-3 -->');
    const after = response.effects.reduce(withEffect, book);
    expect(isFollowed(after, edit)).toBe(true);
    expect(followEdit(surroundings, after, edit).effects).toEqual([]);
    const struck = followEdit(surroundings, after, changed('/note zeroth\n/sev 2'));
    expect(textAfter(after, struck)).toMatch(/~~@jonas-lindqvist: first~~[\s\S]*: zeroth <!--/);
  });

  test('gives its commands where it gave none before, in the name of whoever changed it', () => {
    const book = begin('just words');
    const response = followEdit(
      surroundings,
      book,
      changed('just words\n/sev 2', { speaker: { login: 'ada', permission: 'maintain' } }),
    );
    expect(textAfter(book, response)).toContain(
      '- 11:00 [raised] sev3 → sev2 by @ada <!-- e:ic-5 -->',
    );
  });

  test('keeps the author of a note whoever changes it, and the day that it is about', () => {
    const book = begin('/note first');
    const by = { login: 'ada', permission: 'maintain' } as const;
    expect(
      textAfter(book, followEdit(surroundings, book, changed('/note better', { speaker: by }))),
    ).toContain('@jonas-lindqvist: better');
    expect(followEdit(surroundings, book, changed('/note 2026-11-19 09:00 older'))).toMatchObject({
      outcome: { answers: [{ kind: 'refused' }] },
      effects: [],
    });
  });

  test('is left alone for whoever may not note', () => {
    const book = begin('/note first');
    const by = { login: 'stranger', permission: 'read' } as const;
    expect(followEdit(surroundings, book, changed('/note worse', { speaker: by })).effects).toEqual(
      [],
    );
    expect(
      followDeletion(
        surroundings,
        book,
        changed('', { speaker: { login: 'x[bot]', permission: 'admin' } }),
      ).effects,
    ).toEqual([]);
  });
});

describe('a comment that is deleted', () => {
  test('has its notes struck once; other lines stay', () => {
    const book = begin('/note it is `x` ~ y\n/sev 2');
    const response = followDeletion(surroundings, book, changed(''));
    const text = textAfter(book, response);
    expect(text).toContain('- 10:00 ~~@jonas-lindqvist: it is \\`x\\` \\~ y~~ <!-- e:ic-5 -->');
    expect(text).toContain('[raised] sev3 → sev2 by @jonas-lindqvist <!-- e:ic-5-2 -->');
    const after = response.effects.reduce(withEffect, book);
    expect(followDeletion(surroundings, after, changed('')).effects).toEqual([]);
  });
});
