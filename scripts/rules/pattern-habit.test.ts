import { describe, expect, test } from 'vitest';
import { meantPattern } from './pattern-habit.ts';

describe('a plain value', () => {
  test.each([
    ['Disk*', 'glob', 'Disk*'],
    ['*.internal', 'glob', '*.internal'],
    ['/api/*/status', 'glob', '/api/*/status'],
    ['db-?', 'glob', 'db-?'],
    ['Disk.*', 'regex', 'Disk.*'],
    ['^db-[0-9]+$', 'regex', 'db-[0-9]+'],
    ['^db-', 'regex', 'db-.*'],
    ['/db-.*/', 'regex', 'db-.*'],
    ['/^db-[0-9]+$/i', 'regex', 'db-[0-9]+'],
    ['db-\\d+', 'regex', 'db-\\d+'],
    ['db\\.internal', 'regex', 'db\\.internal'],
    ['DiskFull|DiskSlow', 'regex', 'DiskFull|DiskSlow'],
    ['(web|db)-1', 'regex', '(web|db)-1'],
  ])('`%s` is meant as a %s', (value, kind, pattern) => {
    expect(meantPattern(value)).toEqual({ kind, pattern });
  });

  test.each([
    'DiskFull',
    'db-1.internal',
    '/var/lib/postgresql',
    '/api/',
    'Is the shop up?',
    'https://shop.example/?a=b',
    'SELECT * FROM carts',
    '*** DISK FULL ***',
    '*/5 * * * *',
    'Shop | basket',
    '[prod] db is slow',
    'costs 5$',
    'C++ worker (old)',
    'C:\\data\\shop',
    'Loading... done',
    'and so on ...',
  ])('`%s` is a text', (value) => {
    expect(meantPattern(value)).toBeNull();
  });
});
