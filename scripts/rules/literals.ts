// Many literal texts at once: which of them begin a text, and which stand anywhere in it (Aho and Corasick, 1975).
// The time grows with the text and not with the number of literals.

/** Literals of one field, ready to be looked for. */
export type Literals = {
  /** Calls `visit` with the number of every literal that begins the text. */
  readonly beginning: (text: string, visit: (literal: number) => void) => void;
  /** Calls `visit` with the number of every literal that stands in the text, for each place. */
  readonly inside: (text: string, visit: (literal: number) => void) => void;
};

/** Compiles literals; none of them is empty or there twice. */
export function compileLiterals(literals: readonly string[]): Literals {
  const steps = new Steps();
  const ends: number[] = [];
  literals.forEach((literal, index) => {
    let state = ROOT;
    for (let at = 0; at < literal.length; at += 1) state = steps.add(state, literal.charCodeAt(at));
    ends[state] = index;
  });
  const literalAt = Int32Array.from({ length: steps.states }, (_, state) => ends[state] ?? NONE);
  let links: Links | null = null;
  return {
    beginning: (text, visit) => {
      let state = ROOT;
      for (let at = 0; at < text.length; at += 1) {
        state = steps.next(state, text.charCodeAt(at));
        if (state === NONE) return;
        const literal = literalAt[state] ?? NONE;
        if (literal !== NONE) visit(literal);
      }
    },
    inside: (text, visit) => {
      links ??= linkStates(steps, literalAt);
      const { fall, shorter } = links;
      let state = ROOT;
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        let next = steps.next(state, code);
        while (next === NONE && state !== ROOT) {
          state = fall[state] ?? ROOT;
          next = steps.next(state, code);
        }
        state = next === NONE ? ROOT : next;
        const own = literalAt[state] ?? NONE;
        let found = own === NONE ? (shorter[state] ?? ROOT) : state;
        while (found !== ROOT) {
          visit(literalAt[found] ?? NONE);
          found = shorter[found] ?? ROOT;
        }
      }
    },
  };
}

const ROOT = 0;
const NONE = -1;

type Links = {
  /** Where to go on when no step fits: the longest beginning of a literal that ends here as well. */
  readonly fall: Int32Array;
  /** The nearest state along `fall` at which a literal ends; the root for none. */
  readonly shorter: Int32Array;
};

/** Shorter states come first, since the longer ones lean on them. */
function linkStates(steps: Steps, literalAt: Int32Array): Links {
  const fall = new Int32Array(steps.states);
  const shorter = new Int32Array(steps.states);
  for (const state of steps.byDepth()) {
    const parent = steps.parentOf(state);
    if (parent === ROOT) continue;
    const code = steps.codeOf(state);
    let from = fall[parent] ?? ROOT;
    let next = steps.next(from, code);
    while (next === NONE && from !== ROOT) {
      from = fall[from] ?? ROOT;
      next = steps.next(from, code);
    }
    const target = next === NONE ? ROOT : next;
    fall[state] = target;
    shorter[state] = literalAt[target] === NONE ? (shorter[target] ?? ROOT) : target;
  }
  return { fall, shorter };
}

/** Transitions of a tree of characters in one open-addressed table of pairs: state and character, next state. */
class Steps {
  states = 1;
  #mask = 1023;
  #table = new Float64Array(2048).fill(NONE);
  /** The first step, which most characters of most texts do not get beyond. */
  readonly #first = new Int32Array(ASCII).fill(NONE);
  readonly #parent: number[] = [ROOT];
  readonly #codeOf: number[] = [0];

  next(state: number, code: number): number {
    if (state === ROOT && code < ASCII) return this.#first[code] ?? NONE;
    return this.#table[this.#slot(state, code) + 1] ?? NONE;
  }

  add(state: number, code: number): number {
    const known = this.next(state, code);
    if (known !== NONE) return known;
    const made = this.states;
    this.states += 1;
    this.#parent.push(state);
    this.#codeOf.push(code);
    this.#enter(made);
    if (made * 2 > this.#mask) this.#grow();
    return made;
  }

  #enter(made: number): void {
    const state = this.parentOf(made);
    const code = this.codeOf(made);
    const slot = this.#slot(state, code);
    this.#table[slot] = state * CODES + code;
    this.#table[slot + 1] = made;
    if (state === ROOT && code < ASCII) this.#first[code] = made;
  }

  #grow(): void {
    this.#mask = this.#mask * 2 + 1;
    this.#table = new Float64Array(this.#table.length * 2).fill(NONE);
    for (let made = 1; made < this.states; made += 1) this.#enter(made);
  }

  parentOf(state: number): number {
    return this.#parent[state] ?? ROOT;
  }

  codeOf(state: number): number {
    return this.#codeOf[state] ?? 0;
  }

  /** All states but the root, shortest first. A parent is made before its children, so one pass finds the depths. */
  byDepth(): readonly number[] {
    const levels: number[][] = [];
    const depth = new Int32Array(this.states);
    for (let state = 1; state < this.states; state += 1) {
      const level = (depth[this.parentOf(state)] ?? 0) + 1;
      depth[state] = level;
      (levels[level] ??= []).push(state);
    }
    return levels.flat();
  }

  /** Where the pair stands, or the free place where it would. */
  #slot(state: number, code: number): number {
    const pair = state * CODES + code;
    let slot = ((Math.imul(state, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b)) >>> 7) & this.#mask;
    for (;;) {
      const found = this.#table[slot * 2];
      if (found === pair || found === NONE) return slot * 2;
      slot = (slot + 1) & this.#mask;
    }
  }
}

const ASCII = 128;
const CODES = 65536;
