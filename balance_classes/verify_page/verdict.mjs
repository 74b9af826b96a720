// The verdict: what was checked, what does not fit, and what nobody can know from what was put in.

import { H, fingerprint, isFingerprintOf, plainFingerprint, seedOf } from "./chance.mjs";
import { judgeStudents } from "./drawfile.mjs";
import { bytewise } from "./chance.mjs";
import { check, judgeEvidence, judgePublic, keepsCommitment, whoseFingerprint } from "./evidence.mjs";
import { FRIENDS, hasUnknownRules } from "./quotas.mjs";
import { sha256 } from "./sha256.mjs";
import { counted, giverOf, unfitWords, wordsOf } from "./words.mjs";

const WHOSE = {
  result: ["{text} is the fingerprint of this result."],
  seal: ["{text} is the fingerprint of this seal."],
  change: ["{text} is the fingerprint of change {number} after the draw."],
  onLedger: ["{text} is the fingerprint of the result of draw {draw} on the ledger."],
  sealOnLedger: ["{text} is the fingerprint of the seal on line {line} of the ledger."],
  line: ["{text} is the head of line {line} of the ledger."],
};
const NOT_WHOSE = {
  other: ["It is the fingerprint of draw {draw}, which is not this one."],
  otherSeal: ["It is the fingerprint of another seal, on line {line} of the ledger."],
  rehearsal: ["It is the fingerprint of a rehearsal, on line {line} of the ledger."],
  unsealed: ["It is what this draw was fixed to, but the draw was not sealed."],
  nothing: ["It is the fingerprint of nothing that was put in."],
};

// Each fingerprint that somebody wrote down, against the files.
function ofFingerprints(files, written) {
  return written.map((text) => {
    const [whose, values = {}] = whoseFingerprint(text, files);
    const told = { text, ...values };
    if (WHOSE[whose]) return { ...check("fingerprint", [WHOSE[whose][0], told]), whose };
    return { ...check("fingerprint", ["{text}: a fingerprint that you wrote down.", { text }], [[NOT_WHOSE[whose][0], values]]), whose };
  });
}

// The words as they were read aloud: what counts of them, and the seed that they make.
export function seedFrom(spoken, rehearsal = false) {
  const said = spoken.filter(({ words }) => words.trim() !== "");
  const entries = said.map(({ giver, words }) => {
    const known = giverOf(giver);
    const written = known.form ? wordsOf(known, words) : words;
    const unfit = known.form && written === null ? "form" : unfitWords(words);
    const reason = unfit || (keepsCommitment(known, words) ? "" : "commitment");
    return { giver: known.name, words, counts: written === null ? "" : counted(written), reason };
  });
  const whole = entries.length > 0 && entries.every(({ reason }) => reason === "");
  const seed = whole ? seedOf({ words: entries.map(({ counts }) => counts), rehearsal }) : null;
  return { entries, seed };
}

function ofWords({ record, seal, ledger }, told) {
  if (told.entries.length === 0) return [];
  const givers = (record ?? seal)?.value.fixed.givers ?? null;
  const wrong = [];
  const said = ["The words as you heard them are those that the draw started from."];
  for (const { giver, reason } of told.entries) {
    if (reason) wrong.push(["The words of {giver} cannot be words of a seed.", { giver: giver || "–" }]);
  }
  if (givers && told.entries.length < givers.length) return [];
  const drawn = record?.value.seed ?? ledger?.filter(({ what }) => what.event === "draw").pop()?.what.seed;
  if (!drawn || wrong.length > 0) return wrong.length > 0 ? [check("words", said, wrong)] : [];
  const { words } = drawn;
  if (told.seed !== drawn.value) {
    const other = told.entries.filter((entry, i) => counted(words[i]?.words ?? "") !== entry.counts);
    wrong.push(["The draw started from other words: {givers}.", { givers: other.map(({ giver }) => giver || "–").join(", ") || "–" }]);
  }
  return [check("words", said, wrong)];
}

const groupedHex = (hash) => hash.match(/.{4}/g).join(" ");
// The notice beside seal and ledger alone.
function ofNotice(told, ledger) {
  const wrong = [];
  const last = (event) => ledger.filter(({ what }) => what.event === event).pop();
  const [draw, result] = [last("draw"), last("result")];
  if (told.result && !(result && isFingerprintOf(told.result, result.what.record))) wrong.push(["The notice shows the fingerprint of another result."]);
  if (Boolean(told.seal) !== Boolean(draw?.what.sealed) || (told.seal && !isFingerprintOf(told.seal, draw.what.fixed))) wrong.push(["The notice shows another seal."]);
  if (told.head && !ledger.some(({ head }) => isFingerprintOf(told.head, head))) wrong.push(["The notice shows another head of the ledger."]);
  return [check("notice", ["The notice shows the fingerprints that stand on the ledger."], wrong)];
}

