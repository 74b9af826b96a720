// The draw file: students and problem as they are hashed. What follows from it, and the draw again.

import { H, bytewise, lot, range, sum } from "./chance.mjs";
import { formed } from "./draw.mjs";
import { LIMITS, bandsFor, check, excessOf, lettersOf, namedSizesOf } from "./evidence.mjs";
import { findClass } from "./classnames.mjs";
import { name as namesByLot } from "./naming.mjs";

export const DRAW_FILE = "balance-classes/draw-file";
const same = (x, y) => H(x) === H(y);
const isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");

// The draw file of a text, or null where it is none.
export function readDrawFile(text) {
  const value = JSON.parse(text);
  if (value?.format !== DRAW_FILE || value.version !== 1) return null;
  const { students, problem } = value;
  const isRow = (row) =>
    Array.isArray(row) && row.length >= 10 && [0, 1, 4, 6, 8].every((i) => typeof row[i] === "string") &&
    [2, 3, 5, 7].every((i) => isTexts(row[i])) && Array.isArray(row[9]);
  const sound = Array.isArray(students) && students.length > 0 && students.every(isRow) &&
    problem && ["students", "quotas", "blocks", "reach"].every((key) => Array.isArray(problem[key]));
  return sound ? { students, problem } : null;
}
const asStudent = ([key, name, identities, levels, together, apart, pinned, barred, reason, numbers]) => ({
  key, name, identities, levels, together, apart, pinned, barred, reason, numbers,
});

function setsOf(students, codesOf) {
  const sets = new Map();
  students.forEach((student, s) => {
    for (const code of codesOf(student)) sets.set(code, [...(sets.get(code) ?? []), s]);
  });
  return [...sets].sort(([x], [y]) => bytewise(x, y));
}
function compare(x, y) {
  if (typeof x === "string") return bytewise(x, y);
  if (typeof x === "number") return x - y;
  for (let i = 0; i < Math.min(x.length, y.length); i += 1) {
    const found = compare(x[i], y[i]);
    if (found !== 0) return found;
  }
  return x.length - y.length;
}

// Section 9 of docs/procedure.md: quotas, blocks and reach, from the students and what is fixed.
// How names sound only the program knows: those quotas are taken as they are listed.
function problemOf(fixed, rows, listed) {
  const students = rows.map(asStudent);
  const { attributes } = fixed;
  const levelOf = (attribute) => {
    const at = attributes.indexOf(attribute);
    return (student) => [student.levels[at]];
  };
  const numbered = (group, sets) => sets.map(([, members], i) => [group, String(i + 1), members]);
  const quotasOf = (group) => {
    if (group === "size") return [["size", "", range(students.length)]];
    if (group === "same_name") return numbered(group, setsOf(students, ({ name }) => [name]).filter(([, some]) => some.length > 1));
    if (group === "apart") return numbered(group, setsOf(students, ({ apart }) => apart));
    if (group === "at_most") {
      const applies = (level) => !["", "none", "no", "not_left_behind", "day"].includes(level);
      return fixed.rules.at_most.filter(([attribute]) => attributes.includes(attribute)).map(([attribute]) => {
        const level = levelOf(attribute);
        return [group, attribute, range(students.length).filter((s) => applies(level(students[s])[0]))];
      }).filter(([, , members]) => members.length > 0);
    }
    if (group.includes("*")) {
      const [one, other] = group.split("*").map((attribute) => setsOf(students, levelOf(attribute)));
      return one.flatMap(([x, xs]) => other.map(([y, ys]) => [group, `${x}*${y}`, xs.filter((s) => ys.includes(s))]))
        .filter(([, , members]) => members.length > 0);
    }
    if (attributes.includes(group)) return setsOf(students, levelOf(group)).map(([level, members]) => [group, level, members]);
    return listed.quotas.filter((quota) => quota[0] === group);
  };
  const names = fixed.classes.map(({ name }) => name);
  const open = ({ pinned, barred }) => {
    const closed = barred.map((one) => findClass(one, names));
    const [own, known] = [pinned ? findClass(pinned, names) : -1, !pinned];
    return range(names.length).filter((c) => (known || c === own) && !closed.includes(c));
  };
  return {
    students: students.map(({ key }) => key),
    quotas: fixed.tiers.flat().filter((group) => group !== "two_way").flatMap(quotasOf).sort(compare),
    blocks: setsOf(students, ({ together }) => (together ? [together] : [])).map(([, members]) => members).sort(compare),
    reach: students.flatMap((student, s) =>
      student.pinned || student.barred.length > 0 ? [[s, open(student).map((c) => names[c]).sort(bytewise)]] : [],
    ),
  };
}

