// What record, seal, ledger and the files of changes say of each other, and what counting says of them.

import { H, commitmentOf, isFingerprintOf, range, sum } from "./chance.mjs";
import { plainOf } from "./forms.mjs";
import { faultsOf, seedValue } from "./ledger.mjs";
import { bandsOfAll, outside, sharesOf } from "./problem.mjs";
import { FRIENDS, MADE_GROUPS, hasUnknownRules, quotasOfRules, seatsCanBe, seatsOfAll } from "./quotas.mjs";
import { CODE_GIVER, giverOf, seedsOf, wordsOf } from "./words.mjs";
import { changesWrong } from "./changes.mjs";
import { classesAlike } from "./naming.mjs";
import { rulesWrong } from "./rules.mjs";

export const check = (key, said, wrong = []) => ({ key, said, wrong });
// The fields of numbers that tell people, and the date that goes with them.
const IDENTITIES = ["student_number", "identity_number", "register_number", "birth_date"];
const same = (x, y) => H(x) === H(y);
export const lettersOf = (index) => {
  let text = "";
  for (let left = index + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    text = String.fromCharCode(65 + ((left - 1) % 26)) + text;
  }
  return text;
};
export const keepsCommitment = ({ name, commitment }, words) =>
  !commitment || isFingerprintOf(commitment, commitmentOf(name, words));

// The words come from the givers that were fixed, as they are written down; or from the program alone.
function fromGivers({ givers: sealed }, seed) {
  const givers = sealed.map(giverOf);
  if (!givers.every(({ sound }) => sound)) return false;
  const named = seed.words.map(({ giver }) => giver);
  if (!seed.given) return sealed.length === 0 && (same(named, [""]) || same(named, ["", CODE_GIVER]));
  return (
    same(named, givers.map(({ name }) => name)) &&
    givers.every((giver, i) => wordsOf(giver, seed.words[i].words) === seed.words[i].words && keepsCommitment(giver, seed.words[i].words))
  );
}

function ofRecord({ value: record, asWritten }) {
  const { fixed, seed, source, draw, classes } = record;
  const numbers = classes.flatMap(({ lottery_numbers: own }) => own).sort((a, b) => a - b);
  const few = seedsOf(fixed.givers.map(giverOf));
  const school = fixed.rules.school || source.file.replace(/\.[^.]*$/, "");
  const bins = fixed.rules.numbers.map(([name]) => name);
  const holds = {
    bytes: asWritten,
    digest: H(plainOf(record, "source", "digest")) === record.digest,
    fixed_digest: H(fixed) === record.fixed_digest,
    "fixed.rules_digest": H([fixed.rules, fixed.classes]) === fixed.rules_digest,
    source: H(plainOf(source, "digest")) === source.digest,
    "source.school": source.school === school,
    "source.left_out": source.left_out.every(({ kind }) => ["score", "family", "favour", "forbidden"].includes(kind)),
    seed: seedValue(seed, record.rehearsal) === seed.value && fromGivers(fixed, seed),
    "fixed.few_seeds": Boolean(fixed.few_seeds) === (few !== null && few < 10000n),
    "fixed.steering": draw === null || draw.sealed === Boolean(fixed.steering),
    rehearsal: record.rehearsal === (draw === null),
    classes: classes.length === fixed.classes.length && numbers.length === fixed.students && same(numbers, range(fixed.students).map((i) => i + 1)),
    "fixed.attributes": [fixed.attributes, fixed.identities].every((own) => own.every(Boolean) && new Set(own).size === own.length),
    "fixed.identities": fixed.identities.every((name) => IDENTITIES.includes(name)),
    "fixed.key": ["", "name", ...fixed.identities].includes(fixed.key),
    "fixed.numbers": fixed.numbers.every((name) => bins.includes(name) && fixed.attributes.includes(name)),
    "draw.date": draw === null || [draw.head, draw.replaced].every((hash) => hash === "" || /^[0-9a-fA-F]{64}$/.test(hash)),
  };
  const broken = Object.keys(holds).filter((key) => !holds[key]);
  if (broken.length > 0) return broken.map((key) => ["The record: {key} is not as it was written.", { key }]);
  if (hasUnknownRules(fixed)) return [];
  return rulesWrong(record, lettersOf).map((key) => ["The record: {key} does not follow from the rules.", { key }]);
}

const events = (lines, draw) => lines.filter(({ what }) => what.draw === draw && ["place", "amend", "pair"].includes(what.event));
const outcomes = (lines, draw) => lines.filter(({ what }) => what.draw === draw && what.event === "outcome");

