// What customers are told works again while another open incident, which they do not see, says that it fails.
import { isConfidential } from '../incidents/hidden.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { named, type Situation } from './situation.ts';

/** A sentence without its full stop that names it and the remedy; empty where there is none. Nobody learns of what is confidential. */
export function unseenWords({ incident, book }: Pick<Situation, 'incident' | 'book'>): string {
  if (incident.public?.visibility !== 'public') return '';
  for (const other of book.incidents) {
    if (other.id === incident.id || !isUnseen(other)) continue;
    const failing = Object.keys(incident.components).find((id) => fails(other, id));
    if (failing !== undefined)
      return `${named(other)} says that \`${failing}\` still fails, and customers do not see it: say \`/publish\` there`;
  }
  return '';
}

function isUnseen(incident: Incident): boolean {
  const { kind, public: face } = incident;
  return (
    kind === 'incident' &&
    isActive(incident) &&
    face?.visibility !== 'public' &&
    !isConfidential(incident)
  );
}

function fails({ components }: Incident, id: string): boolean {
  const status = components[id];
  return status !== undefined && status !== 'operational' && status !== 'maintenance';
}