function binsFit(fixed, students) {
  return fixed.numbers.every((name, i) => {
    const bins = fixed.rules.numbers.find(([one]) => one === name)[1];
    const at = fixed.attributes.indexOf(name);
    const stated = students.map(({ numbers }) => numbers[i]).filter((one) => one !== "");
    return students.every(({ numbers, levels }) => {
      if (numbers[i] === "") return levels[at] === "";
      const smaller = stated.filter((one) => one < numbers[i]).length;
      const equal = stated.filter((one) => one === numbers[i]).length;
      const bin = Math.floor((bins * (2 * smaller + equal)) / (2 * stated.length)) + 1;
      return levels[at] === `bin_${String(bin).padStart(String(bins).length, "0")}_of_${bins}`;
    });
  });
}

// The problem as the draw takes it: tiers by positions, the cells of the two-way tier by their levels.
export function drawCase(record, { problem }) {
  const { fixed } = record;
  const { rules } = fixed;
  const quotasIn = (tier) =>
    fixed.tiers[tier].flatMap((group) => problem.quotas.filter((quota) => quota[0] === group).map((quota) => ({ tier, quota })));
  const all = range(fixed.tiers.length).flatMap(quotasIn);
  const isLimit = ({ tier, quota }) => tier === 0 && LIMITS.includes(quota[0]);
  const even = all.filter((one) => !isLimit(one));
  const tiers = fixed.tiers.map((_, tier) => even.filter((one) => one.tier === tier).map(({ quota }) => quota[2]));
  let cells = null;
  if (fixed.tiers.some((groups) => groups.includes("two_way"))) {
    const crossed = fixed.attributes.filter((name) => fixed.tiers.flat().includes(name));
    const placesOf = (name) => range(even.length).filter((p) => even[p].quota[0] === name);
    const within = even.map(({ quota }) => new Set(quota[2]));
    cells = [];
    const members = [];
    crossed.forEach((one, i) =>
      crossed.slice(i + 1).forEach((other) => {
        for (const p of placesOf(one)) {
          for (const q of placesOf(other)) {
            const both = even[p].quota[2].filter((s) => within[q].has(s));
            if (both.length === 0) continue;
            cells.push([p, q]);
            members.push(both);
          }
        }
      }),
    );
    tiers[tiers.length - 1] = members;
  }
  const students = problem.students.length;
  const caps = fixed.classes.map(({ cap }) => cap);
  const size = bandsFor(fixed, 0, "size", "", students);
  const largest = Math.max(64, ...size.map(([, high]) => high));
  const names = fixed.classes.map(({ name }) => name);
  return {
    spread: cells && caps.length > 1 ? Math.floor((rules.depth * Math.max(students, Math.min(500, 5 * students)) * 4096) / largest ** 2) : 0,
    steps: rules.steps,
    problem: {
      keys: problem.students, names, caps, sizes: namedSizesOf(fixed), tiers, two_way: cells,
      tolerance: rules.tolerance, min_size: rules.min_size,
      limits: all.filter(isLimit).map(({ tier, quota }) => [quota[2], bandsFor(fixed, tier, quota[0], quota[1], 0)[0][1]]),
      blocks: problem.blocks,
      reach: problem.reach.map(([student, own]) => [student, own.map((name) => names.indexOf(name)).sort((x, y) => x - y)]),
    },
  };
}

const SAID = {
  students: ["The students of the draw file are those that were fixed before the draw, and the rules make of them what was drawn with."],
  lists: ["Counted again from every student: classes, rules that must hold, and every count."],
  again: ["Drawn again, step by step: the same classes."],
  onWord: ["Drawn again up to the step that met the best, on the word of the record that there is no better: the same classes."],
};
const KNOWN = ["size", "same_name", "same_sound", "same_tone", "apart", "at_most", "two_way"];

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
  const unknown = fixed.tiers.flat().find((group) => !KNOWN.includes(group) && !group.includes("*") && !fixed.attributes.includes(group));
  if (unknown !== undefined) wrong.push(["There is a rule here that this page does not know: {rule}.", { rule: unknown }]);
  if (!same(problemOf(fixed, rows, problem), problem)) wrong.push(["What was drawn with does not follow from the students and the rules."]);
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