function ofPosted({ notice, sheet, record, ledger, drawFile, order, later }) {
  const found = [];
  if (notice) {
    const text = notice.classes.flatMap(({ name, names }) => [name, ...[...names].sort(bytewise)]).map((line) => `${line}\n`).join("");
    if (notice.told.lists) {
      const same = groupedHex(sha256(text)) === notice.told.lists;
      found.push(check("lists", ["The lists on the notice are those that its own SHA-256 covers."], same ? [] : [["The lists on the notice are not those that its SHA-256 covers."]]));
    }
    if (sheet && notice.told.seal) {
      const same = plainFingerprint(sheet.fingerprint) === plainFingerprint(notice.told.seal);
      found.push(check("posted_seal", ["The sheet of the seal and the notice show the same seal."], same ? [] : [["The sheet of the seal shows another fingerprint than the notice."]]));
    }
    const { told } = notice;
    if (!record && ledger) found.push(...ofNotice(told, ledger));
    if (record) {
      const { digest, fixed_digest: fixed, draw } = record.value;
      const wrong = [];
      if (told.result && !isFingerprintOf(told.result, digest)) wrong.push(["The notice shows the fingerprint of another result."]);
      if (Boolean(told.seal) !== Boolean(draw?.sealed) || (told.seal && !isFingerprintOf(told.seal, fixed))) wrong.push(["The notice shows another seal."]);
      const sizes = notice.classes.map(({ name, names }) => [name, names.length]);
      const recorded = record.value.classes.map(({ name, size }) => [name, size]);
      if (later.length === 0 && H(sizes) !== H(recorded)) wrong.push(["The classes on the notice are not as large as those of the record."]);
      found.push(check("notice", ["The notice shows the fingerprints and the class sizes of this record."], wrong));
    }
    if (record && drawFile && order && later.length === 0) {
      const masked = notice.classes.some(({ names }) => names.some((name) => /[*＊(（]/.test(name)));
      if (!masked) {
        const names = record.value.classes.map(({ lottery_numbers: own }) => own.map((n) => drawFile.students[order[n - 1]][1]).sort());
        const same = H(notice.classes.map(({ names: own }) => [...own].sort())) === H(names);
        found.push(check("names_posted", ["The names on the notice are those of the draw, class by class."], same ? [] : [["The notice puts other names into the classes than the draw."]]));
      }
    }
  } else if (sheet && record) {
    const same = isFingerprintOf(sheet.fingerprint, record.value.fixed_digest);
    found.push(check("posted_seal", ["The sheet of the seal shows what was drawn by."], same ? [] : [["The sheet of the seal shows another fingerprint."]]));
  }
  return found;
}

// What no result holds can make any check stumble: then that is what is wrong.
function guarded(checks) {
  try {
    return checks();
  } catch {
    return [check("record", ["The files can be judged."], [["They hold what no result holds."]])];
  }
}
function studentsOf(record, drawFile) {
  let listed = { order: null };
  const checks = guarded(() => (listed = judgeStudents(record, drawFile)).checks);
  return { order: listed.order, checks };
}

// Judges what was put in: sorted files, fingerprints as they were written down, words as they were heard.
export function judge(files, { fingerprints = [], words = [], again = null } = {}) {
  const { record, seal, ledger, later, drawFile, refused } = files;
  const checks = refused.filter(({ version }) => !version)
    .map(({ name, what }) => check("file", ["{file} can be read.", { file: name }], [what]));
  for (const role of files.twice) checks.push(check("twice", ["Each file was put in once."], [["Two files say that they are this: {role}.", { role: [role] }]]));
  if (record) checks.push(...guarded(() => judgeEvidence({ record, seal, ledger, later })));
  else checks.push(...judgePublic({ seal, ledger }));
  const sound = checks.every(({ wrong }) => wrong.length === 0);
  const listed = record && drawFile && sound && !hasUnknownRules(record.value.fixed) ? studentsOf(record.value, drawFile) : { checks: [], order: null };
  checks.push(...listed.checks);
  const spoken = seedFrom(words, record?.value.rehearsal ?? false);
  checks.push(...ofWords(files, spoken));
  checks.push(...ofPosted({ ...files, order: listed.order }));
  const compared = ofFingerprints(files, fingerprints);
  checks.push(...(record || seal || ledger ? compared : []));
  if (again) checks.push(...again.checks);
  const wrong = checks.some((one) => one.wrong.length > 0);
  const drawn = Boolean(again) && !wrong && !again.bySolver;
  const isPosted = compared.some(({ whose }) => whose === "result") ||
    Boolean(record && files.notice?.told.result && isFingerprintOf(files.notice.told.result, record.value.digest));
  const versions = refused.filter(({ version }) => version);
  const state = wrong ? "wrong" : versions.length > 0 ? "version" : drawn ? (again.onWord ? "word" : isPosted ? "yes" : "drawn") : again ? "placed" : record ? "counted" : checks.length > 0 || spoken.seed ? "some" : "nothing";
  return { state, checks, spoken, order: listed.order, versions, rehearsal: record?.value.rehearsal ?? false, strange: Boolean(record) && sound && hasUnknownRules(record.value.fixed), unknown: unknownOf(files, { drawn, isPosted, compared, spoken, again }), canDraw: Boolean(listed.order) };
}

// What is not known from what was put in, a sentence each.
function unknownOf({ record, seal, ledger, later, drawFile, notice, sheet, unread }, { drawn, isPosted, compared, spoken, again }) {
  const found = [];
  const say = (...text) => found.push(text);
  if (!record) {
    if (seal || ledger || notice || spoken.seed) say("whether the classes come from these words: for that an inspector has the record and the draw file");
    return found;
  }
  const { draw, rehearsal, fixed, placed, proofs, seed } = record.value;
  if (hasUnknownRules(fixed)) say("whether the counts are right, and the draw: there are rules here that this page does not know");
  if (!drawn && !again?.bySolver) say(drawFile ? "whether these classes come from the seed: the draw was not made again" : "whether these classes come from the seed: for that an inspector has the draw file");
  if (again?.onWord) say("whether a later step finds better, so that other classes come of it: the record calls this the least possible, which is the word of a solver");
  if (placed === "program") say("why a solver put just these students together, of all divisions that come to these counts: this page cannot do that again, and whoever ran it could have chosen among them");
  if (again?.needless) say("why a solver placed at all: by lots alone the classes are as even");
  if (!isPosted && !rehearsal) say("whether this is the draw that was held: only the fingerprint of the result shows it, as it was posted");
  const sealPosted = compared.some(({ whose }) => whose === "seal") || (sheet && isFingerprintOf(sheet.fingerprint, record.value.fixed_digest));
  if (draw?.sealed && !sealPosted) say("that it was sealed before anybody knew the words: only the fingerprint of the seal shows it, as it was posted beforehand");
  if (draw?.sealed && !seal) say("whether the seal is the one that was drawn by: its file is not here");
  if (!ledger && !rehearsal) say("whether other draws were made: the ledger is not here");
  if (seed.given && !spoken.seed) say("whether the words are those that were read aloud: nobody typed them in here");
  if (!seed.given) say("where the seed came from: nobody gave words, the program drew them");
  if (proofs.some(({ bound }) => bound > 0)) say("whether an excess above 0 is the least possible: that is the word of a solver");
  if (fixed.steering?.trials > 0) say("what the trial draws of the seal said: they were not made again");
  if (!drawFile && fixed.rules.offered?.length > 0) say("whether even shares and class names follow, where levels are offered in some classes only: for that an inspector has the draw file");
  if (!drawFile && fixed.tiers.flat().includes(FRIENDS)) say("how many children have none of the friends they named: for that an inspector has the draw file");
  if (fixed.tiers.flat().some((group) => /^same_(sound|tone)$/.test(group))) say("which names sound alike: that is taken from the file");
  if (!again?.followed.changes && later.some(({ kind }) => kind !== "pair")) say("what was asked and drawn in the changes since the draw, of newcomers and moves: their digests, and who sits where, were checked, their lots were not drawn again");
  if (!again?.followed.pairings && later.some(({ kind }) => kind === "pair")) say("whether teachers and class names come from the words of their lot: for that an inspector has the draw file, and the draw is made again");
  if (later.some(({ kind }) => kind === "amend")) say("whether an approved change was approved, and for the reason that it names");
  if (again || drawFile) say("whether the students are entered truly: the roster must be checked against the register");
  else say("who the students are, and which number is whose: no names are in these files");
  say("whether the rules are those of the policy that they name; what printed lists and workbooks say");
  if (unread.length > 0) say("what is in other files: {files}", { files: unread.join(", ") });
  return found;
}

// The fingerprints of what was put in, each with what it fixes.
export function fingerprintsOf({ record, seal, ledger, later, notice, sheet }) {
  const found = [];
  const add = (what, fixes, text, from) => found.push({ what, fixes, text, from });
  const sealed = record?.value.draw?.sealed ? record.value.fixed_digest : seal?.value.fixed_digest;
  const BEFORE = ["fixed before the draw: all students with what is read of them, the rules, the classes, who gives the words, and how"];
  const RESULT = ["fixed by the result: all of that, the words, every class by lottery numbers, every count and every proof"];
  const HEAD = ["fixed by the ledger: every seal and every draw up to that line, in their order"];
  const CHANGE = ["fixed by a change after the draw: all that it did, and what it followed"];
  if (sealed) add(["Seal"], BEFORE, fingerprint(sealed), ["from the files"]);
  else if (sheet || notice?.told.seal) add(["Seal"], BEFORE, sheet?.fingerprint || notice.told.seal, ["as it was posted"]);
  if (record) add(["Result"], RESULT, fingerprint(record.value.digest), ["from the files"]);
  else if (notice?.told.result) add(["Result"], RESULT, notice.told.result, ["as it was posted"]);
  for (const { value } of later) add(["Change {number}", { number: value.number }], CHANGE, fingerprint(value.digest), ["from the files"]);
  if (ledger?.length) add(["Ledger, line {line}", { line: ledger.length }], HEAD, fingerprint(ledger[ledger.length - 1].head), ["from the files"]);
  else if (notice?.told.head) add(["Ledger"], HEAD, notice.told.head, ["as it was posted"]);
  return found;
}
