// Answers that are asked for again and again, and depend on nothing but the question.

/** The same function with its last answers kept: tools say the same few names all the time, and others must not pile up. */
export function keeping<Value>(find: (text: string) => Value): (text: string) => Value {
  const answers = new Map<string, Value>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= MOST_KEPT) answers.clear();
    const found = find(text);
    answers.set(text, found);
    return found;
  };
}

const MOST_KEPT = 1000;
