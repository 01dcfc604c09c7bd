// The adapter of a source: a registered vendor, the source's own mapping, or a module of the organisation.
import type { SourceMapping } from '../model/mapping.ts';
import type { Delivery, Outcome, SignalAdapter } from './adapter.ts';
import { GENERIC, genericAdapter, genericTraits } from './generic/generic.ts';
import { unknownVendor } from './normalise.ts';
import { rejected } from './outcome.ts';
import { findVendor } from './registry.ts';

/** Adapters of the organisation's own modules, by the path that a source names; the shell loads them. */
export type OwnVendors = ReadonlyMap<string, SignalAdapter>;

/** What a source says about how to read it. */
export type Readable = { readonly vendor: string; readonly mapping?: SourceMapping | null };

/** The adapter of a source; undefined where nothing can read it. */
export function adapterOf(
  { vendor, mapping = null }: Readable,
  own: OwnVendors = new Map(),
): SignalAdapter | undefined {
  if (isModulePath(vendor)) return own.get(vendor);
  if (vendor === GENERIC) return mapping === null ? undefined : genericAdapter(mapping);
  return findVendor(vendor);
}

/** What a delivery of a source means. Total: adapters answer and never throw. */
export function normaliseFor(source: Readable, delivery: Delivery, own?: OwnVendors): Outcome {
  const adapter = adapterOf(source, own);
  return adapter?.normalise(delivery) ?? rejected(unknownVendor(source.vendor));
}

/** What is known of a source's tool without its mapping or module; undefined for one that nobody registered. */
export function traitsOf(vendor: string): Omit<SignalAdapter, 'normalise'> | undefined {
  if (isModulePath(vendor)) return { ...genericTraits, title: vendor };
  return vendor === GENERIC ? genericTraits : findVendor(vendor);
}

/** Whether a source names a module of the organisation instead of a vendor. */
export function isModulePath(vendor: string): boolean {
  return vendor.startsWith('./');
}
