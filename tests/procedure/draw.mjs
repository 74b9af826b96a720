// The draw written a second time, from docs/procedure.md alone: plain JavaScript, no packages.
// Here are the sections 4 to 8; `second.mjs` reads the cases.

import { H, lot, range, seedOf, stream, sum } from "./chance.mjs";
import { ordered, unitsOf } from "./problem.mjs";

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

function spread(units, quotas, cells, lastTier, students, sizes, pools, steps, below) {
  if (cells === null) return;
  const classes = sizes.length;
  const reduced = sizes.map(([top, bottom]) => [top / gcd(top, bottom), bottom / gcd(top, bottom)]);
  const D = reduced.reduce((d, [, bottom]) => (d * bottom) / gcd(d, bottom), 1n);
  const T = reduced.map(([top, bottom]) => Number((top * D) / bottom));
  const clipped = (size) => Math.min(16, Math.max(1, Math.floor((2 * students + size) / (2 * size))));
  const weightOf = quotas.map((quota) => clipped(quota.members.length));
  const firstCell = quotas.findIndex((quota) => quota.tier === lastTier);
  cells.forEach(([p, q], i) => (weightOf[firstCell + i] = weightOf[p] * weightOf[q]));
  const counted = quotas.map((quota, q) => ({ ...quota, weight: weightOf[q] })).filter(({ tier }) => tier > 0);
  const holds = range(students).map(() => new Set());
  counted.forEach((quota, q) => quota.members.forEach((s) => holds[s].add(q)));
  const table = holds.map((one) => holds.map((other) => sum([...one].filter((q) => other.has(q)).map((q) => counted[q].weight))));
  const alike = (x, y) => table[x][y];
  const part = range(classes).map(() => []);
  for (const { members, share } of pools ?? []) {
    share.forEach(([top, bottom], c) => {
      const each = Number((10_000n * top) / (bottom * BigInt(members.length)));
      members.forEach((s) => (part[c][s] = each));
    });
  }
  const drawnTo = pools && part.map((own) => range(students).map((i) => sum(range(students).map((j) => alike(i, j) * own[j]))));
  const R = range(students).map((s) => sum([...holds[s]].map((q) => counted[q].weight * counted[q].members.length)));
  const unitOf = [];
  units.forEach((unit) => unit.members.forEach((s) => (unitOf[s] = unit)));
  const at = range(classes).map((c) => range(students).filter((s) => unitOf[s].at === c));
  const toAll = (x, there, without) => sum(there.filter((s) => s !== without).map((s) => alike(x, s)));
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
    const d = pools ? 10_000 : T[a] === T[b] ? 1 : students * Number(D);
    const changes = rows.flatMap((row) => {
      const i = at[a][row];
      return columns.map((column) => {
        const j = at[b][column];
        const x = toAll(j, at[a], i) - toAll(i, at[a], i) + toAll(i, at[b], j) - toAll(j, at[b], j);
        if (pools) return x * d - (drawnTo[b][i] - drawnTo[a][i]) + (drawnTo[b][j] - drawnTo[a][j]);
        return d === 1 ? x : x * d - (T[b] - T[a]) * (R[i] - R[j]);
      });
    });
    const least = changes.reduce((x, y) => Math.min(x, y));
    const weights = changes.map((change) => {
      const e = Math.floor((8 * (change - least)) / (heat * d));
      return e > 16 ? 0 : 2 ** (16 - e);
    });
    let drawn = below(sum(weights));
    const chosen = weights.findIndex((weight) => (drawn -= weight) < 0);
    const row = rows[Math.floor(chosen / columns.length)];
    const column = columns[chosen % columns.length];
    [at[a][row], at[b][column]] = [at[b][column], at[a][row]];
    unitOf[at[a][row]].at = a;
    unitOf[at[b][column]].at = b;
  }
}

// 6. Settle

