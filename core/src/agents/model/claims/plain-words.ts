/**
 * English words that are no names where they stand beside the kind of an object: `the pod restarted`. A word that is missing
 * here is marked though it is none; one that is here and is a name lets that name through.
 */
const words = new Set(
  (
    'a an the this that these those its their his her my your our one no any some each every all both other another same such ' +
    'is are was were be been being am has have had having does do did done can could cannot may might must should would will not never also only and or but ' +
    'of in on at to for from with without by as so than then when while where which who whose what why how if because until after before ' +
    'since during between under over into onto out up down off via per like about against within through again still already just too ' +
    'often here now soon due both either neither nor even yet very more most less least few many much several various ' +
    'affected healthy single new old first second third last main following above below ready stable likely able ' +
    'recent latest current previous next entire whole full empty high higher highest low lower lowest slow slower fast long short ' +
    'different certain specific particular general normal critical severe major minor bad good well worse better wrong right ' +
    'it there they them itself themselves he she we you i went ran run died lost kept got came saw seen found began begun hung ' +
    'threw thrown wrote written said told went gone became sent took taken gave given made left met held put hit set read shut stuck ' +
    'memory disk space storage network traffic load limit limits request requests quota usage error errors failure failures event events ' +
    'log logs line lines status state spec phase condition conditions replica replicas selector account port ports probe probes ' +
    'restart restarts crash loop time times name names number count cause causes reason reasons problem problems issue issues root ' +
    'version versions release rollout change changes update configuration config value values process command resource resources'
  ).split(' '),
);

/** Verbs that follow the rule, in their first form. */
const verbs = new Set(
  (
    'restart crash fail exceed return use need wait start stop reach die kill exit report show request consume serve respond answer ' +
    'receive log mount pull push schedule evict terminate deploy scale remain stay try retry connect depend belong contain handle ' +
    'allow cause trigger indicate suggest appear seem look lack miss refuse deny drop raise time hang block roll update change create ' +
    'delete replace configure point select match expose route listen bind attach detach claim recover heal degrade throttle limit ' +
    'restrict complete finish succeed end continue happen occur observe affect break run keep lose get send take give make leave hold ' +
    'go come become begin write read say tell see find have throw cannot work stick load reload resolve expire attempt produce generate ' +
    'process perform operate repeat increase decrease grow rise fall stall idle sleep queue overload saturate exhaust require rely ' +
    'relate share assign label own manage control monitor probe check verify validate reject accept permit forbid skip ignore detect ' +
    'experience encounter face suffer result lead follow precede reference describe mention include exclude add remove install ' +
    'upgrade roll revert restore free boot initialize initialise launch spawn execute call invoke pend reset pause resume back'
  ).split(' '),
);

/** Of protocols and parts of machines: no object is called so, whose names are small letters. */
const acronyms = new Set('HTTP HTTPS DNS TLS SSL TCP UDP IP API CPU GPU RAM URL ID UTC JSON YAML SQL VM'.split(' '));

const endings = /(?:ies|es|s|ed|d|ing)$/;

/** Whether a word is one of every day, whatever it stands beside. */
export function isPlainWord(word: string): boolean {
  if (acronyms.has(word.replace(/s$/, ''))) return true;
  const lower = word.toLowerCase();
  if (/[-/]/.test(lower)) return lower.split(/[-/]+/).every(isPlainWord);
  if (words.has(lower) || verbs.has(lower)) return true;
  // Names of objects are ASCII.
  if (/\P{ASCII}/u.test(lower)) return true;
  if (/..(?:ly|able|ible|less)$/.test(lower)) return true;
  const ending = endings.exec(lower)?.[0];
  if (ending === undefined) return false;
  const stem = lower.slice(0, -ending.length);
  // `stop` of `stopped`.
  const single = /(.)\1$/.test(stem) ? stem.slice(0, -1) : stem;
  return [stem, `${stem}e`, `${stem}y`, single].some((each) => verbs.has(each));
}
