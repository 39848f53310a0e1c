/** Verbs of API names, and their past tense. */

const IRREGULAR: Readonly<Record<string, string>> = {
  begin: "began",
  build: "built",
  buy: "bought",
  cut: "cut",
  do: "did",
  find: "found",
  forget: "forgot",
  freeze: "froze",
  get: "got",
  give: "gave",
  go: "went",
  grow: "grew",
  hide: "hid",
  hold: "held",
  keep: "kept",
  leave: "left",
  lend: "lent",
  let: "let",
  lose: "lost",
  make: "made",
  meet: "met",
  overwrite: "overwrote",
  override: "overrode",
  pay: "paid",
  put: "put",
  quit: "quit",
  read: "read",
  rebind: "rebound",
  bind: "bound",
  rebuild: "rebuilt",
  rerun: "reran",
  reset: "reset",
  resend: "resent",
  run: "ran",
  sell: "sold",
  send: "sent",
  set: "set",
  shut: "shut",
  split: "split",
  take: "took",
  tell: "told",
  undo: "undid",
  unfreeze: "unfroze",
  unset: "unset",
  withdraw: "withdrew",
  write: "wrote",
};

/** Verbs of two syllables whose last consonant doubles all the same. */
const DOUBLED = new Set(
  "submit resubmit commit permit admit transfer refer defer infer cancel untag unmap unplug unpin equip remap reship".split(
    " ",
  ),
);

const ONE_SHORT_SYLLABLE = /^[^aeiou]*[aeiou][^aeiouwxy]$/;

/** The past tense of one English verb in lower case: `stop` → `stopped`, `run` → `ran`. */
export function pastTense(verb: string): string {
  const known = Object.hasOwn(IRREGULAR, verb) ? IRREGULAR[verb] : undefined;
  if (known !== undefined) return known;
  if (verb.endsWith("e")) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  if (DOUBLED.has(verb) || ONE_SHORT_SYLLABLE.test(verb)) return `${verb}${verb.slice(-1)}ed`;
  return `${verb}ed`;
}

/** Puts the first word of a phrase into the past: `stop trail main` → `stopped trail main`. */
export function inThePast(phrase: string): string {
  const space = phrase.indexOf(" ");
  if (space < 0) return pastTense(phrase);
  return pastTense(phrase.slice(0, space)) + phrase.slice(space);
}

/** First words of API names that are verbs, as AWS uses them. */
const VERBS = new Set(
  `abort accept acknowledge activate add advertise allocate allow analyze apply approve archive assign associate assume
  attach authenticate authorize backtrack begin build bundle buy calculate cancel change check claim classify clear clone
  close commit compare complete compose configure confirm connect continue convert copy count create deactivate decline
  decode decrease decrypt delete deliver deny deploy deprecate deprovision deregister derive describe detach detect
  disable disallow disassociate discard disconnect discover dismiss dissociate download drop edit enable encrypt end enroll enter
  estimate evaluate evict exchange execute exit expire export extend fail failover filter finalize find finish flush forget
  freeze generate get grant group head import increase increment index infer ingest initialize initiate insert install
  invalidate invite invoke issue join label launch leave link list load lock logout lookup make manage map mark merge meter
  migrate modify monitor move notify open opt order overwrite pause peer poll populate post predict preview promote
  propose provision publish pull purchase purge push put query re reactivate read rebalance reboot rebuild receive
  recognize record recover redact redeem redrive refresh refund register reimport reject release reload remove rename
  renew reopen reorder replace replicate report request require rerun reset resend resize resolve respond restart restore resume
  resync retire retrieve retry return reverse revert revoke roll rollback rotate run sample save scale scan schedule
  search select send set share shutdown sign signal simulate skip snooze sort split start stop stream submit subscribe suspend
  swap switch sync synchronize synthesize tag terminate test toggle track train transact transcribe transfer translate trigger
  unarchive unassign undeprecate unfreeze ungroup uninstall unlabel unlink unlock unmap unmonitor unpeer unregister unset unshare
  unsubscribe unsuspend untag update upgrade upload validate verify view vote wait withdraw write`.split(
    /\s+/,
  ),
);

/** True for a word (lower case) that opens an API name as its verb. */
export function isVerb(word: string): boolean {
  return VERBS.has(word);
}
