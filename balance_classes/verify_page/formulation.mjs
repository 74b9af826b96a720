// What is drawn from, by the students of a draw file and what is fixed: section 9 of docs/procedure.md.

import { bytewise, range, sum } from "./chance.mjs";
import { findClass } from "./classnames.mjs";
import { shapeOf } from "./evidence.mjs";
import { bandsOfAll, sharesOf } from "./problem.mjs";
import { FRIENDS, KEEP, MADE_GROUPS, offersOf, quotasOfRules, seatsTaken } from "./quotas.mjs";

export const asStudent = ([key, name, identities, levels, together, apart, pinned, barred, reason, numbers, friends = []]) => ({
  key, name, identities, levels, together, apart, pinned, barred, reason, numbers, friends,
});

export function setsOf(students, codesOf) {
  const sets = new Map();
  students.forEach((student, s) => {
    for (const code of codesOf(student)) sets.set(code, [...(sets.get(code) ?? []), s]);
  });
  return [...sets].sort(([x], [y]) => bytewise(x, y));
}
export function compare(x, y) {
  if (typeof x === "string") return bytewise(x, y);
  if (typeof x === "number") return x - y;
  for (let i = 0; i < Math.min(x.length, y.length); i += 1) {
    const found = compare(x[i], y[i]);
    if (found !== 0) return found;
  }
  return x.length - y.length;
}

// Levels of an attribute, in their order, as quotas.mjs asks for them.
export const levelsIn = ({ attributes }, students) => (attribute) => {
  const at = attributes.indexOf(attribute);
  return at < 0 ? [] : [...new Set(students.map(({ levels }) => levels[at]))].sort(bytewise);
};

// Quotas, blocks and reach. How names sound only the program knows: those quotas are taken as they are listed.
export function problemOf(fixed, rows, listed) {
  const students = rows.map(asStudent);
  const { attributes } = fixed;
  const levelOf = (attribute) => {
    const at = attributes.indexOf(attribute);
    return (student) => [student.levels[at]];
  };
  const seats = seatsTaken(fixed, levelsIn(fixed, students), students);
  const numbered = (group, sets) => sets.map(([, members], i) => [group, String(i + 1), members]);
  const quotasOf = (group) => {
    if (group === "size") return [["size", "", seats.flatMap((many, s) => Array(many).fill(s))]];
    if (group === "same_name") return numbered(group, setsOf(students, ({ name }) => [name]).filter(([, some]) => some.length > 1));
    if (group === "apart") return numbered(group, setsOf(students, ({ apart }) => apart));
    if (group.includes("*")) {
      const [one, other] = group.split("*").map((attribute) => setsOf(students, levelOf(attribute)));
      return one.flatMap(([x, xs]) => other.map(([y, ys]) => [group, `${x}*${y}`, xs.filter((s) => ys.includes(s))]))
        .filter(([, , members]) => members.length > 0);
    }
    if (attributes.includes(group)) return setsOf(students, levelOf(group)).map(([level, members]) => [group, level, members]);
    return listed.quotas.filter((quota) => quota[0] === group);
  };
  const byRule = quotasOfRules(fixed, levelsIn(fixed, students)).map(({ group, level, attribute, times, bySeats }) => {
    const own = levelOf(attribute);
    return [group, level, range(students.length).flatMap((s) => Array((times.get(own(students[s])[0]) ?? 0) * (bySeats ? seats[s] : 1)).fill(s))];
  });
  const names = fixed.classes.map(({ name }) => name);
  const open = ({ pinned, barred }) => {
    const closed = barred.map((one) => findClass(one, names));
    const [own, known] = [pinned ? findClass(pinned, names) : -1, !pinned];
    return range(names.length).filter((c) => (known || c === own) && !closed.includes(c));
  };
  const offered = offeredTo(fixed, students);
  const reach = students.flatMap((student, s) => {
    if (!student.pinned && student.barred.length === 0 && offered[s].length === names.length) return [];
    return [[s, open(student).filter((c) => offered[s].includes(c)).map((c) => names[c]).sort(bytewise)]];
  });
  const place = new Map(students.map(({ key }, s) => [key, s]));
  const friends = students.flatMap((student, s) =>
    student.friends.length > 0 ? [[s, student.friends.map((key) => place.get(key) ?? -1).sort((x, y) => x - y)]] : [],
  );
  const named = fixed.tiers.flat().filter((group) => !["two_way", FRIENDS, ...MADE_GROUPS].includes(group));
  return {
    students: students.map(({ key }) => key),
    quotas: [...named.flatMap(quotasOf), ...byRule.filter(([, , members]) => members.length > 0)].sort(compare),
    blocks: setsOf(students, ({ together }) => (together ? [together] : [])).map(([, members]) => members).sort(compare),
    reach,
    ...(friends.length > 0 ? { friends } : {}),
  };
}

