// The draw written a second time, from docs/procedure.md alone: plain JavaScript, no packages.
// Here are the sections 4 to 7; `second.mjs` reads the cases.

import { H, lot, range, seedOf, stream, sum } from "./chance.mjs";
import { name } from "./naming.mjs";
import { ordered, outside, unitsOf } from "./problem.mjs";

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

// The wishes for friends: how much it weighs that some of them have none in their class.
function wishing(units, wishes, classes, tiers) {
  const unitOf = [];
  units.forEach((unit) => unit.members.forEach((s) => (unitOf[s] = unit)));
  const own = wishes.map(({ student, friends }) => ({ unit: unitOf[student], friends: [...friends].map((s) => unitOf[s]) }));
  const first = wishes.map(({ tier }) => 4 ** (tiers + 1 - tier));
  const weights = range(classes).map(() => [...first]);
  const touching = new Map(units.map((unit) => [unit, []]));
  own.forEach(({ unit, friends }, w) => new Set([unit, ...friends]).forEach((one) => touching.get(one).push(w)));
  const isAlone = (w) => own[w].friends.every((friend) => friend.at !== own[w].unit.at);
  const weightOf = (some, x, y) => {
    let total = 0;
    for (const w of some) {
      const c = own[w].unit.at;
      if ((c === x || c === y) && isAlone(w)) total += weights[c][w];
    }
    return total;
  };
  return {
    excess: (c, found) => wishes.forEach(({ tier }, w) => (found[tier] += Number(own[w].unit.at === c && isAlone(w)))),
    // The change of the guide when some leave class x for y, and others enter it.
    change: (x, y, leaving, entering) => {
      const some = new Set([...leaving, ...entering].flatMap((unit) => touching.get(unit)));
      if (some.size === 0) return 0;
      const before = weightOf(some, x, y);
      leaving.forEach((unit) => (unit.at = y));
      entering.forEach((unit) => (unit.at = x));
      const after = weightOf(some, x, y);
      leaving.forEach((unit) => (unit.at = x));
      entering.forEach((unit) => (unit.at = y));
      return after - before;
    },
    weighMore: (a) => own.forEach(({ unit }, w) => {
      if (unit.at === a && isAlone(w)) weights[a][w] += first[w];
    }),
  };
}

// 6. Settle

// The state of settling: what stands in flat arrays, [class, quota] at class * Q + quota.
function settling(units, quotas, wishes, tiers, twoWay, classes) {
  const Q = quotas.length;
  const flat = (of) => Int32Array.from({ length: classes * Q }, (_, i) => of(Math.floor(i / Q), i % Q));
  const counts = new Int32Array(classes * Q);
  for (const unit of units) for (const [q, n] of unit.brings) counts[unit.at * Q + q] += n;
  const [low, high] = [0, 1].map((end) => flat((c, q) => quotas[q].bands[c][end]));
  const isCell = (q) => twoWay && quotas[q].tier === tiers - 1;
  const first = quotas.map((_, q) => (isCell(q) ? 1 : 4 ** (tiers + 1 - quotas[q].tier)));
  const weights = Float64Array.from({ length: classes * Q }, (_, i) => first[i % Q]);
  const orNone = quotas.map((quota) => quota.orNone === true);
  const excessAt = (i, count) => {
    const far = count < low[i] ? low[i] - count : count > high[i] ? count - high[i] : 0;
    return orNone[i % Q] && far > count ? count : far;
  };
  const friends = wishing(units, wishes, classes, tiers);
  const excess = (c) => {
    const found = Array(tiers).fill(0);
    quotas.forEach(({ tier }, q) => (found[tier] += excessAt(c * Q + q, counts[c * Q + q])));
    friends.excess(c, found);
    return found;
  };
  const standing = range(classes).map(excess);
  return {
    standing,
    all: () => standing.reduce((x, y) => x.map((e, k) => e + y[k])),
    // The change of the guide by quota q when class x gets n of its members more, and y n less.
    shift: (x, y, q, n) => {
      const [i, j] = [x * Q + q, y * Q + q];
      return (
        weights[i] * (excessAt(i, counts[i] + n) - excessAt(i, counts[i])) +
        weights[j] * (excessAt(j, counts[j] - n) - excessAt(j, counts[j]))
      );
    },
    // In class a whatever has excess weighs more from now on.
    weighMore: (a) => {
      for (let q = 0; q < Q; q += 1) {
        const i = a * Q + q;
        if (!isCell(q) && excessAt(i, counts[i]) > 0) weights[i] += first[q];
      }
      friends.weighMore(a);
    },
    wished: friends.change,
    move: (x, y, leaving, entering) => {
      for (const [some, from, to] of [[leaving, x, y], [entering, y, x]]) {
        for (const unit of some) {
          for (const [q, n] of unit.brings) {
            counts[from * Q + q] -= n;
            counts[to * Q + q] += n;
          }
          unit.at = to;
        }
      }
      [standing[x], standing[y]] = [excess(x), excess(y)];
    },
  };
}

