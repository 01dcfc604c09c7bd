// What a list holds twice, found in one pass: `uniqueItems` of ajv compares each entry with each other one, which takes
// seconds for tens of thousands.

/** The places of the first entry that stands there already and of the one that it repeats; null where each stands once. */
export function findRepeated(
  items: readonly unknown[],
): { readonly later: number; readonly earlier: number } | null {
  const places = new Map<unknown, number>();
  for (const [later, item] of items.entries()) {
    const key = isScalar(item) ? item : `${COLLECTION}${canonical(item)}`;
    const earlier = places.get(key);
    if (earlier !== undefined) return { later, earlier };
    places.set(key, later);
  }
  return null;
}

/** No text of a file begins with it: YAML holds no such sign. */
const COLLECTION = '\u0000';

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** The same text for equal collections, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const fields = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