function ofLedger(record, lines) {
  const { draw } = record;
  if (draw === null) return lines.length > 0 ? [["A rehearsal has no ledger."]] : [];
  const begun = lines[draw.line - 1];
  if (begun?.what.event !== "draw") return [["Line {line} of the ledger: {what}", { line: draw.line, what: ["The draw does not begin here."] }]];
  const { what } = begun;
  const entry = {
    number: what.draw, replaces: what.replaces, replaced: what.replaced, reason: what.reason,
    sealed: what.sealed, date: what.date, line: begun.line, head: begun.head,
  };
  const wrong = faultsOf(lines);
  const drawn = [record.fixed_digest, record.fixed.roster_digest, record.seed];
  if (!same(entry, draw) || !same(drawn, [what.fixed, what.roster, what.seed])) {
    wrong.push(["Line {line} of the ledger: {what}", { line: begun.line, what: ["The draw that begins here is not that of the record."] }]);
  }
  const result = lines.find((line) => line.what.event === "result" && line.what.draw === draw.number);
  if (!result || result.what.record !== record.digest) wrong.push(["On the ledger the result of the draw is not this record."]);
  else {
    const last = outcomes(lines, draw.number).pop() ?? result;
    if (last.line !== lines.length) wrong.push(["The ledger goes on after the result: there is something newer than these files."]);
  }
  return wrong;
}

function ofChanges(record, lines, later) {
  const { draw } = record;
  const begun = draw ? events(lines, draw.number) : [];
  const wrong = [];
  for (const { name, kind, value, asWritten } of later) {
    const { source } = value;
    const whole =
      asWritten && name === `${kind}-${value.number}.json` &&
      H(plainOf(value, "source", "digest")) === value.digest &&
      (!source || H(plainOf(source, "digest")) === source.digest) &&
      (!value.seed || seedValue(value.seed, false) === value.seed.value);
    if (!whole) wrong.push(["{file} is not as it was written.", { file: name }]);
  }
  for (const number of range(Math.max(begun.length, later.length)).map((i) => i + 1)) {
    const files = later.filter(({ value }) => value.number === number);
    const lineOf = begun.filter(({ what }) => what.number === number);
    const outcome = draw && outcomes(lines, draw.number).find(({ what }) => what.number === number);
    if (files.length !== 1) wrong.push(["Change {number} has no file here, or more than one.", { number }]);
    else if (lineOf.length !== 1 || !outcome) wrong.push(["The ledger does not hold change {number}, or not its outcome.", { number }]);
    else {
      const [{ kind, value }] = files;
      const [{ line, head, what }] = lineOf;
      const told = [what.draw, what.number, what.before, what.asked, what.date, line, head, what.event, what.seed ?? null, what.other_givers ?? ""];
      const own = [value.draw, value.number, value.before, value.asked, value.date, value.line, value.head, kind, value.seed ?? null, value.other_givers ?? ""];
      if (!same(told, own) || outcome.what.digest !== value.digest) {
        wrong.push(["The ledger tells change {number} otherwise than its file.", { number }]);
      }
    }
  }
  return wrong.length > 0 || hasUnknownRules(record.fixed) ? wrong : changesWrong(record, later);
}

// Counts against bands: what a record says of its classes, counted again from itself.
export const namedSizesOf = ({ classes }) => classes.map(({ size }) => size ?? 0);
export const shapeOf = ({ classes, rules: { tolerance, min_size } }) => ({
  caps: classes.map(({ cap }) => cap), sizes: namedSizesOf({ classes }), tolerance, min_size,
});

// The band of each class for a line of the record; null where it follows from who is in which pool, which no record tells.
function bandsIn(fixed, levels) {
  const many = { length: seatsOfAll(fixed) };
  const problem = { ...shapeOf(fixed), keys: many, tiers: [[many]] };
  const shares = fixed.rules.offered?.length > 0 ? null : sharesOf(problem);
  const made = new Map(quotasOfRules(fixed, levels).map((one) => [`${one.group} ${one.level}`, one]));
  const bands = ({ group, level, students }) => {
    const own = made.get(`${group} ${level}`);
    if (own?.band) return problem.caps.map((_, c) => own.band(students, c));
    if (fixed.tiers[0].includes("apart") && group === "apart") return problem.caps.map(() => [0, 1]);
    return shares && (group === "size" ? bandsOfAll(problem, shares)[0][0] : shares.bands({ length: students }));
  };
  return { made, bands };
}
// How many of some students each class has, by the class of each.
export function countsIn(members, at, classes) {
  const counts = Array(classes).fill(0);
  for (const s of members) counts[at[s]] += 1;
  return counts;
}
export const excessOf = (bands, counts, orNone) => sum(counts.map((n, c) => outside(bands[c], n, orNone)));

