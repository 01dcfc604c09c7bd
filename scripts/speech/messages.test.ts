// Every text of the pages exists in every language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../model/page.ts';

type Message = string | Readonly<Record<string, string>>;

const folder = join(import.meta.dirname, 'messages');
const read = (language: string): Readonly<Record<string, Message>> =>
  JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
const english = read('en');

describe.each(LANGUAGES)('the messages in %s', (language) => {
  const messages = read(language);

  test('have every key of English, and no other', () => {
    expect(Object.keys(messages).toSorted()).toEqual(Object.keys(english).toSorted());
  });

  test('fill in the same values as English', () => {
    const places = (message: Message | undefined): readonly string[] =>
      [...new Set(JSON.stringify(message).match(/\{\w+\}/g))].toSorted();
    const different = Object.keys(english).filter(
      (key) => places(messages[key]).join() !== places(english[key]).join(),
    );
    expect(different).toEqual([]);
  });

  test('have a form for each number that the language tells apart', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, message] of Object.entries(messages)) {
      if (typeof message === 'string') expect(message.trim(), key).not.toBe('');
      else expect(Object.keys(message).toSorted(), key).toEqual(forms);
    }
  });

  test('do not repeat English, but for names', () => {
    if (language === 'en') return;
    const same = Object.keys(english).filter(
      (key) => JSON.stringify(messages[key]) === JSON.stringify(english[key]),
    );
    expect(same.filter((key) => !SAME.has(key))).toEqual([]);
  });
});

/** What is no word, or the same word in both languages. */
const SAME: ReadonlySet<string> = new Set([
  'list.between',
  'panel.state',
  'time.moment',
  'time.clock',
  'untitled.title',
]);

describe('pages and what machines read', () => {
  test('use every message, so that none is translated for nothing', () => {
    const source = USERS.flatMap((user) =>
      readdirSync(join(folder, user), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(astro|ts)$/.test(name))
        .map((name) => readFileSync(join(folder, user, name), 'utf8')),
    ).join('\n');
    const unused = Object.keys(english).filter(
      (key) => !source.includes(`'${key}'`) && !PREFIXES.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused.filter((key) => key !== 'language')).toEqual([]);
  });
});

/** The folders that speak, as seen from the messages. */
const USERS = ['..', '../../publication', '../../syndication', '../../../site/src'] as const;

/** Keys that are put together from a value. */
const PREFIXES = ['status.', 'progress.', 'foreign.', 'key.', 'automatic.', 'untitled.'] as const;
