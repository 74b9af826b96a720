// Classes that stand, after changes: their problem, from docs/year.md ("For whoever writes it anew") alone.

import { H, bytewise, range, sum } from "./chance.mjs";
import { findClass } from "./classnames.mjs";
import { asStudent, drawCase, levelsIn, problemOf } from "./formulation.mjs";
import { FRIENDS, seatsOfAll, seatsTaken } from "./quotas.mjs";
import { policyCap, standingTiers } from "./rules.mjs";

// The caps then: where the rules know none there is room for all; a raised one is that of the classes with the highest.
function capsThen({ rules, ...fixed }, caps, seats, raised) {
  const drawn = seatsOfAll(fixed);
  const free = rules.cap === null && policyCap(rules) === null;
  const roomy = caps.map((cap) => (free && cap >= drawn ? Math.max(cap, seats, drawn) : cap));
  const highest = Math.max(...roomy);
  return roomy.map((cap) => (raised > 0 && cap === highest ? raised : cap));
}

// The problem of all who are `there`, each with its row of the draw file and, if it has one, its class; in the order of their
// keys, as `placed` has their classes. `alike` are the quotas of names that sound alike, by keys.
export function standingProblem(fixed, { names, caps }, there, alike = [], raised = 0) {
  const inOrder = [...there].sort((x, y) => bytewise(x.row[0], y.row[0]));
  const rows = inOrder.map(({ row }) => [...row.slice(0, 6), "", [], "", row[9]]); // pins, bars and friends were of the draw
  const students = rows.map(asStudent);
  const place = new Map(rows.map(([key], s) => [key, s]));
  const listed = alike.map(([group, level, keys]) => [group, level, keys.map((key) => place.get(key) ?? -1).sort((x, y) => x - y)]);
  const seats = seatsTaken(fixed, levelsIn(fixed, students), students);
  const capsNow = capsThen(fixed, caps, sum(seats), raised);
  const tiers = standingTiers(fixed);
  const named = tiers.flat();
  const hard = ["size", ...new Set(fixed.rules.hard.filter((group) => !named.includes(group) && group !== FRIENDS))];
  const own = {
    ...fixed, rules: { ...fixed.rules, keep: "" }, tiers: [hard, ...tiers],
    classes: names.map((name, c) => ({ name, cap: capsNow[c] })),
  };
  const made = problemOf(own, rows, { quotas: listed });
  const hasAny = (group) => (group === "two_way" ? fixed.attributes.filter((name) => named.includes(name)).length > 1 : made.quotas.some((quota) => quota[0] === group));
  own.tiers = [hard.filter(hasAny), ...tiers.filter((tier) => tier.some(hasAny))];
  const { problem } = drawCase({ fixed: own }, { students: rows, problem: made });
  const limits = ["at_most", "at_least"].filter(hasAny);
  return {
    problem, inOrder, seats, caps: capsNow, placed: inOrder.map(({ at }) => at),
    groups: [[...own.tiers[0], ...limits], ...own.tiers.slice(1)],
    atMost: problem.limits.slice(problem.limits.length - made.quotas.filter(([group]) => group === "at_most").length),
  };
}

// The classes that a pin and bars leave open; a class that there is not pins nobody.
export function openTo({ pinned, barred }, names) {
  const own = pinned ? findClass(pinned, names) : -1;
  const closed = barred.map((one) => findClass(one, names));
  return range(names.length).filter((c) => (own < 0 || c === own) && !closed.includes(c));
}

// Whether two rows are of one student: by a key or a number, or else by name and birth.
export function sameStudent({ identities: fields }, one, other) {
  const [x, y] = [asStudent(one), asStudent(other)];
  const numbers = range(fields.length).filter((i) => fields[i] !== "birth_date");
  if (x.key === y.key || numbers.some((i) => x.identities[i] !== "" && x.identities[i] === y.identities[i])) return true;
  const both = (field) => {
    const i = fields.indexOf(field);
    return i >= 0 && x.identities[i] !== "" && y.identities[i] !== "";
  };
  if (x.name !== y.name || both("identity_number")) return false;
  const born = fields.indexOf("birth_date");
  return both("birth_date") ? x.identities[born] === y.identities[born] : H(x.levels) === H(y.levels);
}
