import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_CHARACTERS, parseComment } from './parse.ts';

/** Commands as `name argument`, the rest by kind. */
function read(text: string): readonly string[] {
  return parseComment(text).map((each) => {
    if (each.kind === 'command') return `${each.name} ${each.argument}`.trim();
    return each.kind === 'unknown'
      ? `? ${each.word}: ${each.say ?? each.near.join(', ')}`.trim()
      : `! ${each.reason}`;
  });
}

describe('the commands of a comment', () => {
  test.each([
    ['alone', '/ack', ['ack']],
    [
      'several, in their order',
      '/ack\n/sev 2 half of it\n\nthen\n\n/role lead @bo',
      ['ack', 'sev 2 half of it', 'role lead @bo'],
    ],
    ['below words', 'I look.\n/ack', ['ack']],
    ['with Windows line breaks', 'hello\r\n/ack\r\n/sev 2\r\n', ['ack', 'sev 2']],
    ['in capitals, with a full stop', '/ACK.\n/Resolve: fixed', ['ack', 'resolve fixed']],
    ['behind three spaces', '   /ack', ['ack']],
    ['on a line of its own in a list', '- looked\n\n  /ack', ['ack']],
    ['over a line of dashes, as mail programs write them', '/ack\n--\nBo', ['ack']],
  ])('are found %s', (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ['/ack /note a', ['ack', 'note a']],
    ['/ack, /resolve /close', ['ack', 'resolve', 'close']],
    ['/delegate @bo /note one of\ntwo hosts', ['delegate @bo', 'note one of\ntwo hosts']],
    ['/role scribe @bo /ack', ['role scribe @bo', 'ack']],
    ['/duplicate 2026-11-21-shop, /note twice', ['duplicate 2026-11-21-shop,', 'note twice']],
    ['/who /status', ['who /status']],
    ['/ack `/close`', ['ack `/close`']],
    ['/ack <!-- /close\n-->', ['ack <!-- /close']],
    ['/note GET /status is slow', ['note GET /status is slow']],
  ])(
    'begin within the line of another one only where nothing else is meant: %j',
    (text, expected) => {
      expect(read(text)).toEqual(expected);
    },
  );

  test.each([
    ['/sevrity 1', '? sevrity: sev'],
    ['/acknowlege', '? acknowlege: ack'],
    ['/merge #1', '? merge: `/duplicate #139` where both are the same'],
    ['/commander @mara', '? commander: `/role manager @login`'],
    ['/helper @wim', '? helper: help'],
    ['/xyzzy @wim', '? xyzzy:'],
    ['/xyzzy 3', '? xyzzy:'],
    ['/xyzzy team=shop', '? xyzzy:'],
  ])('that are none are heard where somebody plainly means one: %s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
    expect(read('/orders answers 500\n/checkout is slow')).toEqual([]);
  });

  test.each([
    ['/sev 2 /note db is slow', ['sev 2 /note db is slow', '/note']],
    ['/resolve it works /close', ['resolve it works /close', '/close']],
    ['/note two hosts /ack', ['note two hosts /ack', '/ack']],
    ['/ack looking at why /update fails', ['ack looking at why /update fails', '/update']],
    ['/ack POST /resolve gives 500', ['ack POST /resolve gives 500', '/resolve']],
    ['/delegate shop as /status is slow', ['delegate shop as /status is slow', '/status']],
    [
      '/page database the endpoint /close hangs',
      ['page database the endpoint /close hangs', '/close'],
    ],
  ])(
    'are named where they may be words of the one before: %j',
    (text, [first = '', second = '']) => {
      const [done, remark, ...more] = read(text);
      expect([done, more]).toEqual([first, []]);
      expect(remark).toContain(`! \`${second}\` on the line of`);
    },
  );

  test('are not published as the end of a text for the public', () => {
    expect(read('/update Orders work again. /resolve\n\n/ack')).toEqual([
      expect.stringContaining('! `/update` was not carried out: `/resolve` at the end'),
      'ack',
    ]);
  });

  test.each([
    ['a fence', '```\n/ack\n```'],
    ['a fence that is left open', '~~~\n/ack'],
    ['an indented block', '    /ack'],
    ['code over two lines', 'see `a\n/ack b` there'],
    ['a quote', '> /ack'],
    ['a quote that goes on without its mark', '> said\n/ack'],
    ['a comment', '<!--\n/ack\n-->'],
    ['a comment within a paragraph', 'text <!-- and\n/ack --> more'],
    ['folded HTML', '<details>\n/ack\n</details>'],
    ['the middle of a line', 'then /ack it'],
    ['a heading', '# /ack'],
    ['a table', '| a |\n|---|\n| /ack |'],
    ['a path', '/usr/bin/env\n/api/v1/payments fails\n/ack/x'],
    ['a folder that is near to a command', '/dev is full\n/etc\n/tmp'],
    ['words about something with a slash', '/payments is down\n/checkout, /cart and /pay fail'],
    ['an endpoint or a folder alone', '/api\n/healthz\n/v1/payments'],
    ['a division', '/ 2\n/2'],
  ])('are none in %s', (_name, text) => {
    expect(read(text)).toEqual([]);
  });

  test('offer the nearest for a typo', () => {
    expect(read('/resolv it\n/mitigate\n/dupliacte #3')).toEqual([
      '? resolv: resolve',
      '? mitigate: mitigated',
      '? dupliacte: duplicate',
    ]);
  });

  test.each([
    ['/severity 1', 'sev 1'],
    ['/sev1 half of it', 'sev 1 half of it'],
    ['/sev-1', 'sev 1'],
    ['/acknowledge', 'ack'],
    ['/dup #12', 'duplicate #12'],
    ['/manager @mara', 'role manager @mara'],
    ['/title Card payments fail', 'set title Card payments fail'],
    ['/caused_by #1', 'caused-by #1'],
    ['/clear_suspect', 'clear-suspect'],
    ['/note:foo', 'note foo'],
    ['\u00a0/ack', 'ack'],
    ['/sev\u00a01', 'sev 1'],
  ])('are known by another word for them: %j', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test.each([
    [
      '/escalate',
      '? escalate: `/page team` to call another team, or `/sev 1` to raise the severity',
    ],
    ['/assign @x', '? assign: `/delegate @login` to hand it over, or `/role lead @login`'],
    ['/fixed', '? fixed: `/mitigated` when the suffering has ended, `/resolve` when it is fixed'],
    ['/silence 4h', '? silence: `/mute 4h why`'],
    ['/shrug', '? shrug:'],
    [
      '1. /ack\n2. /sev 1',
      '? ack: `/ack` at the beginning of a line: behind the mark of a list it is none',
    ],
    ['- /ack', '? ack: `/ack` at the beginning of a line: behind the mark of a list it is none'],
  ])('are never passed over in silence where somebody meant one: %j', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test('take what follows only where they take a text, to the next command or the end', () => {
    expect(
      read('/update identified One in five\nfails.\n/note 09:24 first\nsecond\n\nthird'),
    ).toEqual(['update identified One in five\nfails.', 'note 09:24 first\nsecond\n\nthird']);
    expect(read('/resolve fixed\nthank you')).toEqual(['resolve fixed']);
  });

  test('take all paragraphs and lists of a text for the public, and the promise behind them', () => {
    const text =
      'identified We see this:\n- cards fail\n- /transfers work\n\nSecond paragraph matters. next 30m';
    expect(read(`/update ${text}`)).toEqual([`update ${text}`]);
    expect(read(`/update ${text}\n\n/ack`)).toEqual([`update ${text}`, 'ack']);
    expect(read('/unpublish A drill.\n\n> said\n\nSorry.')).toEqual([
      'unpublish A drill.\n\n> said\n\nSorry.',
    ]);
    expect(read('/update We look.\n/shrug\n-- \nBo, Larder')).toEqual(['update We look.\n/shrug']);
  });

  test('leave a log and a quote below a note out of it', () => {
    expect(read('/note first\n\n- second\n\n```\nlog\n```\nnot any more\n\n/ack')).toEqual([
      'note first\n\n- second',
      'ack',
    ]);
    expect(read('/note first\n\n> /ack')).toEqual(['note first']);
  });

  test('publish no half of a text: a mistyped command below it refuses both', () => {
    const [refusal, ...more] = read('/update We look.\n\n/resolv it\n\n/ack');
    expect(refusal).toMatch(/^! `\/update` was not carried out: `\/resolv` below it looks like/);
    expect(more).toEqual(['? resolv: resolve', 'ack']);
  });

  test('are refused together when they are too many or too long', () => {
    expect(read('/ack\n'.repeat(21))).toEqual([
      '! the comment gives 21 commands, expected at most 20; none was carried out',
    ]);
    expect(read('/ack\n'.repeat(20))).toHaveLength(20);
    expect(read(`/note ${'x'.repeat(MOST_CHARACTERS)}`)).toEqual([
      `! the comment is longer than ${MOST_CHARACTERS} characters`,
    ]);
  });

  test('are read from any text, and are what a line of it says', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '/ack',
        '/sev 1',
        '/note x',
        '```',
        '> ',
        '<!--',
        '-->',
        '`',
        '\n',
        '\n\n',
        '    ',
        '- ',
        '\r\n',
        '\u2028',
        '---',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split(/\r\n?|\n/).map((line) => line.trim().toLowerCase());
        for (const each of parseComment(text))
          if (each.kind === 'command')
            // Behind one that needs no words a line may hold another one.
            expect(lines.some((line) => new RegExp(`(?:^|\\s)/${each.name}`).test(line))).toBe(
              true,
            );
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    '[',
    '*',
    '`',
    '<',
    '![',
    '> ',
    '>',
    '- ',
    '1. ',
    '(',
    '&',
    '_a ',
    '\\',
    `${'>'.repeat(99)}\n`,
    `${'- '.repeat(40)}a\n`,
    'a\n=\n',
    'a\n-\n',
    '[a](',
    '![a][',
    'a**b',
    '- a\n  - b\n',
    '<a b="',
    '`a``b',
    '/note x\n\n> q\n\n',
    '/ackk\n',
  ])('are found in a comment of any length in one pass, among many %j', (unit) => {
    const text = `/ack\n${unit.repeat(60_000 / unit.length)}x\n/ack`;
    // In one pass twenty of them take a second or two; with time that grows with the square of the length the test does not end.
    const found = Array.from({ length: 20 }, () => read(text));
    expect(found.at(-1)?.[0]).toMatch(/^(?:ack\b|! )/);
  });
});
