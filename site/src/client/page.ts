// What only a browser can say: the reader's own time, that the page is old, where a maintenance stands by now, and the
// days of a strip one by one. The page is complete without it.
const lang = document.documentElement.lang.replace(/^en$/, 'en-GB');
const { own = '', words = '{}', built = '', stale = '' } = document.body.dataset;
const wordOf: Readonly<Record<string, string>> = JSON.parse(words);
const now = Date.now();
const latin = { numberingSystem: 'latn' };
const onwards = document.dir === 'rtl' ? -1 : 1;

if (now - Date.parse(built) > Number(stale))
  document.querySelector('#stale')?.removeAttribute('hidden');

document.querySelectorAll<HTMLTimeElement>('time.z').forEach((time) => {
  const from = new Date(time.dateTime);
  const until = new Date(time.dataset['until'] ?? from);
  if (!from.getTimezoneOffset()) return;
  const date =
    from.getDate() === from.getUTCDate() && until.getDate() === from.getDate()
      ? {}
      : ({ day: 'numeric', month: 'short' } as const);
  const format = new Intl.DateTimeFormat(lang, {
    ...latin,
    ...date,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const beside = document.createElement('span');
  beside.className = 'own';
  beside.append(own.replace('{time}', format.formatRange(from, until)));
  time.after(beside);
});

document.querySelectorAll<HTMLElement>('[data-then]').forEach((part) => {
  const steps: string[][] = JSON.parse(part.dataset['then'] ?? '');
  const [, text = '', status] = steps.findLast(([at = '']) => now >= Date.parse(at)) ?? [];
  const shape = (part.closest('header') ?? part).querySelector('.shape');
  const old = part.textContent.trim();
  if (!text) return;
  if (shape && status) shape.className = `shape ${status}`;
  (part.querySelector('.shape ~ *') ?? part).textContent = text;
  if (part.localName === 'h1') document.title = document.title.replace(old, text);
});

document.querySelectorAll<SVGSVGElement>('[data-days]').forEach((strip) => {
  const minutesOf = (strip.dataset['days'] ?? '').split(',');
  const statusOf = new Map<number, string>();
  strip.querySelectorAll('path:not(.quiet)').forEach((path) => {
    for (const [, x] of path.getAttribute('d')?.matchAll(/M(\d+)/g) ?? [])
      statusOf.set(Number(x), path.getAttribute('class') ?? '');
  });
  const bad = [...statusOf.keys()].toSorted((left, right) => left - right);
  const last = strip.viewBox.baseVal.width - 1;
  const tip = document.createElement('span');
  const cursor = document.createElementNS(strip.namespaceURI, 'rect');
  const set = (name: string, value: string | number): void => strip.setAttribute(name, `${value}`);
  let at = last;
  const show = (to: number): void => {
    at = Math.max(0, Math.min(last, to));
    const status = statusOf.get(at);
    const minutes = Number(minutesOf[bad.indexOf(at)]);
    const hours = minutes >= 120;
    const text = [
      new Intl.DateTimeFormat(lang, {
        ...latin,
        day: 'numeric',
        month: 'long',
        timeZone: 'UTC',
      }).format(Date.parse(built) - (last - at) * 864e5),
      wordOf[status ?? 'operational'],
      ...(minutes
        ? [
            new Intl.NumberFormat(lang, {
              ...latin,
              style: 'unit',
              unit: hours ? 'hour' : 'minute',
              unitDisplay: 'long',
              maximumFractionDigits: 1,
            }).format(hours ? minutes / 60 : minutes),
          ]
        : []),
    ].join(' · ');
    set('aria-valuenow', at + 1);
    set('aria-valuetext', text);
    tip.textContent = text;
    cursor.setAttribute('x', `${at}`);
    strip.append(cursor);
    strip.after(tip);
  };
  const hide = (): void => {
    tip.remove();
    cursor.remove();
  };
  tip.className = 'tip';
  tip.ariaHidden = 'true';
  cursor.setAttribute('class', 'cursor');
  set('role', 'slider');
  set('tabindex', 0);
  set('aria-valuemin', 1);
  set('aria-valuemax', last + 1);
  set('aria-valuenow', last + 1);
  strip.addEventListener('focus', () => show(at));
  strip.addEventListener('blur', hide);
  strip.addEventListener('pointerleave', hide);
  strip.addEventListener('pointermove', (move) =>
    show(Math.floor((move.offsetX / strip.clientWidth) * (last + 1))),
  );
  strip.addEventListener('keydown', (press) => {
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