// Of exchanges by number, each with its change (Infinity: none): the least, and how many have it.
function leastOf(values) {
  let [least, ties] = [Infinity, 0];
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < least) [least, ties] = [values[i], 1];
    else if (values[i] === least) ties += 1;
  }
  return { least, ties };
}

// An excess that counting alone proves: a block, or students of one open class, beyond every even share.
function floorOf(units, quotas, tiers, classes) {
  const most = quotas.map(({ bands }) => Math.max(...bands.map(([, high]) => high)));
  const block = quotas.map(() => 0);
  const bound = range(classes).map(() => quotas.map(() => 0));
  for (const { brings, open } of units) {
    const [only] = open;
    for (const [q, n] of brings) {
      block[q] = Math.max(block[q], n - most[q]);
      if (open.size === 1) bound[only][q] += n;
    }
  }
  const floor = Array(tiers).fill(0);
  quotas.forEach(({ tier, bands }, q) => {
    const pinned = sum(bound.map((own, c) => Math.max(0, own[q] - bands[c][1])));
    floor[tier] += Math.max(block[q], pinned);
  });
  return floor;
}

function settle(units, quotas, wishes, tiers, twoWay, classes, steps, below, report, known) {
  const Q = quotas.length;
  const state = settling(units, quotas, wishes, tiers, twoWay, classes);
  const isSingle = (unit) => unit.seats <= 1;
  const movable = (x, y) => units.filter((unit) => unit.at === x && unit.open.has(y));
  const kinds = new Map();
  for (const unit of units) {
    if (!kinds.has(unit.kind)) kinds.set(unit.kind, kinds.size);
    unit.kindNumber = kinds.get(unit.kind);
    unit.own = Int32Array.from(unit.brings, ([q]) => q);
    unit.many = Int32Array.from(unit.brings, ([, n]) => n);
    unit.once = Int32Array.from(unit.brings.filter(([q]) => !quotas[q].isTotal), ([q]) => q);
    unit.sums = new Map(unit.brings.filter(([q]) => quotas[q].isTotal));
  }

  const moves = [];
  const choose = (step, a, x, y, values, sides) => {
    const { least, ties } = leastOf(values);
    if (least === Infinity) return;
    if (least >= 0) state.weighMore(a);
    if (least > 0) return;
    let [chosen, left] = [-1, below(ties)];
    while (left >= 0) {
      chosen += 1;
      if (values[chosen] === least) left -= 1;
    }
    const [leaving, entering] = sides(chosen);
    state.move(x, y, leaving, entering);
    moves.push({ step, from: x, to: y, leaving, entering });
  };

  const totals = range(Q).filter((q) => quotas[q].isTotal);
  // All single exchanges at once: what each side changes alone, less what both share and nobody changes.
  const leaves = new Float64Array(Q);
  const both = new Float64Array(Q);
  // Of each quota how many rows it has and, at q * most, which; a class has at most so many students.
  const most = units.length;
  const here = new Int32Array(Q);
  const rowsOf = new Int32Array(Q * most);
  const single = (step, a, b, rows, columns) => {
    const wide = columns.length + 1;
    const values = new Float64Array((rows.length + 1) * wide);
    const met = [];
    for (let r = 0; r < rows.length; r += 1) {
      let own = 0;
      const brought = rows[r].once;
      for (let i = 0; i < brought.length; i += 1) {
        const q = brought[i];
        if (here[q] === 0) {
          met.push(q);
          leaves[q] = state.shift(a, b, q, -1);
          both[q] = leaves[q] + state.shift(a, b, q, 1);
        }
        rowsOf[q * most + here[q]] = r;
        here[q] += 1;
        own += leaves[q];
      }
      values.fill(own, r * wide, (r + 1) * wide);
    }
    for (let k = 0; k < columns.length; k += 1) {
      let own = 0;
      const brought = columns[k].once;
      for (let i = 0; i < brought.length; i += 1) {
        const q = brought[i];
        if (here[q] === 0) own += state.shift(a, b, q, 1);
        else {
          const less = both[q];
          own += less - leaves[q];
          if (less === 0) continue;
          const end = q * most + here[q];
          for (let row = q * most; row < end; row += 1) values[rowsOf[row] * wide + k] -= less;
        }
      }
      for (let at = k; at < values.length; at += wide) values[at] += own;
      if (wishes.length > 0) {
        for (let r = 0; r <= rows.length; r += 1) {
          values[r * wide + k] += state.wished(a, b, rows.slice(r, r + 1), [columns[k]]);
        }
      }
      for (let r = 0; r < rows.length; r += 1) {
        if (rows[r].kindNumber === columns[k].kindNumber) values[r * wide + k] = Infinity;
      }
    }
    if (wishes.length > 0) {
      rows.forEach((row, r) => (values[r * wide + wide - 1] += state.wished(a, b, [row], [])));
    }
    for (const q of totals) {
      const brought = (some) => [...some.map(({ sums }) => sums.get(q) ?? 0), 0];
      const enters = brought(columns);
      brought(rows).forEach((less, r) => {
        enters.forEach((more, k) => (values[r * wide + k] += state.shift(a, b, q, more - less)));
      });
    }
    values[values.length - 1] = Infinity;
    for (const q of met) here[q] = 0;
    choose(step, a, a, b, values, (chosen) => {
      const [r, k] = [Math.floor(chosen / wide), chosen % wide];
      return [rows.slice(r, r + 1), columns.slice(k, k + 1)];
    });
  };

  const gained = new Int32Array(Q);
  const change = (x, y, leaving, entering) => {
    const add = (unit, sign) => {
      for (let i = 0; i < unit.own.length; i += 1) gained[unit.own[i]] += sign * unit.many[i];
    };
    let total = 0;
    const count = ({ own }) => {
      for (let i = 0; i < own.length; i += 1) {
        const q = own[i];
        if (gained[q] !== 0) total += state.shift(x, y, q, gained[q]);
        gained[q] = 0;
      }
    };
    for (const unit of leaving) add(unit, -1);
    for (const unit of entering) add(unit, 1);
    for (const unit of leaving) count(unit);
    for (const unit of entering) count(unit);
    return wishes.length > 0 ? total + state.wished(x, y, leaving, entering) : total;
  };
  const block = (step, a, x, y, unit) => {
    const others = movable(y, x);
    const shuffled = others.filter(isSingle);
    for (let i = shuffled.length - 1; i > 0; i -= 1) {
      const j = below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    const size = unit.seats;
    const runs = range(Math.floor(shuffled.length / size));
    const bundles = runs.map((k) => shuffled.slice(k * size, (k + 1) * size));
    const against = [...others.map((other) => [other]), [], ...bundles];
    const values = against.map((bundle) => change(x, y, [unit], bundle));
    choose(step, a, x, y, values, (chosen) => [[unit], against[chosen]]);
  };

  const oneWay = (found) => (twoWay ? found.slice(0, -1) : found);
  const isBetter = (x, y) => {
    const k = oneWay(x).findIndex((e, i) => e !== y[i]);
    return k >= 0 && x[k] < y[k];
  };
  let best = { at: units.map((unit) => unit.at), excess: state.all(), step: 0, moves: 0 };
  const floor = floorOf(units, quotas, tiers, classes);
  let onWord = false;
  for (let step = 1; classes > 1 && step <= steps; step += 1) {
    const uneven = range(classes).filter((c) => oneWay(state.standing[c]).some((e) => e > 0));
    if (uneven.length === 0) break;
    // Who knows that nothing is better may stop: no later step can beat it.
    const reached = oneWay(best.excess);
    if (reached.every((e, k) => e <= floor[k])) break;
    if (known && reached.every((e, k) => e <= known[k])) {
      onWord = true;
      break;
    }
    const a = uneven[below(uneven.length)];
    let b = below(classes - 1);
    if (b >= a) b += 1;
    const [there, back] = [movable(a, b), movable(b, a)];
    const blocks = [[a, b, there], [b, a, back]].flatMap(([x, y, some]) =>
      some.filter((unit) => !isSingle(unit)).map((unit) => [x, y, unit]),
    );
    const made = moves.length;
    if (blocks.length > 0 && below(4) === 0) block(step, a, ...blocks[below(blocks.length)]);
    else single(step, a, b, there.filter(isSingle), back.filter(isSingle));
    if (moves.length > made) {
      const now = state.all();
      if (isBetter(now, best.excess)) {
        best = { at: units.map((unit) => unit.at), excess: now, step, moves: moves.length };
      }
    }
    report?.("settle", step, steps);
  }
  return { ...best, onWord, moves: moves.slice(0, best.moves) };
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
export function formed(seed, problem, spreading, steps, report, known) {
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
    units, quotas, wishes, tiers, problem.two_way, classes, steps, stream(seed, "settle"), report, known,
  );
  const mixed = mix(units, quotas, wishes, tiers, classes, best.at, stream(seed, "mix"));
  return {
    order, quotas, reach, blocks, dealt, spread: spreadTo, groups: groupsOf(mixed.at), excess: mixed.excess,
    step: best.step, onWord: best.onWord, moves: [...best.moves, ...mixed.moves],
  };
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
