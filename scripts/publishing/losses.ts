// What customers were told of an incident at a place, and would not be told by a site that takes its place. Only what
// people decide counts: where the clock, a new name or a new version of the program changed a file, nothing is lost.

type Json = Readonly<Record<string, unknown>>;

/** What would be lost, in words; null for nothing. Both are `api/v1/incidents/<id>.json`. */
export function lossBetween(shown: string, fresh: string): string | null {
  const before = jsonOf(shown);
  const after = jsonOf(fresh);
  const told = updatesOf(before);
  const telling = updatesOf(after);
  const lost = [...told.keys()].find((at) => !telling.has(at));
  if (lost !== undefined) return `the update of ${lost.slice(0, 16).replace('T', ' ')} UTC`;
  if (isText(before['postmortem']) && !isText(after['postmortem'])) return 'the post-mortem';
  // Whoever said something since knows how it stands.
  if ([...telling.keys()].some((at) => !told.has(at))) return null;
  if ([...told].some(([at, text]) => telling.get(at) !== text)) return 'the wording';
  if (isOther(componentsOf(before), componentsOf(after))) return 'the state of its components';
  if (before['kind'] === 'maintenance')
    return isOther(timesOf(before), timesOf(after)) ? 'the time of the work' : null;
  return before['status'] === after['status'] ? null : 'the state';
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Whether what both know is not the same. */
function isOther(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): boolean {
  return [...before].some(([key, value]) => (after.get(key) ?? value) !== value);
}

/** Texts by the instant. */
function updatesOf({ updates }: Json): ReadonlyMap<string, string> {
  return entriesOf(updates, (each) => [each['at'], each['text']]);
}

function componentsOf({ components }: Json): ReadonlyMap<string, string> {
  return entriesOf(components, (each) => [each['id'], each['status']]);
}

/** Times by the day, and whether they are called off. */
function timesOf({ schedule }: Json): ReadonlyMap<string, string> {
  const { occurrences, recurs } = isJson(schedule) ? schedule : {};
  return new Map([
    ...entriesOf(occurrences, (each) => [
      recurs === null ? 'once' : each['day'],
      `${each['from']} ${each['until']} ${each['status'] === 'cancelled'}`,
    ]),
    ['rule', JSON.stringify(recurs ?? null)],
  ]);
}

function entriesOf(
  list: unknown,
  entry: (each: Json) => readonly [unknown, unknown],
): ReadonlyMap<string, string> {
  const all = Array.isArray(list) ? list.filter(isJson) : [];
  return new Map(all.map((each) => entry(each)).map(([key, value]) => [`${key}`, `${value}`]));
}

function jsonOf(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : {};
  } catch {
    return {};
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
