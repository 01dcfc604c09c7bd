// Components by how they are now: whoever reads only the first words learns of the worst.
import { COMPONENT_STATUSES, type ComponentStatus } from '../model/component.ts';

/** Groups of one state each, the worst first; within one in the order given. */
export function byState<Each extends { readonly status: ComponentStatus }>(
  components: readonly Each[],
): readonly { readonly status: ComponentStatus; readonly components: readonly Each[] }[] {
  return COMPONENT_STATUSES.toReversed()
    .map((status) => ({
      status,
      components: components.filter((component) => component.status === status),
    }))
    .filter((group) => group.components.length > 0);
}