// What is wrong where the rules ask for what this page cannot recount: it must not guess.
function ofCounts(record) {
  const { fixed, balance, classes } = record;
  const wrong = [];
  const fail = (where) => wrong.push(["{where} does not add up.", { where }]);
  const caps = fixed.classes.map(({ cap }) => cap);
  if (sum(caps) < seatsOfAll(fixed) || caps.some((cap) => cap < 1)) return [["{where} does not add up.", { where: "fixed.classes" }]];
  const names = fixed.rules.groups ? caps.map((_, c) => lettersOf(c)) : fixed.classes.map(({ name }) => name);
  const sizes = names.map((name) => classes.find((one) => one.name === name)?.lottery_numbers.length);
  if (!same(classes.map(({ name }) => name), names) || classes.some((one) => one.size !== one.lottery_numbers.length)) fail("classes");
  if (classes.some(({ lottery_numbers: own }) => own.some((n, i) => i > 0 && own[i - 1] >= n))) fail("classes");
  if (sizes.some((size, c) => size > caps[c])) fail("classes");
  // A total stands with the attribute whose numbers it adds up.
  const groups = [...new Set(balance.map(({ group, level }) => (group === "total" ? level : group)))];
  const oneWay = fixed.tiers.flat().filter((group) => !["two_way", FRIENDS].includes(group));
  const empty = (group) => !balance.some((line) => line.group === group);
  if (!same(groups, oneWay.filter((group) => !empty(group))) || oneWay.some((group) => fixed.attributes.includes(group) && empty(group))) fail("balance");
  const countsOf = new Map(record.attributes.map(({ name, levels }) => [name, new Map(levels)]));
  const { made, bands: bandsOf } = bandsIn(fixed, (name) => [...(countsOf.get(name)?.keys() ?? [])]);
  if (!seatsCanBe(fixed, countsOf)) fail("fixed.seats");
  for (const [name, { attribute, times, bySeats }] of made) {
    if (bySeats && fixed.seats) continue; // how many seats they take only the students tell
    const many = sum([...times].map(([level, often]) => often * (countsOf.get(attribute)?.get(level) ?? 0)));
    const line = balance.find(({ group, level }) => `${group} ${level}` === name);
    if ((line?.students ?? 0) !== many) fail(`balance ${name}`);
  }
  for (const line of balance) {
    const tier = fixed.tiers.findIndex((some) => some.includes(line.group));
    const own = made.get(`${line.group} ${line.level}`);
    if (!own && MADE_GROUPS.includes(line.group)) fail(`balance ${line.group} ${line.level}`);
    const bands = bandsOf(line) ?? line.low.map((low, c) => [low, line.high[c]]);
    const counts = line.counts.length === caps.length && line.counts.every((n) => n >= 0);
    const bound = same(bands.map(([low]) => low), line.low) && same(bands.map(([, high]) => high), line.high);
    const told = counts && sum(line.counts) === line.students && excessOf(bands, line.counts, own?.orNone) === line.excess;
    const seated = line.group !== "size" ||
      (line.students === seatsOfAll(fixed) && (fixed.seats ? sizes.every((size, c) => size <= line.counts[c]) : same(line.counts, sizes)));
    if (!bound || !told || !seated) fail(`balance ${line.group} ${line.level}`.trim());
    if (tier === 0 && line.excess > 0) wrong.push(["A rule that must hold is broken: {where}.", { where: `${line.group} ${line.level}`.trim() }]);
  }
  if (!same(record.attributes.map(({ name }) => name), fixed.attributes)) fail("attributes");
  for (const { name, levels } of record.attributes) {
    if (sum(levels.map(([, count]) => count)) !== fixed.students) fail(`attributes ${name}`);
    const lines = balance.filter(({ group }) => group === name).map(({ level, students }) => [level, students]);
    if (lines.length > 0 && !same(lines, levels)) fail(`balance ${name}`);
  }
  const byNumber = [];
  for (const one of classes) for (const n of one.lottery_numbers) byNumber[n - 1] = one.name;
  if (H(byNumber) !== record.result_digest) fail("result_digest");
  for (const pin of record.pinned) if (byNumber[pin.lottery_number - 1] !== pin.school_class) fail("pinned");
  if (record.barred.some(({ school_classes: own, lottery_number: n }) => own.includes(byNumber[n - 1]))) fail("barred");
  return wrong;
}