function ofLists(record, { students: rows, problem }, order) {
  const { fixed } = record;
  const students = rows.map(asStudent);
  const wrong = [];
  const fail = (where) => wrong.push(["Counted from the students it is otherwise: {where}.", { where }]);
  const byNumber = classesByNumber(record);
  const at = [];
  const numberOf = [];
  order.forEach((s, i) => ([at[s], numberOf[s]] = [byNumber[i], i + 1]));
  const countsOf = (members) => fixed.classes.map((_, c) => members.filter((s) => at[s] === c).length);
  const tierOf = (group) => fixed.tiers.findIndex((groups) => groups.includes(group));
  const order_ = fixed.tiers.flatMap((groups) => groups);
  const quotas = [...problem.quotas].sort((x, y) => order_.indexOf(x[0]) - order_.indexOf(y[0]));
  const told = (list) => list.map(([group, level, students_, counts]) => [group, level, students_, counts]).sort(compare);
  const lines = quotas.map(([group, level, members]) => [group, level, members.length, countsOf(members)]);
  const recorded = record.balance.map(({ group, level, students: many, counts }) => [group, level, many, counts]);
  if (!same(told(lines), told(recorded))) fail("balance");
  for (const block of problem.blocks) if (new Set(block.map((s) => at[s])).size > 1) fail("together");
  const names = fixed.classes.map(({ name }) => name);
  for (const [s, own] of problem.reach) if (!own.includes(names[at[s]])) fail("reach");
  const shown = record.classes.map(({ name }) => name);
  const listed = (some) => some.sort((x, y) => x.lottery_number - y.lottery_number);
  const pinned = students.flatMap((one, s) => (one.pinned ? [{ school_class: shown[at[s]], lottery_number: numberOf[s] }] : []));
  const barred = students.flatMap((one, s) => (one.barred.length > 0 ? [{ school_classes: one.barred, lottery_number: numberOf[s] }] : []));
  if (!same(listed(pinned), record.pinned)) fail("pinned");
  if (!same(listed(barred), record.barred)) fail("barred");
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
  for (const proof of record.proofs) {
    if (!proof.groups.includes("two_way")) continue;
    const { problem: own } = drawCase(record, { problem });
    const cells = own.tiers[own.tiers.length - 1];
    const excess = sum(cells.map((some) => excessOf(bandsFor(fixed, fixed.tiers.length - 1, "two_way", "", some.length), countsOf(some))));
    if (excess !== proof.excess) fail("two_way");
  }
  if (problem.quotas.some(([group, level, members]) => {
    const tier = tierOf(group);
    return tier === 0 && excessOf(bandsFor(fixed, 0, group, level, members.length), countsOf(members)) > 0;
  })) fail("hard");
  return wrong;
}

// The draw again, and whether the same comes of it; `onItsWord` leaves out steps after what the record calls the best.
export function drawAgain(record, file, report, onItsWord = false) {
  const { spread, steps, problem } = drawCase(record, file);
  const known = onItsWord ? [0, ...record.proofs.map(({ bound }) => bound)] : null;
  const outcome = formed(record.seed.value, problem, spread, steps, report, known, record.settled_at_step);
  const { quotas, reach } = outcome;
  const classOfGroup = record.fixed.rules.groups
    ? range(problem.caps.length)
    : namesByLot(record.seed.value, problem, quotas, reach);
  const byNumber = classesByNumber(record);
  const at = outcome.groups.map((group) => classOfGroup[group]);
  const wrong = [];
  const otherwise = at.filter((c, i) => c !== byNumber[i]).length;
  if (otherwise > 0) wrong.push(["Drawn again, {count} students are in other classes.", { count: otherwise }]);
  const groups = record.classes.map(({ group }) => group);
  if (!classOfGroup.every((c, group) => groups[c] === lettersOf(group))) wrong.push(["Drawn again, groups have other class names."]);
  const excess = outcome.excess.slice(1);
  if (!same(excess, record.proofs.map((proof) => proof.excess))) wrong.push(["Drawn again, the excess of the tiers is another one."]);
  const dealt = problem.tiers.map(() => 0);
  for (const { tier, members, bands } of quotas) {
    const counts = problem.caps.map((_, c) => members.filter((s) => outcome.dealt[s] === c).length);
    dealt[tier] += excessOf(bands, counts);
  }
  if (!same(dealt, record.dealt_excess)) wrong.push(["Drawn again, the excess of the deal is another one."]);
  if (outcome.step !== record.settled_at_step) wrong.push(["Drawn again, another step of settling met the best."]);
  return { checks: [check("again", outcome.onWord ? SAID.onWord : SAID.again, wrong)], onWord: outcome.onWord, way: { ...outcome, classOfGroup, at } };
}
