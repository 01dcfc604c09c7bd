import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../publication/markdown.ts';
import { plainLines } from './plain-lines.ts';

const lines = (markdown: string): string => plainLines(renderMarkdown(markdown));

describe('plain text of a statement', () => {
  test('keeps paragraphs, lists and their numbers on lines of their own', () => {
    expect(lines('We know why.\n\nFor now:\n\n- pay by card\n- or *call* us\n\nThank you.')).toBe(
      'We know why.\n\nFor now:\n\n- pay by card\n- or call us\n\nThank you.',
    );
    expect(lines('1. one\n2. two\n   - deep\n3. three')).toBe(
      '1. one\n2. two\n\n  - deep\n\n3. three',
    );
  });

  test('has no line break where people wrapped a line of their file, and one where they meant it', () => {
    expect(lines('Sign-in may pause\nfor up to ten minutes.\nNothing is *lost*\n*at all*.')).toBe(
      'Sign-in may pause for up to ten minutes. Nothing is lost at all.',
    );
    expect(lines('First\\\nthen  \nlast')).toBe('First\nthen\nlast');
    expect(lines('- pay\n  by card\n- or [call\n  us](https://larder.example)')).toBe(
      '- pay by card\n- or call us (https://larder.example)',
    );
    expect(lines('> said\n> so\n\n    two\n      lines\n\n# Then\n\nwe\ngo on')).toBe(
      'said so\n\ntwo\n  lines\n\nThen\n\nwe go on',
    );
  });

  test('names the target of a link, once', () => {
    expect(lines('[Details](https://larder.example/a?b=1&c=2) are out.')).toBe(
      'Details (https://larder.example/a?b=1&c=2) are out.',
    );
    expect(lines('<https://larder.example/a> and <help@larder.example>')).toBe(
      'https://larder.example/a and help@larder.example',
    );
    expect(lines('[Click](javascript:alert(1))')).toBe('Click');
  });

  test('is the text as people wrote it, whatever HTML needs for it', () => {
    expect(lines('5 < 6 & "quoted" `<b>` &lt;')).toBe('5 < 6 & "quoted" <b> <');
    expect(lines('Plain prose stays.')).toBe('Plain prose stays.');
    expect(lines('<script>alert(1)</script>text')).toBe('<script>alert(1)</script>text');
    expect(lines('one<br>two <!-- for us -->three')).toBe('one\ntwo three');
  });
});
