// Newcomers placed, from docs/year.md ("For whoever writes it anew") and docs/procedure.md alone.

import { lot, range, seedOf, stream, sum } from "./chance.mjs";
import { bandsOfAll, outside, sharesOf } from "./problem.mjs";

const AT_ONCE = 2_000_000;
const isLess = (x, y) => {
  const k = x.findIndex((e, i) => e !== y[i]);
  return k >= 0 && x[k] < y[k];
};

function quotasOf(problem) {
  const shares = sharesOf(problem);
  const bands = bandsOfAll(problem, shares);
  const even = problem.tiers.flatMap((tier, k) =>
    tier.map((members, q) => ({ tier: k, members, bands: bands[k][q] })),
  );
  const limits = problem.limits.map(([members, most]) => ({
    tier: 0,
    members,
    bands: problem.caps.map(() => [0, most]),
  }));
  const together = (problem.at_least ?? []).map(([members, least]) => ({
    tier: 0,
    members,
    bands: problem.caps.map(() => [Math.min(least, members.length), members.length]),
    orNone: true,
  }));
  const totals = (problem.totals ?? []).map(([tier, members]) => ({ tier, members, bands: shares.bands(members) }));
  return [...even, ...limits, ...together, ...totals].map((quota) => {
    const times = new Map();
    for (const s of quota.members) times.set(s, (times.get(s) ?? 0) + 1);
    return { ...quota, countOf: (students) => sum(students.map((s) => times.get(s) ?? 0)) };
  });
}

function unitsOf({ keys, caps, blocks, reach }, placed, returned, numberOf) {
  const open = new Map(reach);
  const blockOf = (s) => blocks.find((block) => block.includes(s)) ?? [s];
  const units = [];
  for (const s of range(keys.length).filter((one) => placed[one] === null)) {
    if (units.some(({ members }) => members.includes(s))) continue;
    const block = blockOf(s);
    const members = block.filter((one) => placed[one] === null);
    const there = block.filter((one) => placed[one] !== null).map((one) => placed[one]);
    const classes = range(caps.length).filter(
      (c) =>
        members.every((one) => !open.has(one) || open.get(one).includes(c)) &&
        members.every((one) => !returned.has(one) || returned.get(one) === c) &&
        (there.length === 0 || there.includes(c)),
    );
    units.push({ members, classes, first: Math.min(...members.map((one) => numberOf.get(one))) });
  }
  return units.sort((x, y) => x.first - y.first);
}

// The state of the classes: how many of each quota, and what may come.
function stateOf(quotas, caps, placed) {
  const counts = caps.map((_, c) => {
    const there = range(placed.length).filter((s) => placed[s] === c);
    return quotas.map(({ countOf }) => countOf(there));
  });
  const most = counts.map((own, c) => own.map((count, q) => Math.max(count, quotas[q].bands[c][1])));
  const tiers = Math.max(...quotas.map(({ tier }) => tier)) + 1;
  const brought = (students) => quotas.map(({ countOf }) => countOf(students));
  return {
    tiers,
    size: (c) => counts[c][0],
    fits: (c, students) =>
      counts[c][0] + brought(students)[0] <= caps[c] &&
      brought(students).every(
        (more, q) => q === 0 || quotas[q].tier > 0 || more === 0 || counts[c][q] + more <= most[c][q],
      ),
    excess: (c, students) => {
      const found = Array(tiers).fill(0);
      const more = brought(students);
      quotas.forEach(({ tier, bands, orNone }, q) => {
        found[tier] += outside(bands[c], counts[c][q] + more[q], orNone);
      });
      return found;
    },
    join: (c, students) => brought(students).forEach((more, q) => (counts[c][q] += more)),
    leave: (c, students) => brought(students).forEach((less, q) => (counts[c][q] -= less)),
  };
}

