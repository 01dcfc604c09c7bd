// Every code that a diagnostic can carry, with what it means to the person who reads it. Codes are stable.

/** What a code stands for. */
type Explanation = {
  readonly title: string;
  readonly explanation: string;
};

/** All codes by name. */
export const catalogue = {
  'file-unreadable': {
    title: 'File cannot be read',
    explanation: 'The file exists but could not be opened, is a link, or is not UTF-8 text.',
  },
  'file-too-large': {
    title: 'File is too large',
    explanation:
      'Configuration and incident files are written by people; one above the limit is a mistake or an attack.',
  },
  'merge-conflict': {
    title: 'Both sides of a merge',
    explanation:
      'Git could not join two changes and marked both; the file was committed so. The last version that can be used stays in force.',
  },
  'markdown-tangled': {
    title: 'Text takes too long to read',
    explanation:
      'To find out what each mark of Markdown in a paragraph belongs to takes long where there are many: a text of it would hold up signals, commands and the page.',
  },
  'file-unexpected': {
    title: 'File is in the wrong place',
    explanation:
      'Each folder holds one kind of document; the name of the file is the id of what it describes.',
  },
  'file-name': {
    title: 'File name is no id',
    explanation:
      'The file name is the id: lower-case letters, digits and single dashes, starting with a letter.',
  },
  'file-missing': {
    title: 'Required file is missing',
    explanation:
      'An organisation needs tocsin.yaml, ownership/functions.yaml and rules/00-global.yaml.',
  },
  'recording-line': {
    title: 'Recorded signal cannot be read',
    explanation:
      'The file rules/recorded.jsonl holds one signal per line, as `tocsin recorded` writes them; only the first wrong line is reported.',
  },
  'recording-private': {
    title: 'Recorded signal holds what must not be kept',
    explanation:
      'Recorded signals stand in a repository: mail addresses, secrets, public IP addresses, long numbers and words of customers are taken out of them.',
  },
  'yaml-syntax': {
    title: 'YAML cannot be parsed',
    explanation: 'The text is not valid YAML 1.2.',
  },
  'yaml-duplicate-key': {
    title: 'Key appears twice',
    explanation:
      'A map may hold each key once; otherwise one of the values would be lost without a word.',
  },
  'yaml-limit': {
    title: 'YAML is too deep or expands too far',
    explanation:
      'Aliases and nesting are limited, so that no file can exhaust the memory of those who read it.',
  },
  'yaml-empty': {
    title: 'File is empty',
    explanation: 'A document needs at least its `schema` line.',
  },
  'front-matter-missing': {
    title: 'Front matter is missing',
    explanation:
      'Incidents and post-mortems begin with a line `---`, YAML, and another line `---`.',
  },
  'schema-kind': {
    title: 'Wrong kind of document',
    explanation: 'The `schema` line names the kind and version; it must fit the folder.',
  },
  'schema-type': {
    title: 'Wrong type of value',
    explanation: 'The value has another type than the schema asks for.',
  },
  'schema-required': {
    title: 'Required key is missing',
    explanation: 'The document cannot be understood without this key.',
  },
  'schema-unknown-key': {
    title: 'Unknown key',
    explanation: 'The schema has no such key here; often a typing mistake.',
  },
  'schema-value': {
    title: 'Value is not allowed',
    explanation:
      'The value is outside what the schema allows: a list of words, a pattern, a length or a range.',
  },
  'id-duplicate': {
    title: 'Id is taken',
    explanation: 'Two things of one kind have the same id, so references to it would be ambiguous.',
  },
  'alias-duplicate': {
    title: 'Alias is ambiguous',
    explanation:
      'Two services claim the same name, so signals that use it would be unowned or misrouted.',
  },
  'claim-duplicate': {
    title: 'Two services claim the same',
    explanation:
      'An endpoint, a transaction or a code path with the same pattern in two services would have no clear owner.',
  },
  'code-unmatched': {
    title: 'Code pattern fits no file',
    explanation: 'No tracked file of this repository fits the pattern, so it protects nothing.',
  },
  'unowned-with-teams': {
    title: 'Service is owned and unowned at once',
    explanation: 'A service names its teams, or says that nobody answers for it on purpose.',
  },
  'reviewed-future': {
    title: 'Review lies in the future',
    explanation: 'People cannot have looked at an entry on a day that is still to come.',
  },
  'project-incomplete': {
    title: 'Project leads to no cell',
    explanation:
      'A project of a tool belongs to a service, to a team, or to a product with a team for the function.',
  },
  'reference-unknown': {
    title: 'Reference to something that does not exist',
    explanation: 'The id named here is not declared anywhere in the organisation.',
  },
  'person-unknown': {
    title: 'Person is in no team',
    explanation: 'People who lead, are on call or have a role must be members of a team.',
  },
  'dependency-cycle': {
    title: 'Dependencies run in a circle',
    explanation: 'Services that need each other in a circle have no root to call when they fail.',
  },
  'cause-circle': {
    title: 'Incident is its own cause',
    explanation:
      'Causes that lead back to where they began have no beginning: nobody knows where to look, and each room sends people to the next.',
  },
  'rule-scope': {
    title: 'Rule file belongs to no team',
    explanation:
      'Apart from 00-global.yaml, a file or folder in rules/ is named after the team whose signals it is about.',
  },
  'rule-default-missing': {
    title: 'Stage has no default',
    explanation:
      'Each stage of 00-global.yaml ends with a rule without `when`, so that every signal gets an answer.',
  },
  'rule-unreachable': {
    title: 'Rule is never asked',
    explanation:
      'A rule without `when` matches everything; rules after it in the same stage and file can never decide.',
  },
  'rule-field': {
    title: 'Field is not known at this stage',
    explanation: 'The severity of the incident is only known after the severity stage.',
  },
  'rule-test-invalid': {
    title: 'Test of rules cannot say anything',
    explanation:
      'A test sends one signal per step, from a source, and says what is decided about it or what is there afterwards.',
  },
  'rule-global-only': {
    title: 'Only the global rules may say this',
    explanation:
      'Identity is decided before anybody knows the owner; intervals and escalations are one list for everybody.',
  },
  'rule-identity': {
    title: 'Identity hangs on something that changes',
    explanation:
      'Severity, state, value, time and text of a problem change while it is the same problem; if they were part of its identity, its recovery would not find it.',
  },
  'rule-also': {
    title: 'Only the deciding rule may say this',
    explanation:
      'A rule with `also` adds whom to tell. Whom else to call later (`escalate`) and how often at most (`limit`) says the rule with `to` that decides.',
  },
  'rule-limit': {
    title: 'Value is beyond what a rule may ask',
    explanation:
      'Settling delays a call by 15 seconds at most, silences last 30 days at most, and each stage has room for 32 rules that no index can help with.',
  },
  'regex-invalid': {
    title: 'Regular expression cannot be used',
    explanation:
      'Regular expressions are those of RE2, which takes time in proportion to the text: no look-around and no references back.',
  },
  'regex-habit': {
    title: 'Regular expression says something else than it seems',
    explanation:
      'A pattern always means the whole text. Anchors, quotes and slashes of other tools are read as written, and what has no special character is quicker as plain text.',
  },
  'pattern-habit': {
    title: 'Plain value looks like a pattern',
    explanation:
      'A plain value is compared as it stands: `Disk*` fits only a text that ends with a star. Patterns are written as `glob` or `regex`.',
  },
  'writer-cannot-count': {
    title: 'Nobody keeps the time for this',
    explanation:
      'With `writer: actions` nothing runs between two signals, so nothing can count them or wait.',
  },
  'escalation-end': {
    title: 'Escalation ends at a person',
    explanation:
      'People sleep, are on a train or have left. The last step of an escalation names a channel.',
  },
  'interval-empty': {
    title: 'Interval never or always holds',
    explanation: 'An interval that is no part of the week cannot tell one time from another.',
  },
  'vendor-unknown': {
    title: 'No such vendor',
    explanation: 'A source names the tool behind it by the id of its adapter.',
  },
  'mapping-invalid': {
    title: 'The mapping of a source cannot be used',
    explanation:
      'Pointers are JSON Pointers (`/check/name`), templates hold them in braces (`{/service}: {/summary}`), and the choice without `at` is the last.',
  },
  'scheme-unknown': {
    title: 'The tool cannot prove itself this way',
    explanation:
      'Each tool supports certain ways to prove itself; others would refuse every request.',
  },
  'level-order': {
    title: 'Worse incidents have more time',
    explanation:
      'A worse severity never has more time than a lesser one, and an incident is taken before it is resolved. What a file does not say counts as Tocsin begins with.',
  },
  'level-command': {
    title: 'Step names a command that does not exist',
    explanation:
      'Runbook and checklist stand in the room; whoever types what they say must not be refused.',
  },
  'postmortem-section': {
    title: 'Section of a post-mortem is not written',
    explanation:
      'Whoever is asked to read a post-mortem finds all of its sections, none of them empty. A draft may lack any.',
  },
  'postmortem-impact': {
    title: 'Impact without numbers',
    explanation:
      'How bad it was decides what is worth doing about it: count requests, orders or customers, of how many and for how long.',
  },
  'postmortem-message': {
    title: 'Message to customers is out of order',
    explanation:
      'It acknowledges and apologises, says what happened and why, then what is fixed and what prevents it, and apologises again. Only checked where it may be shown.',
  },
  'postmortem-evidence': {
    title: 'Point of the timeline without evidence',
    explanation:
      'Each point has a link, a number, or the name of somebody who saw it. Asked for while the post-mortem is in review.',
  },
  'postmortem-blame': {
    title: 'Words that look for somebody to blame',
    explanation:
      'People act on what they know and see; a post-mortem asks what made that seem right. The list of words is in docs/postmortems.md.',
  },
  'zone-unknown': {
    title: 'No such time zone',
    explanation: 'Zones are IANA names such as Europe/Amsterdam.',
  },
  'time-invalid': {
    title: 'No such date or time',
    explanation: 'The text has the right shape, but the calendar has no such day or hour.',
  },
  'time-order': {
    title: 'Times run backwards',
    explanation:
      'An incident starts before it is detected, is resolved after it was declared, and so on.',
  },
  'extract-scope': {
    title: 'Naming convention outside the global file',
    explanation:
      'Conventions are read before the owner is known, so no team can have conventions of its own.',
  },
  'extract-pattern': {
    title: 'Naming convention cannot be used',
    explanation:
      'A pattern is literal text, `{field}` and `*`, and there must be signals that fit it.',
  },
  'tier-without-on-call': {
    title: 'Nobody is on call for a tier 1 service',
    explanation:
      'A tier 1 service needs a team with a schedule for the function that is called by default.',
  },
  'state-incomplete': {
    title: 'State lacks what it needs',
    explanation:
      'A state promises facts: a resolved incident has a time of resolution, a duplicate names the incident it repeats, which is neither itself nor another duplicate.',
  },
  'state-contradicted': {
    title: 'State contradicts what happened',
    explanation:
      'An incident that goes on has no time of resolution or closing, a resolved one none of closing: whoever takes it up again removes them. One in triage was not acknowledged, identified or mitigated yet, and is neither sev1 nor sev2. Only a duplicate says what it repeats. A maintenance is never `identified`, `monitoring` or a `duplicate`, and does not end before its window begins.',
  },
  'severity-contradicted': {
    title: 'Worst severity contradicts what happened',
    explanation:
      'The worst severity that an incident ever had (`severity_max`) is never milder than what it has now or than what its timeline tells.',
  },
  'room-shared': {
    title: 'Two incidents with one room',
    explanation:
      'What is said in a room is done to its incident. The hidden first line of the issue says whose room it is; the number in the file of another one is a slip.',
  },
  'confidential-exposed': {
    title: 'Confidential incident in a public repository',
    explanation:
      'A public repository counts as public with all its files. What is `restricted`, or about security and not public, has no room there, and its file tells everything all the same.',
  },
  'closed-past-gate': {
    title: 'Incident closed past the gate',
    explanation:
      'What needs a post-mortem is closed once that is reviewed, and once each accepted action item has an issue, an owner and a day. A file that says `closed` before, without the line of the timeline that `/close` or time left with its key, skips what others were promised; so does one that owes a post-mortem (`postmortem_owed`) and says `declined`, or `duplicate` of what owes none.',
  },
  'duty-dropped': {
    title: 'Post-mortem no longer owed by an edit',
    explanation:
      'Whether an incident owes a post-mortem is decided when it is resolved, and written into its file as `postmortem_owed: true`. Nothing takes that back: git remembers the file that said it, and the writer puts it back before it does anything else.',
  },
  'id-renamed': {
    title: 'Incident under another name',
    explanation:
      'The name of its file is the id of an incident for ever: its room, its post-mortem, its address on the page and other files know it by that. Git remembers the file that had the name, and the writer renames it back before it does anything else.',
  },
  'file-removed': {
    title: 'Incident or post-mortem taken away',
    explanation:
      'Every incident has its own page and address for ever, and numbers of the past count it: its file stays, and so does that of its post-mortem. What stood where the branch began (or at `--base`) and is gone is an error where customers read it, otherwise a warning. What must not be read is taken out of the text of the file.',
  },
  'maintenance-window': {
    title: 'Window does not fit the kind',
    explanation: 'A maintenance has a window from a time until a later one; an incident has none.',
  },
  'recurrence-rule': {
    title: 'Rule of a recurring maintenance cannot be used',
    explanation:
      'A rule is an RRULE of RFC 5545 that begins at most once a day; the hour is that of `window.from`.',
  },
  'recurrence-fit': {
    title: 'Recurring maintenance does not fit its rule',
    explanation:
      'The window is the first time of the rule and ends before the next one; a recurring maintenance names its zone, and days that are called off are days of the rule.',
  },
  'public-incomplete': {
    title: 'Public incident without public words',
    explanation:
      'What is public has a public title or at least one public update, and names its components.',
  },
  'update-malformed': {
    title: 'Public update cannot be read',
    explanation:
      'An update begins with a heading `### <instant> <status>`, with a word of incidents or one of maintenance, and has text. What has such a heading anywhere else than under `## Public updates`, stands in a section whose name is only like that one, or below a block of code, a comment or HTML that does not end, is told to nobody.',
  },
  'id-mismatch': {
    title: 'File name does not fit the incident',
    explanation: 'The id begins with the UTC day of the declaration, and the folder is its year.',
  },
  'rule-shadowed': {
    title: 'Rule can never decide',
    explanation:
      'Everything that it matches is decided by rules before it, by one of them or by several together; what a gate only records meets no mute, suppression or threshold.',
  },
  'rule-redundant': {
    title: 'Rule changes nothing',
    explanation:
      'Without it another rule would say the same of everything that it decides. What only repeats the default is no finding, since it stays when the default changes.',
  },
  'rule-impossible': {
    title: 'No signal can match',
    explanation: 'The conditions exclude each other, or ask for what no signal can have.',
  },
  'rule-foreign-service': {
    title: 'Rule is about what another team owns',
    explanation:
      'A team’s rules are asked only about its own signals. A signal may still name the team itself, so this is a hint.',
  },
  'gate-impossible': {
    title: 'Gate can never open or close',
    explanation:
      'The count can never be reached, or flapping would end before it began: the rule would hold back for good or do nothing.',
  },
  'group-field-missing': {
    title: 'Grouped by a field that may be missing',
    explanation:
      'Signals that lack the field all fall into one group. A condition that the field exists makes clear which signals are meant.',
  },
  'silence-ended': {
    title: 'Silence is over or nearly so',
    explanation:
      'A silence that has ended is history and git keeps it; one that is about to end needs somebody who knows whether the noise is over.',
  },
  'silence-wide': {
    title: 'Silence of nearly everything',
    explanation:
      'Kind, severity, environment and vendor are shared by signals of all services; without another condition nobody hears of anything.',
  },
  'silence-matches-nothing': {
    title: 'Silence that meets nothing recorded',
    explanation:
      'None of the recorded signals meets the conditions, so the noise that was meant will probably be heard all the same.',
  },
  'identity-field-missing': {
    title: 'Identity by a field that may be missing',
    explanation:
      'A signal that lacks the field counts by its tool’s own key, so that it may be taken for another problem. A condition that the field exists makes clear which signals are meant.',
  },
  'route-nobody': {
    title: 'Somebody would not be told',
    explanation:
      'A signal that this rule decides would reach no person and no channel, now or at some time of the next four weeks: neither its team nor triage has a channel, and nobody is on call for them.',
  },
  'triage-unheard': {
    title: 'What nobody owns would not be heard of',
    explanation:
      'What no team owns, or none surely enough, goes to triage, and so does a file that is wrong and whose team is in shadow. A triage team in shadow is told nothing of it, one in digest mode up to an hour late.',
  },
  'page-contrast': {
    title: 'Colours that cannot be told apart',
    explanation:
      'People read a status page on bad screens and in the sun: text keeps 7:1 to its background, the colours of states 4.5:1, in both themes.',
  },
  'page-logo': {
    title: 'Logo is no image',
    explanation:
      'The logo stands in tocsin.yaml itself, as a well-formed SVG image with its namespace and its size, so that the page needs no further request; browsers draw nothing of any other. The one for the dark theme takes its place there.',
  },
  'page-css': {
    title: 'Rules that load something',
    explanation:
      'The status page asks no other host, so that it works when others do not and tells nobody who reads it.',
  },
  'public-html': {
    title: 'HTML in what customers read',
    explanation:
      'GitHub shows some HTML as it is meant. The page shows all of it as it is typed, so that nothing that people write vanishes and nothing that others smuggle in works.',
  },
  'public-silence': {
    title: 'Public incident without a word for too long',
    explanation:
      'Customers who see an open incident and no news think that nobody works on it. What the last update promised counts, otherwise `page.silent_after` of tocsin.yaml.',
  },
  'public-future': {
    title: 'Public time that is still to come',
    explanation:
      'An update that is dated ahead stays the last word on the page until then, whatever is said after it, and an incident that has not begun makes the page red. A post-mortem with such a time is announced to nobody.',
  },
  'public-long-ago': {
    title: 'Public incident that began long before it was told of',
    explanation:
      'In January everybody types last year. All the days from then on are red on the page, and uptime is what they leave of it.',
  },
  'public-untold': {
    title: 'Something is down and the page tells of less',
    explanation:
      'An incident says that a component fails, and no public incident says that it is as bad: the page says that everything works, or tells of less.',
  },
  'public-unseen': {
    title: 'Open incident of something that is retired',
    explanation:
      'Customers read of it over the page and on its own page, but find no component that fails: what is `retired` has a name in what happened and no row.',
  },
  'public-contradiction': {
    title: 'Two words on one page',
    explanation:
      'What is `monitoring` or mitigated is said to have ended, but a component of the incident still fails: its row stays red, and its downtime goes on. Or `public.status` is not what the newest update says: that one counts, since customers read it.',
  },
  'public-unfinished': {
    title: 'An end that customers were not told',
    explanation:
      'Whoever was told that something fails waits for the word that it is over. Nothing closes the incident before it is said.',
  },
  'maintenance-overdue': {
    title: 'Maintenance past its end',
    explanation:
      'A quarter of an hour after the planned end customers should have heard that it is over, or how long it still takes.',
  },
  'maintenance-unheard': {
    title: 'Maintenance that is said to be under way or done too early for its window',
    explanation:
      'What people say begins a work at most four hours early, and `completed` ends nothing that has not begun. Until its window the page says that it is scheduled, below an update that says otherwise.',
  },
  'translation-of-nothing': {
    title: 'Translation of an update that does not exist',
    explanation:
      'What an update says in another language stands under the same instant as the update; another instant would never be shown.',
  },
  'extract-unfilled': {
    title: 'No convention fills this field',
    explanation:
      'A condition asks for a part of names that no pattern of `extract` has. The signal never holds it, so the rule never decides.',
  },
  'name-unfit': {
    title: 'Name nearly fits a convention',
    explanation:
      'A rule asks for a name that the naming conventions of its field would not read, and one that they would read is near.',
  },
} as const satisfies Record<string, Explanation>;

/** A stable name of a kind of finding. */
export type DiagnosticCode = keyof typeof catalogue;
