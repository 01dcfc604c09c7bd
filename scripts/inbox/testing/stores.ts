// Every store of the inbox, and what tests put into them. A new store adds one entry to STORES.
import { join } from 'node:path';
import { removeFolders, temporaryFolder } from '../../apply/testing/repository.ts';
import type { Inbox, NewRequest, OutcomeCounts, Settlement, StoredProblem } from '../inbox.ts';
import { openSqliteInbox } from '../sqlite-inbox.ts';

type Store = { readonly name: string; readonly open: (folder: string) => Inbox };

/** The stores. */
export const STORES: readonly Store[] = [
  { name: 'SQLite', open: (folder) => openSqliteInbox(join(folder, 'inbox.db')) },
];

/** When requests arrive. */
export const NOW = '2026-11-21T09:00:00.000Z';

/** Five minutes after that. */
export const LATER = '2026-11-21T09:05:00.000Z';

/** No signal came to any end. */
export const NONE: OutcomeCounts = {
  applied: 0,
  collapsed: 0,
  gated: 0,
  ignored: 0,
  quarantined: 0,
};

/** A store in a folder of its own. */
export type OpenStore = {
  readonly inbox: Inbox;
  /** What a restart does. */
  readonly reopen: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens a store; close it afterwards. */
export function openStore(open: Store['open']): OpenStore {
  const folder = temporaryFolder();
  let inbox = open(folder);
  return {
    get inbox() {
      return inbox;
    },
    reopen: async () => {
      await inbox.close();
      inbox = open(folder);
    },
    close: async () => {
      await inbox.close();
      removeFolders();
    },
  };
}

/** A request without a delivery id. */
export function request(changes: Partial<NewRequest>): NewRequest {
  const body = new TextEncoder().encode('{"status":"firing"}');
  const base = { source: 'alerts', vendor: 'prometheus-alertmanager', receivedAt: NOW, body };
  return { ...base, deliveryId: null, headers: {}, ...changes };
}

/** What became of the signals of a request. */
export function settlement(
  outcomes: Partial<OutcomeCounts>,
  problems: readonly StoredProblem[] = [],
): Settlement {
  return { outcomes: { ...NONE, ...outcomes }, problems, hops: '[]' };
}
