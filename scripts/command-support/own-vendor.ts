// Deliveries of sources whose tool is a module of the organisation, for the commands that read webhooks.
import { dirname, resolve } from 'node:path';
import { UsageError } from '../cli/exit-code.ts';
import { loadModule } from '../gateway/own-vendors.ts';
import type { Source } from '../model/source.ts';
import type { Delivery, Outcome, SignalAdapter } from '../signals/adapter.ts';
import { isModulePath, normaliseFor } from '../signals/source-adapter.ts';

/** What a delivery of a source means; UsageError when its module cannot be used. */
export async function normaliseOfSource(
  root: string,
  source: Source,
  delivery: Delivery,
): Promise<Outcome> {
  if (!isModulePath(source.vendor)) return normaliseFor(source, delivery);
  const module = await loadModule(root, source.vendor);
  if (module.kind === 'refused') throw new UsageError(module.sentence);
  return module.adapter.normalise(delivery);
}

/** The adapter of a module that the user names, wherever it lies; UsageError when it cannot be used. */
export async function moduleOrFail(folder: string, path: string): Promise<SignalAdapter> {
  const file = resolve(folder, path);
  const module = await loadModule(dirname(file), file, path);
  if (module.kind === 'refused') throw new UsageError(module.sentence);
  return module.adapter;
}
