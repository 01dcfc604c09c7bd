import { expect, test } from 'vitest';
import { looseFields } from './loose-fields.ts';

test('finds members however their keys are written; the first of equal ones counts', () => {
  const payload = { monitor_id: 1, monitorID: 2, 'Alert Type': 'x', 'alert-details': null };
  expect(looseFields(payload)).toEqual({ monitorid: 1, alerttype: 'x', alertdetails: null });
});

test.each([null, 'text', 7, [], [{ a: 1 }]])('has no members in %j', (value) => {
  expect(looseFields(value)).toEqual({});
});

test('takes a key such as __proto__ as data', () => {
  const fields = looseFields(JSON.parse('{"__proto__": {"isAdmin": true}}'));
  expect(Reflect.get(Object(fields), 'isAdmin')).toBeUndefined();
});
