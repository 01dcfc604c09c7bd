// Answers that GitHub may confirm with 304 instead of sending them again; such a confirmation costs no request.

/** Kept answers by address. */
export type EtagCache<T> = {
  readonly find: (url: string) => { readonly etag: string; readonly answer: T } | null;
  readonly keep: (url: string, etag: string, answer: T) => void;
};

/** Keeps the latest answers of this many addresses. */
export function createEtagCache<T>(size: number): EtagCache<T> {
  const kept = new Map<string, { readonly etag: string; readonly answer: T }>();
  return {
    find: (url) => kept.get(url) ?? null,
    keep: (url, etag, answer) => {
      kept.delete(url);
      kept.set(url, { etag, answer });
      const [oldest] = kept.keys();
      if (kept.size > size && oldest !== undefined) kept.delete(oldest);
    },
  };
}