// For each class from c on and each set of units: the least excess and in how many ways.
function ways(state, units, classes) {
  const all = 2 ** units.length;
  const inSet = range(all).map((set) => units.filter((_, i) => (set >> i) & 1));
  const own = range(classes).map((c) =>
    inSet.map((some) => {
      const students = some.flatMap(({ members }) => members);
      return some.every((unit) => unit.classes.includes(c)) && state.fits(c, students)
        ? state.excess(c, students)
        : null;
    }),
  );
  const best = [...range(classes).map(() => Array(all).fill(null)), Array(all).fill(null)];
  best[classes][0] = { excess: Array(state.tiers).fill(0), count: 1n };
  const together = (c, set, rest) => {
    const after = best[c + 1][rest - set];
    if (own[c][set] === null || after === null) return null;
    return { excess: own[c][set].map((e, k) => e + after.excess[k]), count: after.count };
  };
  const subsets = function* (rest) {
    for (let set = 0; ; set = (set - rest) & rest) {
      yield set;
      if (set === rest) return;
    }
  };
  for (let c = classes - 1; c >= 0; c -= 1) {
    for (let rest = 0; rest < all; rest += 1) {
      for (const set of subsets(rest)) {
        const found = together(c, set, rest);
        if (found === null) continue;
        const known = best[c][rest];
        if (known === null || isLess(found.excess, known.excess)) best[c][rest] = found;
        else if (!isLess(known.excess, found.excess)) known.count += found.count;
      }
    }
  }
  const least = best[0][all - 1];
  // The best assignment of that number, and the classes that any best one gives each unit.
  const way = (number) => {
    const classOf = [];
    let rest = all - 1;
    for (let c = 0; c < classes; c += 1) {
      for (const set of subsets(rest)) {
        const found = together(c, set, rest);
        if (found === null || isLess(best[c][rest].excess, found.excess)) continue;
        if (number < found.count) {
          units.forEach((_, i) => (set >> i) & 1 && (classOf[i] = c));
          rest -= set;
          break;
        }
        number -= found.count;
      }
    }
    return classOf;
  };
  const among = () => {
    const open = units.map(() => new Set());
    let rests = new Set([all - 1]);
    for (let c = 0; c < classes; c += 1) {
      const next = new Set();
      for (const rest of rests) {
        for (const set of subsets(rest)) {
          const found = together(c, set, rest);
          if (found === null || isLess(best[c][rest].excess, found.excess)) continue;
          units.forEach((_, i) => (set >> i) & 1 && open[i].add(c));
          next.add(rest - set);
        }
      }
      rests = next;
    }
    return open.map((some) => [...some].sort((x, y) => x - y));
  };
  return { count: least === null ? 0n : least.count, way, among };
}

function even(state, units, classes, below) {
  let atOnce = 1;
  while (classes * 3 ** (atOnce + 1) <= AT_ONCE) atOnce += 1;
  const found = [];
  let choices = 1n;
  for (let from = 0; from < units.length; from += atOnce) {
    const part = units.slice(from, from + atOnce);
    const open = ways(state, part, classes);
    if (open.count === 0n) return null;
    choices *= open.count;
    const among = open.among();
    open.way(below(open.count)).forEach((c, i) => found.push({ unit: part[i], at: c, among: among[i] }));
    found.slice(from).forEach(({ unit, at }) => state.join(at, unit.members));
  }
  return { found, choices };
}

// Whether all of the units could be placed.
function canPlace(state, units) {
  if (units.length === 0) return true;
  const [{ members, classes }, ...others] = units;
  return classes.some((c) => {
    if (!state.fits(c, members)) return false;
    state.join(c, members);
    const can = canPlace(state, others);
    state.leave(c, members);
    return can;
  });
}

function smallestClass(state, units, isBound, below) {
  const found = [];
  let choices = 1n;
  for (const [i, unit] of units.entries()) {
    const after = units.slice(i + 1).filter(isBound);
    const open = unit.classes.filter((c) => canPlace(state, [{ ...unit, classes: [c] }, ...after]));
    if (open.length === 0) return null;
    const least = Math.min(...open.map(state.size));
    const among = open.filter((c) => state.size(c) === least);
    choices *= BigInt(among.length);
    const at = among[below(among.length)];
    state.join(at, unit.members);
    found.push({ unit, at, among });
  }
  return { found, choices };
}

export const place = ({ words, rehearsal, ...asked }) => placedBy(seedOf({ words, rehearsal }), asked);

// The excess of each tier, where `placed` has the class of each student.
export function standingExcess(problem, placed) {
  const state = stateOf(quotasOf(problem), problem.caps, placed);
  return totalOf(state, problem.caps.length);
}
const totalOf = (state, classes) =>
  range(classes).map((c) => state.excess(c, [])).reduce((x, y) => x.map((e, k) => e + y[k]));

export function placedBy(seed, { number, highest, method, problem, placed, returned }) {
  const classes = problem.caps.length;
  const quotas = quotasOf(problem);
  const newcomers = range(placed.length).filter((s) => placed[s] === null);
  const drawn = lot(seed, `newcomer ${number}`, newcomers.map((s) => problem.keys[s]));
  const order = drawn.map((i) => newcomers[i]);
  const numberOf = new Map(order.map((s, i) => [s, highest + 1 + i]));
  const units = unitsOf(problem, placed, new Map(returned), numberOf);
  const state = stateOf(quotas, problem.caps, placed);
  const isHard = (s) => quotas.some(({ tier, members }, q) => tier === 0 && q > 0 && members.includes(s));
  const isBound = (unit) =>
    quotas[0].countOf(unit.members) > 1 || unit.classes.length < classes || unit.members.some(isHard);
  const queue = [...units.filter(isBound), ...units.filter((unit) => !isBound(unit))];
  const below = stream(seed, `place ${number}`);
  const outcome =
    method === "even" ? even(state, queue, classes, below) : smallestClass(state, queue, isBound, below);
  if (outcome === null) return { seed, order, choices: "0" };
  const byNumber = new Map(
    outcome.found.flatMap(({ unit, at, among }) => unit.members.map((s) => [s, { at, among }])),
  );
  return {
    seed,
    order,
    choices: String(outcome.choices),
    numbers: order.map((s) => numberOf.get(s)),
    classes: order.map((s) => byNumber.get(s).at),
    among: order.map((s) => byNumber.get(s).among),
    excess: totalOf(state, classes),
  };
}
