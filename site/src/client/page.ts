// What only a browser can say: the reader's own time, that the page is old, where a maintenance stands by now, and the
// days of a strip one by one. The page is complete without it. It weighs 2 kB at the most, which shapes how it is written.
const page = document;
const locale = `${page.documentElement.lang.replace('en', 'en-GB')}-u-hc-h23-nu-latn`;
const { own = '', words = '', built = '', stale = '' } = page.body.dataset;
const now = Date.now();
const builtAt = Date.parse(built);
const onwards = page.dir ? -1 : 1;

const each = <Part extends Element>(selector: string, act: (part: Part) => void): void =>
  page.querySelectorAll<Part>(selector).forEach(act);

const span = (className: string): HTMLElement =>
  Object.assign(page.createElement('span'), { className });

const inWords = (minutes: number, hours = minutes > 119): string =>
  (hours ? Math.round(minutes / 6) / 10 : minutes).toLocaleString(locale, {
    style: 'unit',
    unit: hours ? 'hour' : 'minute',
    unitDisplay: 'long',
  });

const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, options);

if (now - builtAt > +stale)
  each<HTMLElement>('#stale', (part) => {
    part.hidden = false;
  });

each<HTMLTimeElement>('time.z', (time) => {
  const from = new Date(time.dateTime);
  const until = new Date(time.dataset['until'] ?? from);
  const ends = [from, until];
  if (!ends.some((end) => end.getTimezoneOffset())) return;
  const days = ends.flatMap((end) => [end.getDate(), end.getUTCDate()]);
  const format = formatter({
    ...(new Set(days).size > 1 && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  });
  const beside = span('own');
  beside.append(own.replace('%', format.formatRange(from, until)));
  time.after(beside);
});

each<HTMLElement>('[data-then]', (part) => {
  const steps: [at: string, text: string, status?: string][] = JSON.parse(
    part.dataset['then'] ?? '',
  );
  const [, text, status] = steps.findLast(([at]) => now >= Date.parse(at)) ?? [];
  const shape = (part.closest('header') ?? part).querySelector('.shape');
  const old = part.textContent;
  if (!text) return;
  if (shape && status) shape.className = `shape ${status}`;
  (part.querySelector('.shape ~ *') ?? part).textContent = text;
  if (part.matches('h1')) page.title = page.title.replace(old, text);
});

each<SVGSVGElement>('[data-days]', (strip) => {
  const wordOf: Readonly<Record<string, string>> = JSON.parse(words);
  const minutesOf = strip.dataset['days']?.split(',');
  const statusOf: Record<string, string> = {};
  for (const path of strip.children)
    for (const [, day = ''] of path.outerHTML.matchAll(/M(\d+) \S+h1/g))
      statusOf[day] = path.classList.value;
  const last = strip.viewBox.baseVal.width - 1;
  const tip = span('tip');
  const cursor = page.createElementNS(strip.namespaceURI, 'rect');
  let at = last;
  const on = <Kind extends keyof SVGElementEventMap>(
    kind: Kind,
    act: (event: SVGElementEventMap[Kind]) => void,
  ): void => strip.addEventListener(kind, act);
  const show = (to: number): void => {
    at = Math.max(0, Math.min(last, to));
    const minutes = +(minutesOf?.[at] ?? 0);
    tip.textContent = strip.ariaValueText = [
      formatter({ day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
        builtAt - (last - at) * 864e5,
      ),
      wordOf[statusOf[at] ?? 'operational'],
      ...(minutes ? [inWords(minutes)] : []),
    ].join(' · ');
    cursor.setAttribute('x', (strip.ariaValueNow = `${at}`));
    strip.append(cursor);
    strip.after(tip);
  };
  const hide = (): void => {
    tip.remove();
    cursor.remove();
  };
  tip.ariaHidden = 'true';
  strip.role = 'slider';
  strip.tabIndex = 0;
  strip.ariaValueNow = strip.ariaValueMax = `${last}`;
  on('focus', () => show(at));
  on('blur', hide);
  on('pointerleave', hide);
  on('pointermove', (move) => show(~~((move.offsetX / strip.clientWidth) * (last + 1))));
  on('keydown', (press) => {
    const step = {
      ArrowLeft: -onwards,
      ArrowDown: -1,
      ArrowRight: onwards,
      ArrowUp: 1,
      Home: -last,
      End: last,
    }[press.key];
    if (step) {
      press.preventDefault();
      show(at + step);
    }
  });
});
