import type { DocumentSet } from '../../config/document-set.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../finding.ts';
import { type Known, type Mention, mentions } from '../known.ts';

/** People who lead, are on call or have a role are members of a team. */
export function checkPeople(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  return [
    ...documents.team
      .filter((team) => !team.document.members.includes(team.document.lead))
      .map((team) => stranger({ word: team.document.lead, place: team.locate(['lead']) }, team.document.members)),
    ...strangers(documents.schedule.flatMap((schedule) => mentions(schedule, ['rotation', 'people'], schedule.document.rotation.people)), known),
    ...strangers(documents.schedule.flatMap((schedule) =>
      (schedule.document.overrides ?? []).map((entry, index) => ({ word: entry.person, place: schedule.locate(['overrides', index, 'person']) }))), known),
    ...strangers(documents.incident.flatMap((incident) =>
      Object.entries(incident.document.roles ?? {}).map(([role, person]) => ({ word: person, place: incident.locate(['roles', role]) }))), known),
    ...strangers(documents.postmortem.map((postmortem) => ({ word: postmortem.document.owner, place: postmortem.locate(['owner']) })), known),
    ...strangers(documents.postmortem.flatMap((postmortem) => mentions(postmortem, ['reviewers'], postmortem.document.reviewers)), known),
  ];
}

function strangers(named: readonly Mention[], known: Known): readonly Diagnostic[] {
  return named.filter((mention) => !known.people.has(mention.word)).map((mention) => stranger(mention, known.people));
}

function stranger(mention: Mention, known: Iterable<string>): Diagnostic {
  const hint = suggest(mention.word, known) ?? 'add the person to the members of a team';
  return finding('person-unknown', mention.place, `unexpected person \`${mention.word}\`, expected a member of a team`, hint);
}