function settle(units, quotas, tiers, twoWay, classes, steps, below) {
  const counts = range(classes).map(() => quotas.map(() => 0));
  for (const unit of units) for (const [q, n] of unit.brings) counts[unit.at][q] += n;
  const excessIn = (c, q, count) => {
    const [low, high] = quotas[q].bands[c];
    return Math.max(0, low - count, count - high);
  };
  const excess = (c) => {
    const found = Array(tiers).fill(0);
    quotas.forEach((quota, q) => (found[quota.tier] += excessIn(c, q, counts[c][q])));
    return found;
  };
  const all = () => range(classes).map(excess).reduce((x, y) => x.map((e, k) => e + y[k]));
  const isCell = (q) => twoWay && quotas[q].tier === tiers - 1;
  const first = (q) => (isCell(q) ? 1 : 4 ** (tiers + 1 - quotas[q].tier));
  const weights = range(classes).map(() => quotas.map((_, q) => first(q)));
  const nobody = { members: [], brings: [], kind: "nobody" };
  const isSingle = (unit) => unit.members.length <= 1;
  const movable = (x, y) => units.filter((unit) => unit.at === x && unit.open.has(y));

  // The change of the guide when some units leave x for y and others come back.
  const change = (x, y, leaving, entering) => {
    const gained = new Map();
    for (const unit of leaving) for (const [q, n] of unit.brings) gained.set(q, (gained.get(q) ?? 0) + n);
    for (const unit of entering) for (const [q, n] of unit.brings) gained.set(q, (gained.get(q) ?? 0) - n);
    let total = 0;
    for (const [q, n] of gained) {
      total += weights[x][q] * (excessIn(x, q, counts[x][q] - n) - excessIn(x, q, counts[x][q]));
      total += weights[y][q] * (excessIn(y, q, counts[y][q] + n) - excessIn(y, q, counts[y][q]));
    }
    return total;
  };
  const move = (unit, x, y) => {
    for (const [q, n] of unit.brings) {
      counts[x][q] -= n;
      counts[y][q] += n;
    }
    unit.at = y;
  };
  const choose = (a, x, y, exchanges) => {
    const valued = exchanges.map(([out, back]) => [change(x, y, out, back), out, back]);
    const least = Math.min(...valued.map(([value]) => value));
    if (valued.length === 0) return;
    if (least >= 0) {
      quotas.forEach((_, q) => {
        if (!isCell(q) && excessIn(a, q, counts[a][q]) > 0) weights[a][q] += first(q);
      });
    }
    if (least > 0) return;
    const best = valued.filter(([value]) => value === least);
    const [, out, back] = best[below(best.length)];
    out.forEach((unit) => move(unit, x, y));
    back.forEach((unit) => move(unit, y, x));
  };
  const single = (a, b) => {
    const rows = [...movable(a, b).filter(isSingle), nobody];
    const columns = [...movable(b, a).filter(isSingle), nobody];
    const pairs = rows.flatMap((row) => columns.map((column) => [[row], [column]]));
    choose(a, a, b, pairs.filter(([[row], [column]]) => row.kind !== column.kind));
  };
  const block = (a, x, y, unit) => {
    const others = movable(y, x);
    const shuffled = others.filter(isSingle);
    for (let i = shuffled.length - 1; i > 0; i -= 1) {
      const j = below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    const size = unit.members.length;
    const runs = range(Math.floor(shuffled.length / size));
    const bundles = runs.map((k) => shuffled.slice(k * size, (k + 1) * size));
    const against = [...others.map((other) => [other]), [nobody], ...bundles];
    choose(a, x, y, against.map((bundle) => [[unit], bundle]));
  };

  const oneWay = (found) => (twoWay ? found.slice(0, -1) : found);
  const isBetter = (x, y) => {
    const k = oneWay(x).findIndex((e, i) => e !== y[i]);
    return k >= 0 && x[k] < y[k];
  };
  let best = { at: units.map((unit) => unit.at), excess: all(), step: 0 };
  for (let step = 1; classes > 1 && step <= steps; step += 1) {
    const uneven = range(classes).filter((c) => sum(oneWay(excess(c))) > 0);
    if (uneven.length === 0) break;
    const a = uneven[below(uneven.length)];
    let b = below(classes - 1);
    if (b >= a) b += 1;
    const blocks = [[a, b], [b, a]].flatMap(([x, y]) =>
      movable(x, y).filter((unit) => !isSingle(unit)).map((unit) => [x, y, unit]),
    );
    if (blocks.length > 0 && below(4) === 0) block(a, ...blocks[below(blocks.length)]);
    else single(a, b);
    const now = all();
    if (isBetter(now, best.excess)) best = { at: units.map((unit) => unit.at), excess: now, step };
  }
  return best;
}

// 7. Mix

function mix(units, quotas, tiers, classes, at, below) {
  const counts = range(classes).map(() => quotas.map(() => 0));
  units.forEach((unit, u) => (unit.at = at[u]));
  for (const unit of units) for (const [q, n] of unit.brings) counts[unit.at][q] += n;
  const excess = (c) => {
    const found = Array(tiers).fill(0);
    quotas.forEach(({ tier, bands }, q) => {
      const [low, high] = bands[c];
      found[tier] += Math.max(0, low - counts[c][q], counts[c][q] - high);
    });
    return found;
  };
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
    const both = () => JSON.stringify(excess(a).map((e, k) => e + excess(b)[k]));
    const before = both();
    trade(x, y);
    if (both() !== before) trade(x, y);
  }
  return { at: units.map((unit) => unit.at), excess: range(classes).map(excess).reduce((x, y) => x.map((e, k) => e + y[k])) };
}

// 8. Name

export function name(seed, { caps, sizes }, quotas, reach) {
  const classes = caps.length;
  const alike = new Map();
  for (const c of range(classes)) {
    const open = [...reach].filter(([, own]) => own.includes(c)).map(([s]) => s).sort((x, y) => x - y);
    const like = JSON.stringify([caps[c], sizes?.[c], quotas.map((quota) => quota.bands[c]), open]);
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
export function formed(seed, problem, spreading, steps) {
  const classes = problem.caps.length;
  const { order, students, sizes, pools, quotas, reach, blocks } = ordered(problem, seed);
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
  spread(units, quotas, problem.two_way, tiers - 1, students, sizes, pools, spreading, stream(seed, "spread"));
  const spreadTo = now();
  const best = settle(units, quotas, tiers, problem.two_way, classes, steps, stream(seed, "settle"));
  const mixed = mix(units, quotas, tiers, classes, best.at, stream(seed, "mix"));
  const { excess } = mixed;
  return { order, quotas, reach, dealt, spread: spreadTo, groups: groupsOf(mixed.at), excess, step: best.step };
}

export function draw({ words, rehearsal, spread: spreading, steps, problem }) {
  const seed = seedOf({ words, rehearsal });
  const { order, quotas, reach, dealt, spread: spreadTo, groups, excess, step } = formed(seed, problem, spreading, steps);
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
