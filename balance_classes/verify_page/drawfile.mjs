// The draw file: students and problem as they are hashed. What follows from it, and the draw again.

import { H, lot, range, sum } from "./chance.mjs";
import { formed } from "./draw.mjs";
import { changesAgain } from "./changefile.mjs";
import { check, countsIn, excessOf, lettersOf } from "./evidence.mjs";
import { asStudent, binsFit, drawCase, problemOf, setsOf, spreadingOf } from "./formulation.mjs";
import { name as namesByLot } from "./naming.mjs";
import { ordered } from "./problem.mjs";
import { seatsOfAll } from "./quotas.mjs";
import { afterLots, ticketsDecide } from "./solver.mjs";

export const DRAW_FILE = "balance-classes/draw-file";
const same = (x, y) => H(x) === H(y);
const isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");

// The draw file of a text, or null where it is none.
export function readDrawFile(text) {
  const value = JSON.parse(text);
  if (value?.format !== DRAW_FILE || value.version !== 1) return null;
  const { students, problem } = value;
  const isRow = (row) =>
    Array.isArray(row) && [10, 11].includes(row.length) && [0, 1, 4, 6, 8].every((i) => typeof row[i] === "string") &&
    [2, 3, 5, 7].every((i) => isTexts(row[i])) && Array.isArray(row[9]) && (row.length === 10 || isTexts(row[10]));
  const sound = Array.isArray(students) && students.length > 0 && students.every(isRow) &&
    problem && ["students", "quotas", "blocks", "reach"].every((key) => Array.isArray(problem[key]));
  const isQuota = (one) => Array.isArray(one) && one.length === 3 && [one[0], one[1]].every((text) => typeof text === "string") && isTexts(one[2]);
  // What was asked of changes, by their numbers; what is not of its form is not there.
  const numbered = (key, isOne) => Object.fromEntries(Object.entries(Object(value[key])).filter(([, some]) => Array.isArray(some) && some.every(isOne)));
  return sound ? { students, problem, pairings: Object(value.pairings), newcomers: numbered("newcomers", isRow), alike: numbered("alike", isQuota) } : null;
}
const SAID = {
  students: ["The students of the draw file are those that were fixed before the draw, and the rules make of them what was drawn with."],
  lists: ["Counted again from every student: classes, rules that must hold, and every count."],
  again: ["Drawn again, step by step: the same classes."],
  solver: ["A solver placed these students, after lots had not come as far: dealt and settled again as far as lots go; the names of the classes follow from the seed."],
  onWord: ["Drawn again up to the step that met the best, on the word of the record that there is no better: the same classes."],
};

// Whether the draw file is that of the record; then who has which number and sits in which class.
export function judgeStudents(record, file) {
  const { fixed } = record;
  const wrong = [];
  const { students: rows, problem } = file;
  if (H([rows, problem]) !== fixed.roster_digest) return { checks: [check("students", SAID.students, [["This is not the draw file of this record: its digest is another one."]])], order: null };
  const students = rows.map(asStudent);
  const fits = rows.length === fixed.students && new Set(problem.students).size === rows.length &&
    students.every(({ identities, levels, numbers }) =>
      identities.length === fixed.identities.length && levels.length === fixed.attributes.length && numbers.length === fixed.numbers.length);
  if (!fits) return { checks: [check("students", SAID.students, [["The students are not those of the record."]])], order: null };
  const made = problemOf(fixed, rows, problem);
  const seats = made.quotas.find(([group]) => group === "size")?.[2].length;
  if (!same(made, problem) || seats !== seatsOfAll(fixed)) wrong.push(["What was drawn with does not follow from the students and the rules."]);
  if (!binsFit(fixed, students)) wrong.push(["Levels of numbers are not those of the numbers."]);
  const order = lot(record.seed.value, "student", problem.students);
  const checks = [check("students", SAID.students, wrong)];
  if (wrong.length === 0) checks.push(check("lists", SAID.lists, ofLists(record, file, order)));
  return { checks, order: wrong.length === 0 ? order : null };
}

const meanOf = (numbers) => {
  if (numbers.length < 5) return "";
  const tenths = Math.floor((20 * sum(numbers) + numbers.length) / (2 * numbers.length));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
};

export function classesByNumber(record) {
  const at = [];
  record.classes.forEach(({ lottery_numbers: own }, c) => own.forEach((number) => (at[number - 1] = c)));
  return at;
}

