import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formFields, parseFormJson, parseJsonOrForm } from './form-body.ts';

const MULTIPART = [
  '--larder-7',
  'Content-Disposition: form-data; name="data"',
  '',
  '{"msg":"a\r\n\r\nb --larder-7 c"}',
  '--larder-7',
  'content-disposition: form-data; name="photo"; filename="a.png"',
  'Content-Type: image/png',
  '',
  'bytes',
  '--larder-7--',
  '',
].join('\r\n');

describe('formFields', () => {
  test('reads what browsers send: plus signs, percent signs and the first of equal names', () => {
    const fields = formFields(
      'Name=My+Site&Tags=a%2Cb&Tags=c&Empty=&__proto__=p&Gr%C3%BC%C3%9Fe=%F0%9F%94%A5',
    );
    expect([...fields]).toEqual([
      ['Name', 'My Site'],
      ['Tags', 'a,b'],
      ['Empty', ''],
      ['__proto__', 'p'],
      ['Grüße', '🔥'],
    ]);
  });

  test('reads the fields of a multipart form and leaves files out', () => {
    expect([...formFields(MULTIPART)]).toEqual([['data', '{"msg":"a\r\n\r\nb --larder-7 c"}']]);
  });

  test('gives nothing for an empty body', () => {
    expect(formFields('  \n').size).toBe(0);
  });

  test('gives at most 1,000 fields', () => {
    expect(
      formFields(Array.from({ length: 5_000 }, (_, index) => `f${index}=1`).join('&')).size,
    ).toBe(1_000);
    const part = '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n';
    expect(formFields(part.repeat(5_000)).size).toBe(1);
  });

  test('reads back whatever a form can carry', () => {
    const fields = fc.uniqueArray(
      fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string()),
      {
        selector: ([name]) => name,
      },
    );
    fc.assert(
      fc.property(fields, (pairs) => {
        const body = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
        expect([...formFields(body)]).toEqual(pairs);
      }),
    );
  });

  test('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(formFields(text).size).toBeLessThanOrEqual(1_000);
        expect(formFields(`--b\r\nContent-${text}`).size).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});

describe('parseFormJson', () => {
  test('gives the document in a field', () => {
    expect(parseFormJson('payload=%7B%22a%22%3A1%7D', 'payload')).toEqual({
      kind: 'parsed',
      value: { a: 1 },
    });
  });

  test.each([
    ['other=1', 'missing', 'Unexpected absence, expected a form with the field `payload`.'],
    ['payload=', 'syntax', 'Unexpected empty body, expected one JSON document.'],
    ['payload={', 'syntax', 'Unexpected text at character 2, expected one JSON document.'],
  ])('points at the field of `%s`', (body, code, message) => {
    expect(parseFormJson(body, 'payload')).toEqual({
      kind: 'invalid',
      problem: { code, pointer: '/payload', message },
    });
  });
});

describe('parseJsonOrForm', () => {
  const form = 'application/x-www-form-urlencoded';

  test.each([
    ['{"a":"1"}', 'application/json', { a: '1' }],
    ['a=1&b=+2', `${form}; charset=utf-8`, { a: '1', b: ' 2' }],
    [' {"a":"1"}', form, { a: '1' }],
    [
      MULTIPART,
      'multipart/form-data; boundary=larder-7',
      expect.objectContaining({ data: expect.any(String) }),
    ],
  ])('reads %j of the type %s', (body, type, value) => {
    expect(parseJsonOrForm(body, type)).toEqual({ kind: 'parsed', value });
  });

  test.each([undefined, 'text/plain'])('knows a form by its looks where the type is %s', (type) => {
    const fields = { a: '1', b: 'x y' };
    expect(parseJsonOrForm('a=1&b=x+y\n', type)).toEqual({ kind: 'parsed', value: fields });
  });

  test.each(['a = 1', 'a', 'a=1 2', '<a b="c">', '{a=1}'])('takes `%s` for no form', (body) => {
    expect(parseJsonOrForm(body, undefined)).toMatchObject({ kind: 'invalid' });
  });
});
