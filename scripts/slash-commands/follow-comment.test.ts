import { describe, expect, test } from 'vitest';
import { readBook, withEffect, type EditableBook } from '../response/book.ts';
import type { CommentOutcome, Comment } from './carry-out.ts';
import { carryOut } from './carry-out.ts';
import { ID, incidentText, larder, START } from './testing/room.ts';
import type { ChangedComment } from './follow-commands.ts';
import { followDeletion, followEdit, isFollowed } from './follow-comment.ts';
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
  before: null,
  wasHeard: false,
  elsewhere: null,
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

describe('a comment that was heard and is edited', () => {
  const heard = (before: string, text: string, more: Partial<ChangedComment> = {}) =>
    changed(text, { before, wasHeard: true, ...more });
  const answersOf = ({ outcome }: Response<CommentOutcome>): readonly string[] =>
    outcome.kind === 'carried_out'
      ? outcome.answers.map((each) => `${each.kind} ${each.text}`)
      : [outcome.kind];

  test('gives what it did not say before, once, and the rest stays as it was', () => {
    const book = begin('/set started 25:99\n/impact customers=3');
    const edit = heard(
      '/set started 25:99\n/impact customers=3',
      '/set started 09:05\n/impact customers=3\n/note on two hosts',
    );
    const response = followEdit(surroundings, book, edit);
    const after = response.effects.reduce(withEffect, book);
    expect(response.effects).toHaveLength(1);
    expect(after.files.get(ID)?.text).toContain('2026-11-21T09:05:00.000Z');
    expect(after.files.get(ID)?.text).toContain('on two hosts');
    expect(after.files.get(ID)?.text.match(/\[impact\]/g)).toHaveLength(1);
    expect(followEdit(surroundings, after, edit).effects).toEqual([]);
  });

  test('says that what was done stays done', () => {
    const book = begin('/impact customers=3');
    const response = followEdit(
      surroundings,
      book,
      heard('/impact customers=3', '/impact customers=4'),
    );
    expect(response.effects).toEqual([]);
    expect(answersOf(response)).toEqual([expect.stringContaining('an edit takes nothing back')]);
  });

  test('names the room that counts where it stands in a former one, and its notes follow', () => {
    const book = begin('/note first');
    const response = followEdit(
      surroundings,
      book,
      heard('/note first', '/note second\n/ack', { elsewhere: 7 }),
    );
    expect(answersOf(response)).toContainEqual(expect.stringContaining('say it in #7'));
    expect(textAfter(book, response)).toContain('second');
    expect(textAfter(book, response)).not.toContain('[acknowledged]');
  });

  describe('and whose text for the public waits', () => {
    const led = { login: 'mara-okafor', permission: 'write' } as const;
    const first = '/update identified All payments of the last week are lost.';
    const waiting = (): EditableBook => {
      const text = incidentText({ severity: 'sev2', roles: { manager: led.login } });
      const book = readBook([{ path: `incidents/2026/${ID}.md`, text }]);
      const { effects } = carryOut(surroundings, book, { ...comment, text: first });
      return effects.reduce(withEffect, book);
    };
    const draftsOf = (book: EditableBook) => book.incidents[0]?.drafts.map(({ text }) => text);
    const approved = (book: EditableBook): string => {
      const said = { ...comment, key: 'ic-9', text: '/approve', speaker: led, at: later };
      return textAfter(book, carryOut(surroundings, book, said));
    };

    test('has the new words wait, and the old ones can be published no more', () => {
      const book = waiting();
      expect(draftsOf(book)).toEqual(['All payments of the last week are lost.']);
      const edit = heard(first, '/update identified Some payments of today fail.');
      const after = followEdit(surroundings, book, edit).effects.reduce(withEffect, book);
      expect(draftsOf(after)).toEqual(['Some payments of today fail.']);
      expect(approved(after)).not.toContain('[update] identified');
    });

    test.each([
      ['is deleted', (book: EditableBook) => followDeletion(surroundings, book, changed(''))],
      [
        'says no longer what waits',
        (book: EditableBook) => followEdit(surroundings, book, heard(first, 'Let me ask first.')),
      ],
      [
        'says something that is refused instead',
        (book: EditableBook) =>
          followEdit(surroundings, book, heard(first, '/update identified ETA in 5 minutes.')),
      ],
    ] as const)('has nothing waiting once it %s', (_what, follow) => {
      const book = waiting();
      const response = follow(book);
      const after = response.effects.reduce(withEffect, book);
      expect(draftsOf(after)).toEqual([]);
      expect(answersOf(response)).toContainEqual(expect.stringContaining('was taken away'));
      expect(approved(after)).not.toContain('[update] identified');
    });

    test('keeps them waiting where the edit changes other words', () => {
      const book = waiting();
      const edit = heard(first, `I look at it.\n\n${first}`);
      const after = followEdit(surroundings, book, edit).effects.reduce(withEffect, book);
      expect(draftsOf(after)).toHaveLength(1);
    });
  });
});
