// What customers see of one component.
import { type ComponentStatus } from '../../model/component.ts';
import { isActive } from '../../model/incident.ts';
import { isMajor } from '../../model/severity.ts';
import { changeComponents } from '../../response/component-change.ts';
import { isIn } from '../permission.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { firstWord, hint, quoted } from '../words.ts';
import { overWords } from './over.ts';
import { allComponents } from './public-face.ts';
import { managerFix } from './severity.ts';

/** `/set component`. */
export function setComponent(situation: Situation, argument: string): Result {
  const { incident, organisation, now } = situation;
  const [word, rest] = firstWord(argument);
  if (!isActive(incident)) return refused(overWords(incident, 'set component'));
  const components = allComponents(organisation);
  const said = word.toLowerCase();
  const id =
    components.find((each) => each.id === said)?.id ??
    organisation.services.get(said)?.component?.id;
  if (id === undefined)
    return refused(
      word === ''
        ? `Which is missing: \`/set component ${Object.keys(incident.components)[0] ?? components[0]?.id ?? 'web-shop'} degraded\`.`
        : `No component of the status page is called ${quoted(word)}. ${hint(
            said,
            components.map((each) => each.id),
          )}`,
    );
  const named = rest.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const status = STATUSES.find((each) => each === named);
  const before = incident.components[id];
  if (status === undefined && named !== 'none')
    return refused(`Unexpected state ${quoted(rest)}. ${hint(named, [...STATUSES, 'none'])}`);
  if (before === status) return refused(`\`${id}\` is \`${before ?? 'none'}\` here already.`);
  const refusal = lastWordRefusal(situation) ?? emptyRefusal(situation, id, status);
  if (refusal !== null) return refused(refusal);
  const change = `${before ?? 'none'} → ${status ?? 'none'}`;
  return {
    kind: 'done',
    event: 'changed',
    text: `component \`${id}\` \`${before ?? 'none'}\` → \`${status ?? 'none'}\`${isSeen(situation) ? ', and customers see it' : ''}`,
    edits: [
      ...(status === undefined
        ? [{ kind: 'unset' as const, path: ['components', id] }]
        : changeComponents(incident, [{ id, status }], now)),
      line(situation, `[component] ${id}: ${change}, by`),
    ],
  };
}

/** What an incident does to a component; `maintenance` is said by planning one. */
const STATUSES = [
  'operational',
  'degraded',
  'partial_outage',
  'major_outage',
] as const satisfies readonly ComponentStatus[];

function isSeen({ incident }: Situation): boolean {
  return incident.public?.visibility === 'public';
}

/** It is as good as a word to the public. */
function lastWordRefusal(situation: Situation): string | null {
  const { incident, standing, organisation, speaker } = situation;
  const isGrave = isMajor(incident.severity) || isMajor(standing.severity);
  return !isSeen(situation) || !isGrave || isIn('manager', organisation, standing, speaker)
    ? null
    : `What customers see of a sev1 or sev2 is for the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository. ${managerFix(situation)}`;
}

function emptyRefusal(
  situation: Situation,
  id: string,
  status: ComponentStatus | undefined,
): string | null {
  const isLast = Object.keys(situation.incident.components).every((each) => each === id);
  return status === undefined && isLast && isSeen(situation)
    ? `Customers see the incident by \`${id}\` alone: say \`/set component ${id} operational\`, or \`/unpublish text\`.`
    : null;
}