// The classes that rules open to each student: those of all its levels that are offered in some only.
function offeredTo(fixed, students) {
  const offers = offersOf(fixed, levelsIn(fixed, students));
  const at = offers.map(({ attribute }) => fixed.attributes.indexOf(attribute));
  return students.map(({ levels }) => {
    const own = offers.filter(({ level }, i) => levels[at[i]] === level);
    return range(fixed.classes.length).filter((c) => own.every(({ open }) => open.has(c)));
  });
}
// All students, as often as they take seats, by the classes that rules open to them and the numbers that those name; null where they name none.
function poolsOf(fixed, students) {
  const offers = offersOf(fixed, levelsIn(fixed, students)).map((one) => ({ ...one, at: fixed.attributes.indexOf(one.attribute) }));
  if (offers.length === 0) return null;
  const seats = seatsTaken(fixed, levelsIn(fixed, students), students);
  const pools = new Map();
  offeredTo(fixed, students).forEach((open, s) => {
    const own = offers.filter((one) => students[s].levels[one.at] === one.level && sum([...one.open.values()]) > 0).pop();
    const numbers = fixed.classes.map((_, c) => own?.open.get(c) ?? 0);
    const key = JSON.stringify([open, numbers]);
    if (!pools.has(key)) pools.set(key, [[], open, numbers]);
    pools.get(key)[0].push(...Array(seats[s]).fill(s));
  });
  return [...pools.values()];
}

export function binsFit(fixed, students) {
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

// The problem as the draw takes it: tiers by positions, the cells of the two-way tier by their levels. `listed`
// has the quotas in the order of the draw's own, each as [group, level, members].
export function drawCase({ fixed }, { students: rows, problem }) {
  const { rules } = fixed;
  const students = rows.map(asStudent);
  const made = new Map(quotasOfRules(fixed, levelsIn(fixed, students)).map((one) => [`${one.group} ${one.level}`, one]));
  const ofRule = ([group, level]) => made.get(`${group} ${level}`);
  const isApart = (tier, [group]) => tier === 0 && group === "apart";
  const quotasIn = (tier) => fixed.tiers[tier].flatMap((group) => problem.quotas.filter((quota) => quota[0] === group).map((quota) => ({ tier, quota })));
  const even = range(fixed.tiers.length).flatMap(quotasIn).filter(({ tier, quota }) => !ofRule(quota) && !isApart(tier, quota));
  const tiers = fixed.tiers.map((_, tier) => even.filter((one) => one.tier === tier).map(({ quota }) => quota[2]));
  const cells = fixed.tiers.some((groups) => groups.includes("two_way")) ? cellsOf(fixed, even) : null;
  if (cells) tiers[tiers.length - 1] = cells.map(({ members }) => members);
  const shape = shapeOf(fixed);
  const of = (group) => problem.quotas.filter((quota) => quota[0] === group);
  const limits = [...(fixed.tiers[0].includes("apart") ? of("apart") : []), ...of("at_most")];
  const bandsIn = (quota) => shape.caps.map((_, c) => ofRule(quota).band(quota[2].length, c));
  const wishes = fixed.tiers.findIndex((groups) => groups.includes(FRIENDS));
  const names = fixed.classes.map(({ name }) => name);
  return {
    depth: rules.depth, steps: rules.steps,
    listed: [...even.map(({ quota }) => quota), ...(cells ?? []).map(() => null), ...limits, ...of("at_least"), ...of("offered"), ...of("total"), ...of(KEEP)],
    problem: {
      ...shape, keys: problem.students, names, tiers, two_way: cells && cells.map(({ places }) => places),
      pools: poolsOf(fixed, students),
      limits: limits.map((quota) => [quota[2], ofRule(quota)?.number ?? 1]),
      at_least: of("at_least").map((quota) => [quota[2], ofRule(quota).number]),
      numbers: of("offered").map((quota) => [quota[2], bandsIn(quota)]),
      totals: of("total").map((quota) => [ofRule(quota).tier, quota[2]]),
      stands: of(KEEP).map((quota) => [ofRule(quota).tier, quota[2], ofRule(quota).own]),
      friends: (problem.friends ?? []).map(([student, others]) => [wishes, student, others]),
      blocks: problem.blocks,
      reach: problem.reach.map(([student, own]) => [student, own.map((name) => names.indexOf(name)).sort((x, y) => x - y)]),
    },
  };
}
// The cells of every two attributes that are spread: their members, and the places of their two levels.
function cellsOf(fixed, even) {
  const crossed = fixed.attributes.filter((name) => fixed.tiers.flat().includes(name));
  const placesOf = (name) => range(even.length).filter((p) => even[p].quota[0] === name);
  const within = even.map(({ quota }) => new Set(quota[2]));
  const cells = crossed.flatMap((one, i) => crossed.slice(i + 1).flatMap((other) => placesOf(one).flatMap((p) =>
    placesOf(other).map((q) => ({ places: [p, q], members: even[p].quota[2].filter((s) => within[q].has(s)) })))));
  return cells.filter(({ members }) => members.length > 0);
}
// How many steps of spreading: by the largest class that there may be.
export function spreadingOf({ depth, problem }) {
  const { keys, caps, two_way: cells } = problem;
  const size = bandsOfAll({ ...problem, tiers: [problem.tiers[0].slice(0, 1)] }, sharesOf(problem))[0][0];
  const largest = Math.max(64, ...size.map(([, high]) => high));
  return cells && caps.length > 1 ? Math.floor((depth * Math.max(keys.length, 500) * 4096) / largest ** 2) : 0;
}
