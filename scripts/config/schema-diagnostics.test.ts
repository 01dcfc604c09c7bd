// What people read when a schema refuses their file; the planted mistakes of `scripts/validation` cover the places.
import { describe, expect, test } from 'vitest';
import type { DocumentKind } from './documents.ts';
import { checkSchema } from './schema.ts';
import { describeSchemaErrors } from './schema-diagnostics.ts';
import { parseYaml } from './syntax.ts';

const rule = (target: string): string =>
  `schema: tocsin/rules@1\nnotify: [{id: a, to: [${target}]}]`;
const when = (condition: string): string =>
  `schema: tocsin/rules@1\ngate: [{id: a, action: open, when: {host: ${condition}}}]`;
const need = (entry: string): string =>
  `schema: tocsin/product@1\nname: A\nfunction: b\nservices: [{id: a, name: A, teams: {b: c}, needs: [${entry}]}]`;
const team = (line: string): string =>
  `schema: tocsin/team@1\nname: A\nlead: b\nmembers: [b]\n${line}`;

describe('one mistake is one sentence with a hint', () => {
  test.for([
    [
      'rules',
      'schema: tocsin/rules@1\ntests: [{name: a, at: 2026-11-21T10:00:00Z, signal: {source: a}, expect: {incidents: -1}}]',
      'unexpected number `-1`, expected 0 or more',
      'use 0 or more',
    ],
    [
      'rules',
      when('{gtt: 2, lt: 5}'),
      'unexpected key `gtt`, expected one of the keys of this map',
      'did you mean `gt` or `gte`?',
    ],
    [
      'rules',
      rule('oncall'),
      'unexpected `oncall`, expected one of `on-call`, `team-channel`, `team-lead`',
      'did you mean `on-call`?',
    ],
    [
      'rules',
      'schema: tocsin/rules@1\ngate: [{id: a}]',
      'unexpected map with none of its answers, expected exactly one of `action`, `mute`, `suppress_when`, `threshold`, `flap`',
      'add the one that you mean',
    ],
    [
      'rules',
      'schema: tocsin/rules@1\ntests: [{name: a, at: 2026-11-21T10:00:00Z, signal: {source: a}}]',
      'unexpected map without `expect`, expected it beside `signal`',
      'add `expect: …`',
    ],
    [
      'rules',
      'schema: tocsin/rules@1\ntests: [{name: a, at: 2026-11-21T10:00:00Z}]',
      'unexpected map with none of its answers, expected `signal` with `expect`, `payload` with `expect`, or `steps`',
      'add the one that you mean',
    ],
    [
      'rules',
      'schema: tocsin/rules@1\ngate: [{id: a, action: open, mute: nights}]',
      'unexpected `mute` beside `action`, expected exactly one of `action`, `mute`, `suppress_when`, `threshold`, `flap`',
      'remove one, or make two of it',
    ],
    [
      'rules',
      'schema: tocsin/rules@1\nnotify: [{id: a, tu: [on-call]}]',
      'unexpected key `tu`, expected one of the keys of this map',
      'did you mean `to`?',
    ],
    [
      'rules',
      rule('{chanel: "#a"}'),
      'unexpected map, expected `on-call`, `team-channel` or `team-lead`, all of the owning team; or `channel: …`; or `team: …`',
      'did you mean `channel`?',
    ],
    [
      'rules',
      rule('{channel: a}'),
      'unexpected `a`, expected the name of a chat channel, with its #',
      'for example `#payments-alerts`',
    ],
    [
      'rules',
      rule('{team: A}'),
      'unexpected `A`, expected lower-case letters, digits and single dashes, starting with a letter; at most 63 characters',
      'for example `payments-api`',
    ],
    [
      'rules',
      rule('{channel: "#a", team: a}'),
      'unexpected key `team`, expected one of the keys of this map',
      'use `channel`',
    ],
    [
      'rules',
      rule(''),
      'unexpected empty list, expected at least one entry',
      'add an entry, or remove the key',
    ],
    [
      'rules',
      when('7'),
      'unexpected number `7`, expected a text that the whole field must equal; or a list of texts of which the field must equal one; or `not: …`; or `glob: …`; or `exists: …`; or `regex: …`; or bounds of a number, such as `gte: 5`',
      'put it in quotes: `"7"`',
    ],
    ['rules', when('[a, 7]'), 'unexpected number `7`, expected a text', 'put it in quotes: `"7"`'],
    [
      'rules',
      when('[a, b, a]'),
      'unexpected second `a`, expected each entry once',
      'remove one `a`',
    ],
    [
      'rules',
      when('{globb: a}'),
      'unexpected map, expected a text that the whole field must equal; or a list of texts of which the field must equal one; or `not: …`; or `glob: …`; or `exists: …`; or `regex: …`; or bounds of a number, such as `gte: 5`',
      'did you mean `glob`?',
    ],
    [
      'rules',
      when('{not: {glob: "A*"}}'),
      'unexpected map, expected a text that the whole field must not equal, since patterns are never negated: a rule above takes what fits them; or a list of texts of which the field must equal none',
      'for example `db-1`',
    ],
    [
      'rules',
      when('{exists: "yes"}'),
      'unexpected `yes`, expected `true` or `false`',
      'write `true` or `false` without quotes',
    ],
    [
      'product',
      need('Ledger DB'),
      'unexpected `Ledger DB`, expected lower-case letters, digits and single dashes, starting with a letter; at most 63 characters',
      'for example `payments-api`',
    ],
    [
      'product',
      need('{any_of: [a]}'),
      'unexpected list of 1, expected at least 2 entries',
      'add entries until there are 2',
    ],
    [
      'product',
      need('{any_of: [a, 7]}'),
      'unexpected number `7`, expected a text',
      'for example `payments-api`',
    ],
    [
      'team',
      team('chanel: "#a"'),
      'unexpected key `chanel`, expected one of the keys of this map',
      'did you mean `channel`?',
    ],
    [
      'team',
      team('channel:'),
      'unexpected nothing, expected a text',
      'write a value after the colon, or remove the key; a text that begins with `#` needs quotes',
    ],
    [
      'team',
      team('mission: ""'),
      'unexpected empty text, expected some text',
      'write a text, or remove the key',
    ],
    [
      'team',
      `schema: tocsin/team@1\nname: " A"\nlead: b\nmembers: [b]`,
      'unexpected ` A`, expected one line without spaces at its ends',
      'for example `Card payments`',
    ],
    [
      'team',
      `schema: tocsin/team@1\nname: A\nlead: b\nmembers: b`,
      'unexpected `b`, expected a list',
      'write a list: `[b]`',
    ],
    [
      'team',
      `schema: tocsin/team@1\nname: A\nled: b\nmembers: [b]`,
      'unexpected key `led`, expected one of the keys of this map',
      'did you mean `lead`?',
    ],
    [
      'team',
      `schema: tocsin/schedule@1\nzone: x`,
      'unexpected `tocsin/schedule@1`, expected `tocsin/team@1` in this folder',
      'write `schema: tocsin/team@1`, or move the file to the folder of its kind',
    ],
    [
      'team',
      '[a]',
      'unexpected list of 1, expected a map of `key: value` lines',
      'begin with a line `schema: tocsin/team@1`',
    ],
    [
      'team',
      'just text',
      'unexpected `just text`, expected a map of `key: value` lines',
      'begin with a line `schema: tocsin/team@1`',
    ],
    [
      'organisation',
      organisation('min_confidence: 50'),
      'unexpected number `50`, expected 1 or less',
      'use a number from 0 to 1',
    ],
    [
      'organisation',
      organisation('writer: gatway'),
      'unexpected `gatway`, expected one of `gateway`, `actions`, `local`',
      'did you mean `gateway`?',
    ],
  ] as const)('%s %j', ([kind, text, message, hint]) => {
    expect(told(kind, text)).toEqual([{ message, hint }]);
  });

  test('a missing key is shown with its fixed value, its words, or an example', () => {
    expect(told('schedule', 'name: A').map((found) => found.hint)).toEqual([
      'add `schema: tocsin/schedule@1`',
      'add `zone: Europe/Amsterdam`, with your own value',
      'add `rotation: …`',
    ]);
    expect(
      told(
        'stakeholders',
        'schema: tocsin/stakeholders@1\ngroups: [{id: a, name: A, quadrant: monitor}]',
      ),
    ).toEqual([
      {
        message: 'unexpected map without `audience`, expected inside, customers or partners',
        hint: 'add `audience: …` with one of `internal`, `customer`, `partner`',
      },
    ]);
  });

  test('long and hostile values are shortened to one line', () => {
    const [found] = told(
      'team',
      `schema: tocsin/team@1\nname: ${JSON.stringify(`${'x'.repeat(500)}\n\u202E`)}\nlead: b\nmembers: [b]`,
    );
    expect(found?.message.length).toBeLessThan(140);
    expect(found?.message).not.toContain('\n');
  });
});

function organisation(line: string): string {
  return `schema: tocsin/organisation@1\nname: A\nurl: https://a.example\ntriage: a\nenvironments: [a]\n${line}`;
}

describe('a number that was meant as a text', () => {
  test.each(['1.10', '012', '0x10', '1e3', '0o17', 'True'])(
    'is quoted as it is written: %s',
    (written) => {
      for (const value of [written, `[a, ${written}]`]) {
        const [first] = told('rules', when(value));
        expect(first?.message).toContain(` \`${written}\`, expected`);
        expect(first?.hint).toBe(`put it in quotes: \`"${written}"\``);
      }
    },
  );
});

function told(
  kind: DocumentKind,
  text: string,
): readonly { readonly message: string; readonly hint: string }[] {
  const parsed = parseYaml(text, { file: 'file.yaml', firstLine: 1 });
  if (parsed.kind === 'invalid') throw new Error(parsed.diagnostics[0]?.message);
  const checked = checkSchema(kind, parsed.yaml.value);
  if (checked.kind === 'valid') return [];
  return describeSchemaErrors(checked.errors, parsed.yaml).map(({ message, hint }) => ({
    message,
    hint,
  }));
}
