// The words in which people promise an end, language by language: a table for one rule (promised-end.ts). Lookarounds keep
// out what only looks like such a word.

/** Patterns of one language, each a regular expression without flags. */
export type Tongue = {
  /** That it is over, in words that mean little else; `state` says so of now and of later alike. */
  readonly end: string;
  readonly state: string;
  /** Words that may mean the end, and much else. */
  readonly vagueEnd: string;
  /** That something lies ahead. */
  readonly ahead: string;
  /** A time: one that is exact, a limit that lies ahead by itself, a length of time from now on, and a vague one. */
  readonly exact: string;
  readonly limit: string;
  readonly span: string;
  readonly vague: string;
  /** That it is told of what was. */
  readonly past: string;
  /** That people hear more then, or can ask. */
  readonly news: string;
  /** That it is not so, or only if. */
  readonly not: string;
  /** What may stand around a time without saying anything. */
  readonly filler: string;
};

const CLOCK = '\\d{1,2}:\\d{2}';

const english: Tongue = {
  end: 'fixed|solved|resolved|restored|repaired|recovered|recovery|resolution|restoration|resolve|(?:re)?solve|restore|repair|recover|all clear|fully? functional',
  state:
    '(?<!(?:come|check|get|report|roll(?:ed|ing)?|log|write|call|go|sign|hear|step) )back(?! (?:(?:on|in|into|to) )?(?:you|your|to you)(?!\\p{L}))(?: (?:up|online))?|online|operational|up and running',
  vagueEnd:
    'fix|sorted|full service|available|working|works?|normal|done|over(?! the)|return|resume|up(?= (?:again|by|in|within|before|soon))|functioning|complete recovery|running|good|fine',
  ahead:
    'will|shall|should|would|gonna|going to|expect(?:s|ed|ing)?|expectation|hop(?:e|es|ing|efully)|plan(?:s|ned|ning)? (?:to|for|on)|aim(?:s|ing)?|target(?:s|ing)?|estimat(?:e|es|ed|ing)|anticipat(?:e|es|ed|ing)|likely|probably|on track|promise',
  exact: `(?<!(?:of|from|since|earlier|placed|made|ordered|lost|between|until|till|before|after) )(?:(?:${CLOCK}|\\d{1,2}(?= ?(?:am|pm|utc|o[’']clock)))(?: ?(?:am|pm|utc|o[’']clock))?|noon|midday|midnight|today(?![’']s)|tonight|this (?:morning|afternoon|evening|week|weekend)|(?:by|before|on|next|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day|end of (?:the )?(?:business )?(?:day|week)|eod)`,
  limit: `(?:by|no later than) (?:about |around )?(?:${CLOCK}|\\d{1,2} ?(?:am|pm|utc|o[’']clock)|noon|midday|midnight|tonight|the (?:morning|evening|weekend)|end of (?:the )?(?:business )?(?:day|week)|eod|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?<!(?:until|till|of|from) )tomorrow|later today|next week`,
  span: '(?:in|within|in under|in less than)(?: (?:about|around|approximately|approx\\.?|roughly|another|the next|the|next|less than|under|at most|~))*(?: ?~?(?:\\d{1,3}(?: ?(?:-|–|to|or) ?\\d{1,3})?|an?|one|two|three|four|five|ten|fifteen|twenty|thirty|sixty|few|a few|couple of|a couple of|half an))? ?(?:m|mins?|minutes?|h|hrs?|hours?|days?)(?! (?:of|after))|another (?:\\d{1,3}|few|couple of) (?:mins?|minutes?|hours?|days?)',
  vague:
    '(?<!as )soon|shortly|momentarily|imminently|any (?:minute|moment|time) now|in (?:a|the next few|a few) moments?|before (?:long|noon|midday|midnight|tonight|tomorrow|the weekend|\\d{1,2}(?::\\d{2}| ?(?:am|pm|utc)))',
  past: 'was|were|has been|have been|had|since|ago|already|took|(?:we|they|team|engineers?|provider|partner)(?: have| has| had)? (?:fully |now )?(?:fixed|solved|resolved|restored|repaired|recovered)',
  news: 'updates?|updated|news|tell|told|hear|inform(?:ed)?|report|write|post(?:ed)?|notify|notified|communicate|share|let you know|details|information|summary|root cause|post-?mortem|support|hotline|help ?desk|get back|check back|back to you',
  not: "not|no(?! later)|never|cannot|unknown|unclear|too early|(?:do|does|ca|wo|is|are)n[’']t|if|unless|in case",
  filler:
    'we|our|it|this|to|be|so|that|at|the|latest|most|more or less|around|about|approximately|again|now|fully|then|very|quite|is|all|goes well|\\d{1,3} ?(?:m|mins?|minutes?|h|hrs?|hours?)',
};

