// Words that look for somebody to blame, each with what to say instead. The documentation's list is made from this one.

/** A way to blame, as people write it. */
export type BlameWord = {
  /** How it is called in findings and in the documentation. */
  readonly shown: string;
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly instead: string;
};

const PERSON = String.raw`(?:he|she|they|@[\w-]+|(?:the|an?|our|one|some|every|another) (?:\w+ )?(?:engineer|developer|operator|admin|administrator|colleague|team|person|somebody))`;

/** All of them; letters of either case. */
export const BLAME_WORDS: readonly BlameWord[] = [
  {
    shown: 'human error',
    pattern: /\bhuman (?:error|mistake|failure)s?\b/gi,
    instead: 'what made the wrong step look right, and what let it through',
  },
  {
    shown: 'blame, to blame, guilty, culprit',
    pattern: /\b(?:blam(?:e|ed|es|ing)|guilty|culprits?)\b/gi,
    instead: 'what contributed to it',
  },
  {
    shown: "somebody's fault, at fault",
    pattern: /\b(?:at fault|(?:his|her|their|my|our|whose|\w+['’]s) (?:own )?fault)\b/gi,
    instead: 'what contributed to it',
  },
  {
    shown: 'careless, negligent, sloppy, lazy',
    pattern: /\b(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|sloppiness|laz(?:y|iness))\b/gi,
    instead: 'what the person knew and saw at that moment',
  },
  {
    shown: 'stupid, dumb, idiot, incompetent',
    pattern: /\b(?:stupid(?:ly|ity)?|dumb|idiot(?:s|ic)?|incompeten(?:t|ce))\b/gi,
    instead: 'what the person knew and saw at that moment',
  },
  {
    shown: 'somebody should have',
    pattern: new RegExp(
      String.raw`(?<![\w@])${PERSON} (?:should(?: not|n['’]t)? have|ought to have)\b`,
      'gi',
    ),
    instead: 'what would have shown it, or would have asked for it',
  },
  {
    shown: 'somebody failed to, neglected to',
    pattern: new RegExp(String.raw`(?<![\w@])${PERSON} (?:failed|neglected) to\b`, 'gi'),
    instead: 'what happened instead, and what the system did then',
  },
  {
    shown: 'forgot, forgotten',
    pattern: /\b(?:forgot|forgotten|forgets)\b/gi,
    instead: 'that nothing asked for the step',
  },
  {
    shown: 'obviously, of course, common sense',
    pattern: /\b(?:obvious(?:ly)?|of course|common sense)\b/gi,
    instead: 'what could be seen at that moment, and where',
  },
  {
    shown: 'messed up, screwed up',
    pattern: /\b(?:mess|screw|fuck)(?:ed|ing|s)? up\b/gi,
    instead: 'what was changed, and what it did',
  },
];
