/**
 * British spellings in American form, so that either counts as right: stems and endings, and a short list of words.
 * @module
 */

const OUR =
  'arb|ard|arm|behavi|cand|clam|col|discol|dishon|endeav|fav|ferv|flav|harb|hon|hum|lab|misdemean|neighb|od|parl|' +
  'ranc|rig|rum|sav|splend|succ|tum|val|vap|vig';
const ISE =
  'agon|antagon|apolog|author|capital|categor|character|civil|colon|critic|econom|emphas|energ|equal|familiar|fertil|' +
  'final|formal|galvan|general|harmon|hospital|hypnot|ideal|immun|ital|jeopard|legal|local|magnet|material|maxim|' +
  'mechan|memor|mesmer|minim|mobil|modern|monopol|moral|national|neutral|normal|optim|organ|oxid|patron|penal|' +
  'personal|philosoph|polar|popular|pulver|rational|real|recogn|reorgan|revolution|satir|scrutin|sensational|social|' +
  'special|stabil|standard|steril|subsid|summar|symbol|sympath|synchron|terror|theor|tranquil|trivial|urban|util|' +
  'vandal|vapor|victim|visual|vital';
const RE = 'cent|fib|goit|lit|lust|maug|meag|mit|och|sab|scept|sepulch|somb|spect|theat|calib';
const DOUBLE_L =
  'bevel|cancel|carol|channel|chisel|counsel|dial|duel|enamel|equal|fuel|funnel|gambol|gravel|grovel|initial|jewel|' +
  'label|level|libel|marshal|marvel|model|panel|pedal|pencil|quarrel|rival|shovel|shrivel|signal|snivel|spiral|' +
  'squirrel|stencil|swivel|total|towel|trammel|travel|tunnel|unravel|yodel';

/** Asked in turn; the first that fits makes the word. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^((?:un|re|mis)?(?:${OUR}))our(.*)$`), '$1or$2'],
  [new RegExp(`^((?:un|re|de|dis)?(?:${ISE}))is(e|es|ed|er|ers|ing|able|ation|ations)$`), '$1iz$2'],
  [/^(anal|paral|catal)ys(e|es|ed|er|ers|ing)$/, '$1yz$2'],
  [new RegExp(`^(${RE}|(?:kilo|centi|milli)?met)re(s)?$`), '$1er$2'],
  [new RegExp(`^(${RE})red$`), '$1ered'],
  [new RegExp(`^(${DOUBLE_L})l(ed|ing|er|ers|ings|or|ors|ous|ously)$`), '$1$2'],
  [/^(fulfi|enro|insti|disti|enthra)l(s|ment|ments)?$/, '$1ll$2'],
  [/^(ski|wi)lful(ly)?$/, '$1llful$2'],
  [/^(cata|ana|dia|epi)logue(s)?$/, '$1log$2'],
  [/^(def|off|pret)ence(s|less)?$/, '$1ense$2'],
  [/^(medi|encyclop)ae(.+)$/, '$1e$2'],
  [/^(an)aesthe(.+)$/, '$1esthe$2'],
  [/^(out)?manoeuvre(s)?$/, '$1maneuver$2'],
  [/^(out)?manoeuvring$/, '$1maneuvering'],
  [/^(judg|acknowledg|abridg)ement(s)?$/, '$1ment$2'],
  [/^(sm|m)ould(.*)$/, '$1old$2'],
  [/^(to|after|back|for|up|down)wards$/, '$1ward'],
];

const WORDS: ReadonlyMap<string, string> = new Map(
  (
    'grey:gray greys:grays greyish:grayish tyre:tire tyres:tires kerb:curb plough:plow ploughs:plows ' +
    'ploughed:plowed ploughing:plowing draught:draft draughts:drafts gaol:jail gaoler:jailer cheque:check ' +
    'cheques:checks moustache:mustache moustaches:mustaches pyjamas:pajamas sceptic:skeptic ' +
    'sceptical:skeptical scepticism:skepticism sulphur:sulfur programme:program programmes:programs ' +
    'aluminium:aluminum axe:ax cosy:cozy jewellery:jewelry ageing:aging woollen:woolen waggon:wagon ' +
    'waggons:wagons aeroplane:airplane aeroplanes:airplanes licence:license licences:licenses ' +
    'practise:practice practised:practiced practising:practicing manoeuvred:maneuvered ' +
    'speciality:specialty learnt:learned spelt:spelled'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** The American spelling of a lower-case word; the word itself where there is no other. */
export function americanSpelling(word: string): string {
  const known = WORDS.get(word);
  if (known !== undefined) return known;
  const rule = RULES.find(([british]) => british.test(word));
  return rule === undefined ? word : word.replace(...rule);
}