// Whether bound, ground and excess of a proof go together.
export function canBe(proof, earlierOpen) {
  const zero = proof.ground === "zero";
  return (
    proof.bound >= 0 && proof.bound <= proof.excess && zero === (proof.excess === 0) &&
    proof.proven === (proof.excess === proof.bound) && (proof.ground !== "plan" || proof.proven) &&
    proof.earlier_open === (earlierOpen && !zero)
  );
}
function ofProofs(record) {
  const { fixed, proofs, balance, rules = fixed.rules } = record;
  const wrong = [];
  const fail = (what) => wrong.push([what]);
  if (!same(proofs.map(({ groups }) => groups), fixed.tiers.slice(1))) fail("The tiers of the proofs are not those of the rules.");
  if (record.dealt_excess.length !== fixed.tiers.length || record.dealt_excess.some((e) => e < 0)) fail("The excess of the deal is not one number a tier.");
  const step = record.settled_at_step;
  if (step < 0 || step > rules.steps || (record.placed === "program" && step > 0)) fail("There is no such step.");
  if (rules.method === "program" && record.placed !== "program") fail("By the rules a solver places.");
  let earlierOpen = false;
  for (const proof of proofs) {
    if (!canBe(proof, earlierOpen)) fail("A bound, its ground and the excess do not go together.");
    if (!["two_way", FRIENDS].some((group) => proof.groups.includes(group))) {
      const isOf = ({ group, level }) => proof.groups.includes(group === "total" ? level : group);
      const found = sum(balance.filter(isOf).map(({ excess }) => excess));
      if (found !== proof.excess) fail("A proof says another excess than the counts.");
    }
    earlierOpen = earlierOpen || !proof.proven;
  }
  return wrong;
}

// Section 8 from the record alone: who is pinned or barred is told by lottery number.
function ofNames(record) {
  const { fixed, classes, balance } = record;
  const groups = classes.map(({ group }) => group);
  const lettered = classes.map((_, c) => lettersOf(c));
  if (!same([...groups].sort(), [...lettered].sort())) return [["The groups are not those of the classes."]];
  if (fixed.rules.groups) return same(groups, lettered) ? [] : [["The groups do not keep their letters."]];
  const names = fixed.classes.map(({ name }) => name);
  if (fixed.rules.offered?.length > 0) return null; // which classes are open to whom only the students tell
  const reach = new Map();
  for (const { lottery_number: n, school_class: name } of record.pinned) reach.set(n, [names.indexOf(name)]);
  for (const { lottery_number: n, school_classes: own } of record.barred) {
    if (own.some((name) => !names.includes(name))) return null; // written otherwise than the class is named
    const open = range(names.length).filter((c) => !own.includes(names[c]));
    reach.set(n, open.filter((c) => !reach.has(n) || reach.get(n).includes(c)));
  }
  const bands = balance.map(({ low, high }) => low.map((one, c) => [one, high[c]]));
  const classOfGroup = classesAlike(record.seed.value, { caps: fixed.classes.map(({ cap }) => cap), sizes: namedSizesOf(fixed) }, bands, reach);
  const right = classOfGroup.every((c, group) => groups[c] === lettersOf(group));
  return right ? [] : [["By the seed the groups have other class names."]];
}

const SAID = {
  record: ["The record is as it was written: each digest is that of what it covers, and the seed that of its words."],
  seal: ["What was sealed is what was drawn."],
  unsealed: ["It was not sealed before the draw, and no seal is here."],
  ledger: ["The ledger is one whole chain, in the right order, and holds this draw and its result."],
  rehearsed: ["A rehearsal's folder holds no ledger."],
  later: ["Each change after the draw has its file, the ledger its digest, and who sits where adds up."],
  counts: ["Counted again: classes, sizes, every count and every even share."],
  sealAlone: ["The seal is as it was written."],
  ledgerAlone: ["The ledger is one whole chain, in the right order, and each seed on it that of its words."],
  sealedAlone: ["The seal stands on the ledger, and the draw goes by it."],
  words: ["The words come from the givers that were sealed."],
  proofs: ["Each proof can be true; an excess of 0 is proven by counting alone."],
  names: ["The names of the classes follow from the seed."],
};

