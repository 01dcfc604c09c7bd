import { describe, expect, test } from 'vitest';
import { readDocuments } from '../config/document-set.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { readPostmortem } from './document.ts';

const read = (body: string, front = ''): Postmortem => {
  const text = `---\nschema: tocsin/postmortem@1\nstate: draft\nowner: ada\ndue: 2026-12-01\n${front}---\n${body}`;
  const [located] = readDocuments([{ path: 'postmortems/2026/2026-11-21-shop.md', text }]).documents
    .postmortem;
  if (located === undefined) throw new Error('refused');
  return readPostmortem(located);
};

describe('a post-mortem', () => {
  test('is not public unless it says so', () => {
    expect(read('')).toMatchObject({
      incident: '2026-11-21-shop',
      public: false,
      customerMessage: null,
      actionItems: [],
    });
    expect(read('', 'public: true\n').public).toBe(true);
  });

  test('has as customer message exactly what stands in that section', () => {
    expect(
      read(
        '## Lessons\n\ninside\n\n## Customer message\n\nWe are *sorry*.\n\n- more\n\n## Notes\n\ninside',
      ).customerMessage,
    ).toBe('We are *sorry*.\n\n- more');
  });

  test.each([
    ['an empty section', '## Customer message\n\n## Notes\n\ninside'],
    ['a deeper heading', '### Customer message\n\ninside'],
    ['a heading inside a code block', '```\n## Customer message\n```\n\ninside'],
    ['a heading inside a comment', '<!--\n## Customer message\n\ninside\n-->'],
  ])('has no customer message from %s', (_name, body) => {
    expect(read(body).customerMessage).toBeNull();
  });

  test('of the example can be read, every one', () => {
    const { documents } = readDocuments(exampleFiles());
    expect(
      documents.postmortem.map(readPostmortem).filter((each) => each.actionItems.length > 0).length,
    ).toBe(documents.postmortem.length);
  });
});
