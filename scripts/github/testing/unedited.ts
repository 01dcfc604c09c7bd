// Comments that nobody edited: emulate writes a comment twice when it is made, and where a second ends in between it says
// that it was edited. GitHub says one instant.
import type { Correction } from './corrections.ts';
import { at } from './exchange.ts';
import type { Sending } from './forward.ts';

/** Remembers which comments were edited, and corrects all others wherever emulate shows them. */
export type Unedited = {
  /** Hears what people and programs are about to send. */
  readonly hear: (path: string, sending: Pick<Sending, 'method' | 'body'>) => void;
  readonly correct: Correction;
};

/** Nothing is edited at first. */
export function createUnedited(): Unedited {
  const edited = new Set<string>();
  return {
    hear: (path, { method, body }) => {
      const id = /\/issues\/comments\/(\d+)$/.exec(path)?.[1];
      if (method === 'PATCH' && id !== undefined && at(body, 'body') !== undefined) edited.add(id);
    },
    correct: (fields) => {
      const { html_url: url, id } = fields;
      const isComment = typeof url === 'string' && url.includes('#issuecomment-');
      if (isComment && !edited.has(String(id))) fields['updated_at'] = fields['created_at'];
    },
  };
}