// `files` holds record, seal and ledger as they were read, and the list of `later` ones.
export function judgeEvidence({ record: kept, seal, ledger, later }) {
  const record = kept.value;
  const recordWrong = ofRecord(kept);
  const found = [check("record", SAID.record, recordWrong)];
  const sealed = record.draw?.sealed ?? false;
  if (seal) {
    const { fixed, fixed_digest: digest, source } = seal.value;
    const whole = seal.asWritten && H(fixed) === digest && H(plainOf(source, "digest")) === source.digest &&
      fixed.givers.every((giver) => giverOf(giver).sound);
    const wrong = whole ? [] : [["The seal is not as it was written."]];
    if (!same(fixed, record.fixed)) wrong.push(["What was sealed is not what was drawn."]);
    if (!sealed && !record.rehearsal) wrong.push(["The draw was not sealed."]);
    found.push(check("seal", SAID.seal, wrong));
  } else if (!sealed) found.push({ ...check("seal", SAID.unsealed), told: true });
  if (ledger || record.rehearsal) {
    found.push(check("ledger", record.rehearsal ? SAID.rehearsed : SAID.ledger, ofLedger(record, ledger ?? [])));
  }
  if (ledger && record.draw && (later.length > 0 || events(ledger, record.draw.number).length > 0)) {
    found.push(check("later", SAID.later, ofChanges(record, ledger, later)));
  }
  if (recordWrong.length > 0 || hasUnknownRules(record.fixed)) return found;
  const counts = ofCounts(record);
  found.push(check("counts", SAID.counts, counts), check("proofs", SAID.proofs, ofProofs(record)));
  const names = counts.length === 0 ? ofNames(record) : null;
  if (names && !record.fixed.rules.groups) found.push(check("names", SAID.names, names));
  else if (names?.length > 0) found.push(check("names", SAID.names, names));
  return found;
}

// What may be published alone: the seal and the ledger, without a record.
export function judgePublic({ seal, ledger }) {
  const found = [];
  if (seal) {
    const { fixed, fixed_digest: digest, source } = seal.value;
    const whole = seal.asWritten && H(fixed) === digest && H(plainOf(source, "digest")) === source.digest &&
      H([fixed.rules, fixed.classes]) === fixed.rules_digest && fixed.givers.every((giver) => giverOf(giver).sound);
    found.push(check("seal", SAID.sealAlone, whole ? [] : [["The seal is not as it was written."]]));
  }
  if (ledger) found.push(check("ledger", SAID.ledgerAlone, faultsOf(ledger)));
  if (seal && ledger) {
    const last = ledger.filter(({ what }) => what.event === "seal").pop();
    const drawn = ledger.filter(({ what }) => what.event === "draw").pop();
    const here = last?.what.fixed === seal.value.fixed_digest && (!drawn || drawn.what.fixed === seal.value.fixed_digest);
    found.push(check("sealed", SAID.sealedAlone, here ? [] : [["On the ledger stands another seal, or a draw by another one."]]));
    if (drawn?.what.sealed && !fromGivers(seal.value.fixed, drawn.what.seed)) found.push(check("seed", SAID.words, [["The words on the ledger are not by the givers of the seal."]]));
  }
  return found;
}

// Of what in these files a fingerprint is that somebody wrote down: a key of `whose` in texts.mjs.
export function whoseFingerprint(written, { record, seal, ledger, later }) {
  if (record && isFingerprintOf(written, record.value.digest)) return ["result"];
  const sealedDigest = record?.value.fixed_digest ?? seal?.value.fixed_digest;
  if (sealedDigest && isFingerprintOf(written, sealedDigest)) return [record && !record.value.draw?.sealed ? "unsealed" : "seal"];
  for (const { value } of later) if (isFingerprintOf(written, value.digest)) return ["change", { number: value.number }];
  for (const { line, head, what } of ledger ?? []) {
    if (isFingerprintOf(written, head)) return ["line", { line }];
    if (what.event === "result" && isFingerprintOf(written, what.record)) return [record ? "other" : "onLedger", { draw: what.draw }];
    if (what.event === "outcome" && isFingerprintOf(written, what.digest)) return ["change", { number: what.number }];
    if (what.event === "rehearsal" && isFingerprintOf(written, what.record)) return ["rehearsal", { line }];
    if (what.event === "seal" && isFingerprintOf(written, what.fixed)) return [sealedDigest ? "otherSeal" : "sealOnLedger", { line }];
  }
  return ["nothing"];
}