const german: Tongue = {
  end: 'behoben|beheben|gelöst|lösen|wiederhergestellt|wiederherstellen|repariert|reparieren|beseitigt|entstört|Behebung|Wiederherstellung|Entwarnung',
  state:
    '(?:wieder|zurück) (?:voll |vollständig |ganz )?(?:da|online|verfügbar|erreichbar|nutzbar|in Betrieb|am Netz)|wieder da',
  vagueEnd:
    'funktionier(?:t|en)|läuft|laufen|geht|gehen|klappt|verfügbar|erreichbar|nutzbar|normal(?:isiert)?|fertig|vorbei|überstanden|abgeschlossen|wieder|zurück|dauert',
  ahead:
    'wird|werden|soll(?:te|ten|en)?|dürften?|müssten?|voraussichtlich|vermutlich|wahrscheinlich|hoffentlich|hoffen|erwarten|erwartet|rechnen|planen|gehen davon aus|schätzen|spätestens',
  exact: `(?<!(?:von|vom|seit|bis|zwischen|vor|nach) )(?:(?:um|gegen|ab|ca\\.|etwa) )?(?:${CLOCK}(?: Uhr)?|\\d{1,2}(?:\\.\\d{2})? Uhr|heute(?: (?:Vormittag|Mittag|Nachmittag|Abend|Nacht))?|Mitternacht|am (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag))`,
  limit: `(?:bis|ab|spätestens)(?: spätestens)?(?: (?:zum|um|ca\\.|etwa|gegen))? (?:${CLOCK}(?: Uhr)?|\\d{1,2}(?:\\.\\d{2})? Uhr|heute(?: (?:Mittag|Abend|Nacht))?|morgen|Mittag|Abend|Mitternacht|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Wochenende)|(?<!(?:am|jeden|guten|diesen) )morgen(?! früh um)|übermorgen|nächste Woche|im Laufe des (?:Tages|Abends|Nachmittags|Vormittags)`,
  span: '(?:in|innerhalb(?: von)?|binnen)(?: (?:etwa|ca\\.|circa|rund|ungefähr|den|der|nächsten|spätestens|weniger als))*(?: (?:\\d{1,3}(?: ?(?:-|–|bis) ?\\d{1,3})?|einer|einem|zwei|drei|fünf|zehn|zwanzig|dreißig|wenigen|ein paar|einigen|einer halben))? (?:Min|Minuten?|Std|Stunden?|Tagen?)|noch (?:etwa |ca\\. |rund )?(?:\\d{1,3}|eine|zwei) (?:Minuten?|Stunden?|Tage?)',
  vague:
    'bald|demnächst|in Kürze|gleich|jeden Moment|jeden Augenblick|zeitnah|alsbald|in Bälde|(?:noch )?vor (?:morgen|Mittag|Mitternacht|\\d{1,2}(?::\\d{2}| Uhr))',
  past: 'wurden?|war|waren|seit|bereits|schon|hatten?|konnten?',
  news: 'Updates?|Neuigkeiten|melden|informieren|berichten|mitteilen|Bescheid|Meldung|Nachricht|Stand|Support|Hotline|Kundendienst|Einzelheiten|Informationen',
  not: 'nicht(?! später)|kein(?:e|en|er|em|es)?|nie|unklar|unbekannt|falls|sofern',
  filler:
    'wir|es|das|dass|ist|so|wohl|dann|etwa|alles|am|um|die|der|uns|damit|gut|\\d{1,3} (?:Minuten?|Stunden?)',
};

const arabic: Tongue = {
  // One word holds what others say in three: the rule is never sure of it.
  end: '(?!)',
  state: '(?!)',
  vagueEnd:
    'إصلاح|حل|تُحل|تحل|نحل|استعادة|(?:س?[تين])?عود|عودة|[تي]عود|(?:س)?[تي]عود|متاح(?:ة|ا|اً)?|(?:س)?[تي]عمل|طبيعي(?:ة)?|المشكلة ستنتهي|[تي]ُصلح|س(?:ن|ي|ت)صلح',
  ahead: 'سوف|نتوقع|المتوقع|يتوقع|يُتوقع|نأمل|نرجو|س[تين]\\p{L}{2,}',
  exact: 'اليوم|الليلة|هذا المساء|الساعة \\d{1,2}(?::\\d{2})?',
  limit: 'غدا|غدًا|غداً|بحلول|يوم (?:الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)|الأسبوع القادم',
  span: '(?:خلال|بعد|في غضون)(?: \\d{1,3})? (?:دقيقة|دقائق|ساعة|ساعات|ساعتين|يوم|يومين|أيام)',
  vague: 'قريبا|قريبًا|قريباً|بعد قليل',
  past: 'تم|تمت|منذ|كان|كانت|عادت|عاد',
  news: 'تحديث|التحديث|تحديثا|تحديثًا|سنخبركم|سنبلغكم|سنوافيكم|التفاصيل|تفاصيل|معلومات|سننشر|سنكتب',
  not: 'لا|لم|لن|ليس|ليست|إذا',
  filler: 'أن|نحن|من|إن|ذلك|هذا',
};

/** Every language of which the rule knows the words. */
export const TONGUES: readonly Tongue[] = [english, german, arabic];
