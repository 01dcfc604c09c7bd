// The search: reads the index year by year as soon as somebody types, and lists what holds every word. Ids are not
// searched: their day is that of the declaration.
const input = document.querySelector('input');
const list = document.querySelector('#found');
const state = document.querySelector('#count');
const {
  years = '',
  folder = '',
  pages = '',
  none = '',
  found = '',
  more = '',
  failed = '',
} = document.querySelector<HTMLElement>('#search')?.dataset ?? {};
const MOST = 50;
const entries: string[][] = [];
const left = years.split(' ').filter(Boolean);
let loading: Promise<void> | undefined;

const apart = (words: string): HTMLElement => {
  const element = document.createElement('bdi');
  element.append(words);
  return element;
};

/** As people type it: without the marks above and below letters, with any digits. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[٠-٩]/g, (digit) => `${digit.charCodeAt(0) & 15}`);

const search = (): void => {
  const words = bare(input?.value ?? '')
    .split(' ')
    .filter(Boolean);
  const hits = words.length
    ? entries.filter(([, ...read]) => {
        const text = bare(read.join(' '));
        return words.every((word) => text.includes(word));
      })
    : [];
  list?.replaceChildren(
    ...hits.slice(0, MOST).map(([id, title = '', components = '', , day = '']) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      const facts = document.createElement('p');
      link.href = `${pages}${id}.html`;
      link.append(apart(title));
      facts.className = 'facts';
      facts.append(`${day} · `, apart(components));
      item.append(link, facts);
      return item;
    }),
  );
  if (state && (!words.length || hits.length || !left.length))
    state.textContent = hits.length
      ? (hits.length > MOST ? more : found).replace('{n}', `${hits.length}`)
      : words.length
        ? none
        : '';
};

/** A year that could not be loaded is asked for again when somebody types on. */
const load = async (): Promise<void> => {
  for (let year = left[0]; year; year = left[0]) {
    const answer = await fetch(`${folder}${year}.json`);
    entries.push(...(await answer.json()));
    left.shift();
    search();
  }
};

document.querySelector('#search')?.removeAttribute('hidden');
document.querySelector('#unscripted')?.remove();
input?.addEventListener('input', () => {
  search();
  loading ??= load().catch(() => {
    loading = undefined;
    if (state) state.textContent = failed;
  });
});
