// Loads the modules that sources of an organisation name. Only here is code of an organisation run, and only code that
// lies in its own folder.
import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Organisation } from '../model/organisation.ts';
import type { SignalAdapter } from '../signals/adapter.ts';
import { moduleAdapter } from '../signals/own/module-adapter.ts';
import { isModulePath, type OwnVendors } from '../signals/source-adapter.ts';

/** A module that can be used, or one sentence about why it cannot. */
export type LoadedModule =
  | { readonly kind: 'loaded'; readonly adapter: SignalAdapter }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Keeps the modules of an organisation that changes. */
export type OwnVendorKeeper = {
  readonly current: () => OwnVendors;
  /** Loads what a changed organisation names. Code that was loaded before stays until the process ends. */
  readonly follow: (organisation: Pick<Organisation, 'sources'>) => Promise<void>;
};

/** Starts with the modules that an organisation names now. */
export async function keepOwnVendors(
  root: string,
  organisation: Pick<Organisation, 'sources'>,
  onTrouble: (sentence: string) => void,
): Promise<OwnVendorKeeper> {
  const told = new Set<string>();
  const tell = (sentence: string): void => {
    if (!told.has(sentence)) onTrouble(sentence);
    told.add(sentence);
  };
  let seen = organisation.sources;
  let vendors = await loadOwnVendors(root, organisation, tell);
  return {
    current: () => vendors,
    follow: async (changed) => {
      if (changed.sources === seen) return;
      seen = changed.sources;
      vendors = await loadOwnVendors(root, changed, tell);
    },
  };
}

/** Loads the modules that the sources of an organisation name; those that cannot be used are told and left out. */
export async function loadOwnVendors(
  root: string,
  { sources }: Pick<Organisation, 'sources'>,
  onTrouble: (sentence: string) => void,
): Promise<OwnVendors> {
  const paths = [...sources.values()].map(({ vendor }) => vendor).filter(isModulePath);
  const loaded = new Map<string, SignalAdapter>();
  for (const path of new Set(paths)) {
    const module = await loadModule(root, path);
    if (module.kind === 'loaded') loaded.set(path, module.adapter);
    else onTrouble(module.sentence);
  }
  return loaded;
}

/** Loads a module inside a folder, called as it is shown; links that lead out of it are not followed. */
export async function loadModule(
  root: string,
  path: string,
  shown: string = path,
): Promise<LoadedModule> {
  const file = placeInside(root, path);
  if (file === null) {
    return refused(`cannot read the module ${shown}: expected a file inside ${root}`);
  }
  try {
    const exported: unknown = { ...(await import(pathToFileURL(file).href)) };
    const adapter = moduleAdapter(exported, shown);
    return adapter.kind === 'read'
      ? { kind: 'loaded', adapter: adapter.value }
      : refused(`the module ${shown} cannot be used: ${adapter.sentence}`);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'no reason given';
    return refused(
      `the module ${shown} cannot be loaded: ${reason.replaceAll(/\s+/g, ' ').slice(0, 300)}`,
    );
  }
}

function placeInside(root: string, path: string): string | null {
  try {
    const file = realpathSync(resolve(root, path));
    return file.startsWith(`${realpathSync(root)}${sep}`) && statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

function refused(sentence: string): LoadedModule {
  return { kind: 'refused', sentence };
}
