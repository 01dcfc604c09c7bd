import type { DocumentSet } from '../../config/document-set.ts';
import { suggest, suggestClose } from '../../diagnostics/suggestion.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TeamDocument } from '../../config/documents.ts';
import type { Place } from '../../model/place.ts';
import { finding } from '../finding.ts';
import { type Known, type Mention, mentionOf, mentions } from '../known.ts';

/** People who lead, are on call or have a role are members of a team; of what is over they may have left. */
export function checkPeople(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  const isCurrent = ({ id }: { readonly id: string }): boolean => !known.over.has(id);
  return [
    ...documents.team
      .filter((team) => !team.document.members.includes(team.document.lead))
      .map((team) => foreignLead(team.document, team.locate(['lead']))),
    ...strangers(
      documents.schedule.flatMap((schedule) =>
        mentions(schedule, ['rotation', 'people'], schedule.document.rotation.people),
      ),
      known,
    ),
    ...strangers(
      documents.schedule.flatMap((schedule) =>
        (schedule.document.overrides ?? []).map((entry, index) => ({
          word: entry.person,
          place: schedule.locate(['overrides', index, 'person']),
        })),
      ),
      known,
    ),
    ...strangers(
      documents.incident
        .filter(isCurrent)
        .flatMap((incident) =>
          Object.entries(incident.document.roles ?? {}).map(([role, person]) =>
            mentionOf(person, () => incident.locate(['roles', role])),
          ),
        ),
      known,
    ),
    ...strangers(
      documents.postmortem.filter(isCurrent).map((postmortem) => ({
        word: postmortem.document.owner,
        place: postmortem.locate(['owner']),
      })),
      known,
    ),
    ...strangers(
      documents.postmortem
        .filter(isCurrent)
        .flatMap((postmortem) =>
          mentions(postmortem, ['reviewers'], postmortem.document.reviewers),
        ),
      known,
    ),
  ];
}

function foreignLead({ lead, members }: TeamDocument, place: Place): Diagnostic {
  const close = suggestClose(lead, members);
  const add = `add \`${lead}\` to \`members\``;
  const hint = close === null ? add : `${close} If not, ${add}`;
  return finding(
    'person-unknown',
    place,
    `unexpected lead \`${lead}\`, expected one of the team's members`,
    hint,
  );
}

function strangers(named: readonly Mention[], known: Known): readonly Diagnostic[] {
  return named
    .filter((mention) => !known.people.has(mention.word))
    .map((mention) => stranger(mention, known.people));
}

function stranger(mention: Mention, known: Iterable<string>): Diagnostic {
  const hint = suggest(mention.word, known) ?? 'add the person to the members of a team';
  return finding(
    'person-unknown',
    mention.place,
    `unexpected person \`${mention.word}\`, expected a member of a team`,
    hint,
  );
}