// The excess of each tier by who is in which class, in the order of the lottery.
function excessBy({ quotas, wishes }, tiers, at, classes) {
  const found = Array(tiers).fill(0);
  for (const quota of quotas) found[quota.tier] += excessOf(quota.bands, countsIn(quota.members, at, classes), quota.orNone);
  for (const { tier, student, friends } of wishes) if (![...friends].some((s) => at[s] === at[student])) found[tier] += 1;
  return found;
}
function ofLists(record, file, order) {
  const { fixed } = record;
  const { students: rows, problem } = file;
  const students = rows.map(asStudent);
  const wrong = [];
  const fail = (where) => wrong.push(["Counted from the students it is otherwise: {where}.", { where }]);
  const byNumber = classesByNumber(record);
  const at = [];
  const numberOf = [];
  order.forEach((s, i) => ([at[s], numberOf[s]] = [byNumber[i], i + 1]));
  const drawn = drawCase(record, file);
  const counted = ordered(drawn.problem, record.seed.value);
  const lines = new Map(record.balance.map((line) => [`${line.group} ${line.level}`, line]));
  if (drawn.listed.filter(Boolean).length !== record.balance.length) fail("balance");
  drawn.listed.forEach((quota, q) => {
    if (!quota) return; // a cell of the two-way tier
    const { members, bands } = counted.quotas[q];
    const line = lines.get(`${quota[0]} ${quota[1]}`);
    const own = [members.length, bands.map(([low]) => low), bands.map(([, high]) => high), countsIn(members, byNumber, fixed.classes.length)];
    if (!line || !same(own, [line.students, line.low, line.high, line.counts])) fail(`balance ${quota[0]} ${quota[1]}`.trim());
  });
  const [hard, ...excess] = excessBy(counted, fixed.tiers.length, byNumber, fixed.classes.length);
  if (hard > 0) fail("hard");
  record.proofs.forEach((proof, k) => proof.excess !== excess[k] && fail(proof.groups.join(", ")));
  for (const block of problem.blocks) if (new Set(block.map((s) => at[s])).size > 1) fail("together");
  const names = fixed.classes.map(({ name }) => name);
  for (const [s, own] of problem.reach) if (!own.includes(names[at[s]])) fail("reach");
  const shown = record.classes.map(({ name }) => name);
  const sorted = (some) => some.sort((x, y) => x.lottery_number - y.lottery_number);
  const pinned = students.flatMap((one, s) => (one.pinned ? [{ school_class: shown[at[s]], lottery_number: numberOf[s] }] : []));
  const barred = students.flatMap((one, s) => (one.barred.length > 0 ? [{ school_classes: one.barred, lottery_number: numberOf[s] }] : []));
  if (!same(sorted(pinned), record.pinned)) fail("pinned");
  if (!same(sorted(barred), record.barred)) fail("barred");
  const levels = fixed.attributes.map((name, i) => ({
    name, levels: setsOf(students, ({ levels: own }) => [own[i]]).map(([level, some]) => [level, some.length]),
  }));
  if (!same(levels, record.attributes)) fail("attributes");
  const means = fixed.numbers.map((name, i) => {
    const stated = students.map(({ numbers }, s) => [at[s], numbers[i]]).filter(([, one]) => one !== "");
    return {
      name, stated: stated.length, overall: meanOf(stated.map(([, one]) => one)),
      classes: names.map((_, c) => meanOf(stated.filter(([own]) => own === c).map(([, one]) => one))),
    };
  });
  if (!same(means, record.means)) fail("means");
  return wrong;
}

// Whether the groups have the names that the lot gives them.
function namesWrong({ classes }, classOfGroup) {
  const right = classOfGroup.every((c, group) => classes[c].group === lettersOf(group));
  return right ? [] : [["Drawn again, groups have other class names."]];
}

// The draw again, and whether the same comes of it; `onItsWord` leaves out steps after what the record calls the best.
// The `later` files are followed, too.
export function drawAgain(record, file, { later = [], report, onItsWord = false } = {}) {
  const drawn = drawCase(record, file);
  const { steps, problem } = drawn;
  const bySolver = record.placed === "program";
  const known = onItsWord && !bySolver ? [0, ...record.proofs.map(({ bound }) => bound)] : null;
  const outcome = formed(record.seed.value, problem, spreadingOf(drawn), steps, report, known, record.settled_at_step);
  const { quotas, reach } = outcome;
  const classOfGroup = record.fixed.rules.groups
    ? range(problem.caps.length)
    : namesByLot(record.seed.value, problem, quotas, reach);
  const at = outcome.groups.map((group) => classOfGroup[group]);
  const wrong = namesWrong(record, classOfGroup);
  const dealt = excessBy(outcome, problem.tiers.length, outcome.dealt, problem.caps.length);
  if (!same(dealt, record.dealt_excess)) wrong.push(["Drawn again, the excess of the deal is another one."]);
  const lots = bySolver ? afterLots(record, outcome) : { wrong: placesWrong(record, outcome, at), needless: false };
  wrong.push(...lots.wrong, ...(bySolver ? ticketsDecide(record, problem) : []));
  const again = check(bySolver ? "solver" : "again", bySolver ? SAID.solver : outcome.onWord ? SAID.onWord : SAID.again, wrong);
  const changed = wrong.length === 0 ? guarded(() => changesAgain(record, file, problem, outcome.order, later)) : { checks: [], followed: {} };
  return {
    checks: [again, ...changed.checks], followed: changed.followed, onWord: outcome.onWord, bySolver, needless: lots.needless,
    way: bySolver ? null : { ...outcome, classOfGroup, at },
  };
}
function placesWrong(record, outcome, at) {
  const wrong = [];
  const byNumber = classesByNumber(record);
  const otherwise = at.filter((c, i) => c !== byNumber[i]).length;
  if (otherwise > 0) wrong.push(["Drawn again, {count} students are in other classes.", { count: otherwise }]);
  const excess = outcome.excess.slice(1);
  if (!same(excess, record.proofs.map((proof) => proof.excess))) wrong.push(["Drawn again, the excess of the tiers is another one."]);
  if (outcome.step !== record.settled_at_step) wrong.push(["Drawn again, another step of settling met the best."]);
  return wrong;
}
// What no result holds can make any check stumble: then that is what is wrong.
function guarded(followed) {
  try {
    return followed();
  } catch {
    return { checks: [check("changes", SAID.again, [["They hold what no result holds."]])], followed: {} };
  }
}
