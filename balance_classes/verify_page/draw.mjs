// The draw written a second time, from docs/procedure.md alone: plain JavaScript, no packages.
// Here are the sections 4, 5 and 7.

import { H, lot, range, seedOf, stream, sum } from "./chance.mjs";
import { wishing } from "./friends.mjs";
import { name } from "./naming.mjs";
import { ordered, outside, unitsOf } from "./problem.mjs";
import { settle } from "./settle.mjs";

// How many members of each quota there are in each class.
function countsOf(units, quotas, classes) {
  const counts = range(classes).map(() => new Int32Array(quotas.length));
  for (const unit of units) for (const [q, n] of unit.brings) counts[unit.at][q] += n;
  return counts;
}

// 4. Deal

function deal(units, quotas, sizes, seatsOrder, below) {
  const seats = sizes.map(([top, bottom]) => Number(top / bottom));
  for (const c of seatsOrder) {
    if (sizes[c][0] % sizes[c][1] > 0n && sum(seats) < sum(units.map((unit) => unit.seats))) seats[c] += 1;
  }
  const classes = seatsOrder.length;
  const isFirst = ({ seats: own, open }) => own > 1 || open.size < classes;
  const inTurn = [...units.filter(isFirst), ...units.filter((unit) => !isFirst(unit))];
  const stands = new Map(quotas.flatMap(({ members, own }) => (own === undefined ? [] : members.map((s) => [s, own]))));
  const stays = (unit) => {
    const own = stands.get(unit.members[0]);
    if (own === undefined || own === null || !unit.open.has(own) || seats[own] < unit.seats) return false;
    unit.at = own;
    seats[own] -= unit.seats;
    return true;
  };
  for (const unit of inTurn.filter((one) => !stays(one))) {
    const size = unit.seats;
    const fitting = range(classes).filter((c) => unit.open.has(c) && seats[c] >= size);
    if (fitting.length === 0) {
      const own = seatsOrder.filter((c) => unit.open.has(c));
      const most = Math.max(...own.map((c) => seats[c]));
      unit.at = own.find((c) => seats[c] === most);
    } else {
      const list = fitting.flatMap((c) => Array(seats[c]).fill(c));
      unit.at = list[below(list.length)];
    }
    seats[unit.at] -= size;
  }
}

// 5. Spread

const gcd = (x, y) => (y === 0n ? x : gcd(y, x % y));

function spread(units, quotas, cells, lastTier, students, sizes, pools, steps, below, report) {
  if (cells === null) return;
  const classes = sizes.length;
  const reduced = sizes.map(([top, bottom]) => [top / gcd(top, bottom), bottom / gcd(top, bottom)]);
  const D = reduced.reduce((d, [, bottom]) => (d * bottom) / gcd(d, bottom), 1n);
  const T = reduced.map(([top, bottom]) => Number((top * D) / bottom));
  const clipped = (size) => Math.min(16, Math.max(1, Math.floor((2 * students + size) / (2 * size))));
  const weightOf = quotas.map((quota) => clipped(quota.members.length));
  const firstCell = quotas.findIndex((quota) => quota.tier === lastTier);
  cells.forEach(([p, q], i) => (weightOf[firstCell + i] = weightOf[p] * weightOf[q]));
  const counted = quotas.map((quota, q) => ({ ...quota, weight: weightOf[q] })).filter(({ tier, isTotal }) => tier > 0 && !isTotal);
  const n = students;
  const table = new Float64Array(n * n);
  for (const { members, weight } of counted) {
    for (const x of members) for (const y of members) table[x * n + y] += weight;
  }
  // With pools, to how much each student is drawn in each class, in parts of 10,000.
  const drawnTo = pools && range(classes).map(() => new Float64Array(n));
  for (const { members, seats, share } of pools ?? []) {
    share.forEach(([top, bottom], c) => {
      const part = Number((10_000n * top) / (bottom * BigInt(seats)));
      for (const s of members) for (let x = 0; x < n; x += 1) drawnTo[c][x] += part * table[x * n + s];
    });
  }
  const R = new Float64Array(n);
  for (const { members, weight } of counted) for (const s of members) R[s] += weight * members.length;
  const unitOf = [];
  units.forEach((unit) => unit.members.forEach((s) => (unitOf[s] = unit)));
  const at = range(classes).map((c) => range(students).filter((s) => unitOf[s].at === c));
  // How alike each student is to all who stand in a class, itself among them.
  const toAll = at.map((there) => Float64Array.from(range(n), (x) => sum(there.map((s) => table[x * n + s]))));
  const movable = (x, y) =>
    range(at[x].length)
      .filter((place) => unitOf[at[x][place]].seats === 1 && unitOf[at[x][place]].open.has(y))
      .slice(0, 256);

  for (let step = 0; step < steps; step += 1) {
    const heat = 48 - Math.floor((36 * step) / steps);
    const a = below(classes);
    let b = below(classes - 1);
    if (b >= a) b += 1;
    const [rows, columns] = [movable(a, b), movable(b, a)];
    if (rows.length === 0 || columns.length === 0) continue;
    const d = pools ? 10_000 : T[a] === T[b] ? 1 : sum(units.map((unit) => unit.seats)) * Number(D);
    const shift = (i, j) => {
      if (pools) return drawnTo[b][i] - drawnTo[a][i] - drawnTo[b][j] + drawnTo[a][j];
      return d === 1 ? 0 : (T[b] - T[a]) * (R[i] - R[j]);
    };
    const changes = new Float64Array(rows.length * columns.length);
    rows.forEach((row, r) => {
      const i = at[a][row];
      const leaves = toAll[b][i] - toAll[a][i] + table[i * n + i];
      columns.forEach((column, k) => {
        const j = at[b][column];
        const x = toAll[a][j] - toAll[b][j] + table[j * n + j] + leaves - 2 * table[i * n + j];
        changes[r * columns.length + k] = x * d - shift(i, j);
      });
    });
    const least = changes.reduce((x, y) => Math.min(x, y));
    const weights = Array.from(changes, (change) => {
      const e = Math.floor((8 * (change - least)) / (heat * d));
      return e > 16 ? 0 : 2 ** (16 - e);
    });
    let drawn = below(sum(weights));
    const chosen = weights.findIndex((weight) => (drawn -= weight) < 0);
    const row = rows[Math.floor(chosen / columns.length)];
    const column = columns[chosen % columns.length];
    const [i, j] = [at[a][row], at[b][column]];
    [at[a][row], at[b][column]] = [j, i];
    [unitOf[j].at, unitOf[i].at] = [a, b];
    for (let x = 0; x < n; x += 1) {
      const more = table[x * n + j] - table[x * n + i];
      toAll[a][x] += more;
      toAll[b][x] -= more;
    }
    report?.("spread", step + 1, steps);
  }
}

