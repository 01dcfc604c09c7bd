import { expect, test } from 'vitest';
import type { Cell } from '../ownership/difference.ts';
import { renderDifference } from './ownership-difference.ts';

const cell = (product: string, team = 'stores'): Cell => ({
  team,
  service: 'ledger',
  product,
  place: { file: `ownership/products/${product}.yaml`, line: 4, column: 3, length: 1 },
});

function rowOf(from: Cell, to: Cell): string | undefined {
  const move = { kind: 'service', name: 'ledger', from, to, entries: 0 } as const;
  const text = renderDifference({ moves: [move], teams: [] }, { base: 'HEAD', most: 9 });
  return text.split('\n').find((line) => line.includes('`ledger`'));
}

test('a move names products where they are what differs', () => {
  expect(rowOf(cell('books'), cell('toys'))).toBe(
    '| service `ledger` | stores (books) | stores (toys) | ownership/products/toys.yaml:4 |',
  );
  expect(rowOf(cell('books'), cell('books', 'desk'))).toBe(
    '| service `ledger` | stores | desk | ownership/products/books.yaml:4 |',
  );
});
