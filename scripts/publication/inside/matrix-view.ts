// The stakeholder groups in their quadrants of power and interest.
import type { Organisation } from '../../model/organisation.ts';
import { QUADRANTS } from '../../model/stakeholders.ts';
import type { QuadrantView } from './view.ts';

/** The four quadrants, empty ones too. */
export function viewMatrix({ stakeholders, products }: Organisation): readonly QuadrantView[] {
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return QUADRANTS.map((quadrant) => ({
    quadrant,
    groups: stakeholders
      .filter((group) => group.quadrant === quadrant)
      .map((group) => ({
        id: group.id,
        name: group.name,
        audience: group.audience,
        products: group.products.map((id) => names.get(id) ?? id),
      })),
  }));
}