// 7. Mix

function mix(units, quotas, wishes, tiers, classes, at, below) {
  units.forEach((unit, u) => (unit.at = at[u]));
  const counts = countsOf(units, quotas, classes);
  const excess = (c, q) => outside(quotas[q].bands[c], counts[c][q], quotas[q].orNone);
  const friends = wishing(units, wishes, classes, tiers);
  const moves = [];
  const trade = (x, y) => {
    const [a, b] = [x.at, y.at];
    for (const [unit, from, to] of [[x, a, b], [y, b, a]]) {
      for (const [q, n] of unit.brings) {
        counts[from][q] -= n;
        counts[to][q] += n;
      }
      unit.at = to;
    }
  };
  for (let number = 0; number < units.length; number += 1) {
    const x = units[below(units.length)];
    const y = units[below(units.length)];
    const [a, b] = [x.at, y.at];
    if (a === b || !x.open.has(b) || !y.open.has(a)) continue;
    const touched = [...new Set([...x.brings, ...y.brings].map(([q]) => q))];
    const both = () => {
      const found = Array(tiers).fill(0);
      for (const q of touched) found[quotas[q].tier] += excess(a, q) + excess(b, q);
      for (const c of [a, b]) friends.excess(c, found);
      return found.join();
    };
    const before = both();
    trade(x, y);
    if (both() !== before) trade(x, y);
    else moves.push({ step: 0, from: a, to: b, leaving: [x], entering: [y] });
  }
  const total = Array(tiers).fill(0);
  for (const c of range(classes)) {
    quotas.forEach(({ tier }, q) => (total[tier] += excess(c, q)));
    friends.excess(c, total);
  }
  return { at: units.map((unit) => unit.at), excess: total, moves };
}

// Sections 3 to 7 with any seed: the groups, and how they came about. Where it is said of each tier what is
// the least `known` to be possible, settling may stop there, and tells that it did so on that word.
export function formed(seed, problem, spreading, steps, report, known, met) {
  const classes = problem.caps.length;
  const { order, students, sizes, pools, quotas, wishes, reach, blocks } = ordered(problem, seed);
  const units = unitsOf({ students, quotas, wishes, reach, blocks }, classes);
  const numbers = range(classes).map((c) => String(c + 1));
  deal(units, quotas, sizes, lot(seed, "seats", numbers), stream(seed, "deal"));
  const groupsOf = (at) => {
    const group = [];
    units.forEach((unit, u) => unit.members.forEach((s) => (group[s] = at[u])));
    return group;
  };
  const now = () => groupsOf(units.map((unit) => unit.at));
  const dealt = now();
  const tiers = problem.tiers.length;
  spread(units, quotas, problem.two_way, tiers - 1, students, sizes, pools, spreading, stream(seed, "spread"), report);
  const spreadTo = now();
  const best = settle(
    units, quotas, wishes, tiers, problem.two_way, classes, steps, stream(seed, "settle"), report, known, met,
  );
  const mixed = mix(units, quotas, wishes, tiers, classes, best.at, stream(seed, "mix"));
  return {
    order, quotas, wishes, reach, blocks, dealt, spread: spreadTo, groups: groupsOf(mixed.at), excess: mixed.excess,
    step: best.step, onWord: best.onWord, moves: [...best.moves, ...mixed.moves],
  };
}

export function draw({ words, rehearsal, spread: spreading, steps, problem, met = 0 }) {
  const seed = seedOf({ words, rehearsal });
  const { order, quotas, reach, dealt, spread: spreadTo, groups, excess, step } = formed(seed, problem, spreading, steps, undefined, undefined, met);
  const classOfGroup = name(seed, problem, quotas, reach);
  const named = groups.map((group) => problem.names[classOfGroup[group]]);
  return {
    seed,
    order,
    dealt,
    spread: spreadTo,
    groups,
    excess,
    step,
    class_of_group: classOfGroup,
    result_digest: H(named),
  };
}
