import { describe, expect, test } from 'vitest';
import { type CommandSpec, parseArguments } from './arguments.ts';
import { UsageError } from './exit-code.ts';
import { renderCommandHelp } from './help.ts';

const spec: CommandSpec = {
  summary: 'Do something.',
  positionals: '[FILE]',
  maxPositionals: 1,
  options: {
    port: { takes: 'value', value: 'PORT', help: 'where to listen' },
    quiet: { takes: 'flag', help: 'say less' },
  },
  examples: ['tocsin do --port 1'],
};

describe('words of a command line', () => {
  test('become flags, values and positionals in any order', () => {
    const args = parseArguments(spec, ['--port', '80', 'file', '--quiet', '--root=/a']);
    expect([
      args.value('port'),
      args.value('root'),
      args.flag('quiet'),
      args.flag('json'),
      args.positionals,
    ]).toEqual(['80', '/a', true, false, ['file']]);
    expect(args.value('format')).toBeNull();
  });

  test('after `--` are positionals, and `-` is one', () => {
    expect(parseArguments(spec, ['--', '--port']).positionals).toEqual(['--port']);
    expect(parseArguments(spec, ['-']).positionals).toEqual(['-']);
  });

  test.for([
    [['--prot', '80'], 'did you mean `--port`?'],
    [['-p'], 'unexpected option `-p`'],
    [['--port'], 'unexpected `--port` without PORT'],
    [['--port='], 'unexpected `--port` without PORT'],
    [['--port', '--quiet'], 'unexpected `--port` without PORT'],
    [['--port', '1', '--port', '2'], 'unexpected second `--port`, expected it once'],
    [['--quiet=no'], 'unexpected value for `--quiet`, expected none'],
    [['--no-quiet'], 'unexpected option `--no-quiet`'],
    [['a', 'b'], 'unexpected argument `b`, expected at most [FILE]'],
    [['--toString'], 'unexpected option `--toString`'],
  ] as const)('%j are refused in one sentence', ([words, message]) => {
    expect(() => parseArguments(spec, words)).toThrow(UsageError);
    expect(() => parseArguments(spec, words)).toThrow(message);
  });
});

test('the help of a command lists its use, its options and examples', () => {
  expect(renderCommandHelp('do', spec)).toMatchInlineSnapshot(`
    "Do something.

      tocsin do [FILE] [options]

      --port PORT  where to listen
      --quiet      say less
      --root DIR   the organisation (default: the nearest parent with a tocsin.yaml)
      --json       print JSON
      --help       print this help

    Examples
      tocsin do --port 1
    "
  `);
});
