// The draw written a second time, from docs/procedure.md alone: plain JavaScript, no packages.
// Here are the sections 4 to 8; `second.mjs` reads the cases.

import { H, lot, range, seedOf, stream, sum } from "./chance.mjs";
import { evenSizes, ordered, unitsOf } from "./problem.mjs";

// How many members of each quota there are in each class.
function countsOf(units, quotas, classes) {
  const counts = range(classes).map(() => new Int32Array(quotas.length));
  for (const unit of units) for (const [q, n] of unit.brings) counts[unit.at][q] += n;
  return counts;
}

// 4. Deal

function deal(units, students, sizes, seatsOrder, below) {
  const seats = sizes.map(([top, bottom]) => Number(top / bottom));
  for (const c of seatsOrder) {
    if (sizes[c][0] % sizes[c][1] > 0n && sum(seats) < students) seats[c] += 1;
  }
  const classes = seatsOrder.length;
  const isFirst = ({ members, open }) => members.length > 1 || open.size < classes;
  for (const unit of [...units.filter(isFirst), ...units.filter((unit) => !isFirst(unit))]) {
    const size = unit.members.length;
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

function spread(units, quotas, cells, lastTier, students, caps, steps, below, report) {
  if (cells === null) return;
  const classes = caps.length;
  const sizes = evenSizes(students, caps);
  const reduced = sizes.map(([top, bottom]) => [top / gcd(top, bottom), bottom / gcd(top, bottom)]);
  const D = reduced.reduce((d, [, bottom]) => (d * bottom) / gcd(d, bottom), 1n);
  const T = reduced.map(([top, bottom]) => Number((top * D) / bottom));
  const clipped = (size) => Math.min(16, Math.max(1, Math.floor((2 * students + size) / (2 * size))));
  const weightOf = quotas.map((quota) => clipped(quota.members.length));
  const firstCell = quotas.findIndex((quota) => quota.tier === lastTier);
  cells.forEach(([p, q], i) => (weightOf[firstCell + i] = weightOf[p] * weightOf[q]));
  const counted = quotas.map((quota, q) => ({ ...quota, weight: weightOf[q] })).filter(({ tier }) => tier > 0);
  const n = students;
  const table = new Float64Array(n * n);
  for (const { members, weight } of counted) {
    for (const x of members) for (const y of members) table[x * n + y] += weight;
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
      .filter((place) => unitOf[at[x][place]].members.length === 1 && unitOf[at[x][place]].open.has(y))
      .slice(0, 256);

  for (let step = 0; step < steps; step += 1) {
    const heat = 48 - Math.floor((36 * step) / steps);
    const a = below(classes);
    let b = below(classes - 1);
    if (b >= a) b += 1;
    const [rows, columns] = [movable(a, b), movable(b, a)];
    if (rows.length === 0 || columns.length === 0) continue;
    const d = T[a] === T[b] ? 1 : students * Number(D);
    const changes = new Float64Array(rows.length * columns.length);
    rows.forEach((row, r) => {
      const i = at[a][row];
      const leaves = toAll[b][i] - toAll[a][i] + table[i * n + i];
      columns.forEach((column, k) => {
        const j = at[b][column];
        const x = toAll[a][j] - toAll[b][j] + table[j * n + j] + leaves - 2 * table[i * n + j];
        changes[r * columns.length + k] = d === 1 ? x : x * d - (T[b] - T[a]) * (R[i] - R[j]);
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

// 6. Settle

function settle(units, quotas, tiers, twoWay, classes, steps, below, report) {
  const counts = countsOf(units, quotas, classes);
  const excessIn = (c, q, count) => {
    const [low, high] = quotas[q].bands[c];
    return count < low ? low - count : count > high ? count - high : 0;
  };
  const excess = (c) => {
    const found = Array(tiers).fill(0);
    quotas.forEach((quota, q) => (found[quota.tier] += excessIn(c, q, counts[c][q])));
    return found;
  };
  // The excess of each class by tier, kept up to date by `move`.
  const standing = range(classes).map(excess);
  const all = () => standing.reduce((x, y) => x.map((e, k) => e + y[k]));
  const isCell = (q) => twoWay && quotas[q].tier === tiers - 1;
  const first = quotas.map((_, q) => (isCell(q) ? 1 : 4 ** (tiers + 1 - quotas[q].tier)));
  const weights = range(classes).map(() => Float64Array.from(first));
  const isSingle = (unit) => unit.members.length <= 1;
  const movable = (x, y) => units.filter((unit) => unit.at === x && unit.open.has(y));
  const kinds = new Map();
  for (const { kind } of units) if (!kinds.has(kind)) kinds.set(kind, kinds.size);
  const kindOf = new Map(units.map((unit) => [unit, kinds.get(unit.kind)]));

  // The change of the guide by quota q when n of its members more are in x, and as many fewer in y.
  const shift = (x, y, q, n) =>
    weights[x][q] * (excessIn(x, q, counts[x][q] + n) - excessIn(x, q, counts[x][q])) +
    weights[y][q] * (excessIn(y, q, counts[y][q] - n) - excessIn(y, q, counts[y][q]));
  // The change of the guide when some units leave x for y and others come back.
  const change = (x, y, leaving, entering) => {
    const gained = new Map();
    for (const unit of leaving) for (const [q, n] of unit.brings) gained.set(q, (gained.get(q) ?? 0) - n);
    for (const unit of entering) for (const [q, n] of unit.brings) gained.set(q, (gained.get(q) ?? 0) + n);
    return sum([...gained].map(([q, n]) => shift(x, y, q, n)));
  };
  const moves = [];
  const move = (step, x, y, leaving, entering) => {
    for (const [some, from, to] of [[leaving, x, y], [entering, y, x]]) {
      for (const unit of some) {
        for (const [q, n] of unit.brings) {
          counts[from][q] -= n;
          counts[to][q] += n;
        }
        unit.at = to;
      }
    }
    [standing[x], standing[y]] = [excess(x), excess(y)];
    moves.push({ step, from: x, to: y, leaving, entering });
  };
  // Of exchanges by number, each with its change (Infinity: none): one of the least, or nobody moves.
  const choose = (a, values) => {
    let [least, ties] = [Infinity, 0];
    for (const value of values) {
      if (value < least) [least, ties] = [value, 1];
      else if (value === least) ties += 1;
    }
    if (least === Infinity) return -1;
    if (least >= 0) {
      quotas.forEach((_, q) => {
        if (!isCell(q) && excessIn(a, q, counts[a][q]) > 0) weights[a][q] += first[q];
      });
    }
    if (least > 0) return -1;
    let left = below(ties);
    return values.findIndex((value) => value === least && (left -= 1) < 0);
  };
  // All single exchanges at once: what each side changes alone, less what both share and so nobody changes.
  const single = (step, a, b) => {
    const rows = movable(a, b).filter(isSingle);
    const columns = movable(b, a).filter(isSingle);
    const wide = columns.length + 1;
    const values = new Float64Array((rows.length + 1) * wide);
    const leaves = quotas.map(() => 0);
    const enters = quotas.map(() => 0);
    const holders = new Map();
    const meet = (unit, place, side) => {
      for (const [q] of unit.brings) {
        if (!holders.has(q)) {
          holders.set(q, [[], []]);
          [leaves[q], enters[q]] = [shift(a, b, q, -1), shift(a, b, q, 1)];
        }
        holders.get(q)[side].push(place);
      }
    };
    rows.forEach((unit, r) => meet(unit, r, 0));
    columns.forEach((unit, k) => meet(unit, k, 1));
    rows.forEach((unit, r) => {
      const own = sum(unit.brings.map(([q]) => leaves[q]));
      values.fill(own, r * wide, (r + 1) * wide);
    });
    columns.forEach((unit, k) => {
      const own = sum(unit.brings.map(([q]) => enters[q]));
      for (let r = 0; r <= rows.length; r += 1) values[r * wide + k] += own;
    });
    for (const [q, [here, there]] of holders) {
      const both = leaves[q] + enters[q];
      if (both === 0) continue;
      for (const r of here) for (const k of there) values[r * wide + k] -= both;
    }
    values[values.length - 1] = Infinity;
    rows.forEach((row, r) =>
      columns.forEach((column, k) => {
        if (kindOf.get(row) === kindOf.get(column)) values[r * wide + k] = Infinity;
      }),
    );
    const chosen = choose(a, values);
    if (chosen < 0) return;
    const [r, k] = [Math.floor(chosen / wide), chosen % wide];
    move(step, a, b, rows.slice(r, r + 1), columns.slice(k, k + 1));
  };
  const block = (step, a, x, y, unit) => {
    const others = movable(y, x);
    const shuffled = others.filter(isSingle);
    for (let i = shuffled.length - 1; i > 0; i -= 1) {
      const j = below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    const size = unit.members.length;
    const runs = range(Math.floor(shuffled.length / size));
    const bundles = runs.map((k) => shuffled.slice(k * size, (k + 1) * size));
    const against = [...others.map((other) => [other]), [], ...bundles];
    const chosen = choose(a, against.map((bundle) => change(x, y, [unit], bundle)));
    if (chosen >= 0) move(step, x, y, [unit], against[chosen]);
  };

  const oneWay = (found) => (twoWay ? found.slice(0, -1) : found);
  const isBetter = (x, y) => {
    const k = oneWay(x).findIndex((e, i) => e !== y[i]);
    return k >= 0 && x[k] < y[k];
  };
  let best = { at: units.map((unit) => unit.at), excess: all(), step: 0, moves: 0 };
  for (let step = 1; classes > 1 && step <= steps; step += 1) {
    const uneven = range(classes).filter((c) => sum(oneWay(standing[c])) > 0);
    if (uneven.length === 0) break;
    const a = uneven[below(uneven.length)];
    let b = below(classes - 1);
    if (b >= a) b += 1;
    const blocks = [[a, b], [b, a]].flatMap(([x, y]) =>
      movable(x, y).filter((unit) => !isSingle(unit)).map((unit) => [x, y, unit]),
    );
    if (blocks.length > 0 && below(4) === 0) block(step, a, ...blocks[below(blocks.length)]);
    else single(step, a, b);
    const now = all();
    if (isBetter(now, best.excess)) {
      best = { at: units.map((unit) => unit.at), excess: now, step, moves: moves.length };
    }
    report?.("settle", step, steps);
  }
  return { ...best, moves: moves.slice(0, best.moves) };
}

// 7. Mix

function mix(units, quotas, tiers, classes, at, below) {
  units.forEach((unit, u) => (unit.at = at[u]));
  const counts = countsOf(units, quotas, classes);
  const excess = (c, q) => {
    const [low, high] = quotas[q].bands[c];
    return Math.max(0, low - counts[c][q], counts[c][q] - high);
  };
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
      return found.join();
    };
    const before = both();
    trade(x, y);
    if (both() !== before) trade(x, y);
    else moves.push({ step: 0, from: a, to: b, leaving: [x], entering: [y] });
  }
  const total = Array(tiers).fill(0);
  for (const c of range(classes)) quotas.forEach(({ tier }, q) => (total[tier] += excess(c, q)));
  return { at: units.map((unit) => unit.at), excess: total, moves };
}

// 8. Name

export function name(seed, caps, quotas, reach) {
  const classes = caps.length;
  const alike = new Map();
  for (const c of range(classes)) {
    const open = [...reach].filter(([, own]) => own.includes(c)).map(([s]) => s).sort((x, y) => x - y);
    const like = JSON.stringify([caps[c], quotas.map((quota) => quota.bands[c]), open]);
    alike.set(like, [...(alike.get(like) ?? []), c]);
  }
  const classOfGroup = [];
  for (const own of alike.values()) {
    const drawn = lot(seed, "name", own.map((c) => String(c + 1)));
    own.forEach((group, i) => (classOfGroup[group] = own[drawn[i]]));
  }
  return classOfGroup;
}

// Sections 3 to 7 with any seed: the groups, and how they came about.
export function formed(seed, problem, spreading, steps, report) {
  const classes = problem.caps.length;
  const { order, students, sizes, quotas, reach, blocks } = ordered(problem, seed);
  const units = unitsOf({ students, quotas, reach, blocks }, classes);
  const numbers = range(classes).map((c) => String(c + 1));
  deal(units, students, sizes, lot(seed, "seats", numbers), stream(seed, "deal"));
  const groupsOf = (at) => {
    const group = [];
    units.forEach((unit, u) => unit.members.forEach((s) => (group[s] = at[u])));
    return group;
  };
  const now = () => groupsOf(units.map((unit) => unit.at));
  const dealt = now();
  const tiers = problem.tiers.length;
  spread(units, quotas, problem.two_way, tiers - 1, students, problem.caps, spreading, stream(seed, "spread"), report);
  const spreadTo = now();
  const best = settle(units, quotas, tiers, problem.two_way, classes, steps, stream(seed, "settle"), report);
  const mixed = mix(units, quotas, tiers, classes, best.at, stream(seed, "mix"));
  const { excess } = mixed;
  const moves = [...best.moves, ...mixed.moves];
  return { order, quotas, reach, dealt, spread: spreadTo, groups: groupsOf(mixed.at), excess, step: best.step, moves };
}

export function draw({ words, rehearsal, spread: spreading, steps, problem }) {
  const seed = seedOf({ words, rehearsal });
  const { order, quotas, reach, dealt, spread: spreadTo, groups, excess, step } = formed(seed, problem, spreading, steps);
  const classOfGroup = name(seed, problem.caps, quotas, reach);
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
