// Sections 2 and 3 of docs/procedure.md: what is drawn from, and the lottery order.

import { lot, range } from "./chance.mjs";

// 2. Shares: t_c = min(cap_c, λ) as fractions [numerator, denominator] of big integers

const gcd = (x, y) => (y === 0n ? x : gcd(y, x % y));
const fraction = (top, bottom) => {
  const common = gcd(top < 0n ? -top : top, bottom);
  return [top / common, bottom / common];
};
const whole = (number) => [BigInt(number), 1n];
const plus = ([a, b], [c, d]) => fraction(a * d + c * b, b * d);
const minus = (x, [c, d]) => plus(x, [-c, d]);
const times = ([a, b], [c, d]) => fraction(a * c, b * d);
const less = ([a, b], [c, d]) => a * d < c * b;
const total = (list) => list.reduce(plus, whole(0));
const isZero = ([top]) => top === 0n;

// A class whose size is named has that one; the others share the rest.
function namedSizes(students, caps, named) {
  const rest = evenSizes(
    students - named.reduce((x, y) => x + y, 0),
    caps.filter((_, c) => !named[c]),
  );
  return caps.map((_, c) => (named[c] ? whole(named[c]) : rest.shift()));
}

// The level up to which classes are filled, none above its room, so that they take what is left.
function levelOf(load, room, left) {
  let level = whole(0);
  const rising = () => BigInt(load.filter((low, i) => !less(level, low) && less(level, room[i])).length);
  for (const edge of [...load, ...room].sort((x, y) => (less(x, y) ? -1 : less(y, x) ? 1 : 0))) {
    const taken = times([rising(), 1n], minus(edge, level));
    if (!less(taken, left)) break;
    left = minus(left, taken);
    level = edge;
  }
  return rising() === 0n ? level : plus(level, times(left, [1n, rising()]));
}

// How many of each pool each class should get. Null where a pool finds too little room.
function sharedOut(pools, caps, named) {
  const asked = pools.map(([members, open, numbers]) => {
    const free = open.filter((c) => !numbers[c]);
    const count = members.length;
    const sum = numbers.reduce((x, y) => x + y, 0);
    const fits = sum <= count && (free.length > 0 || sum === count);
    const scale = fits || sum === 0 ? [1n, 1n] : [BigInt(count), BigInt(sum)];
    const share = numbers.map((number) => times(whole(number), scale));
    return { members: new Set(members), free, share, left: minus(whole(count), total(share)) };
  });
  const load = caps.map((_, c) => total(asked.map(({ share }) => share[c])));
  const byClasses = (x, y) => {
    if (x.free.length !== y.free.length) return x.free.length - y.free.length;
    const i = x.free.findIndex((c, k) => c !== y.free[k]);
    return i < 0 ? 0 : x.free[i] - y.free[i];
  };
  const inOrder = asked.filter(({ left }) => !isZero(left)).sort(byClasses);
  for (const [i, pool] of inOrder.entries()) {
    const later = new Set(inOrder.slice(i + 1).flatMap(({ free }) => free));
    const closing = pool.free.filter((c) => named[c] && !later.has(c));
    const rest = pool.free.filter((c) => !closing.includes(c));
    const more = new Map(closing.map((c) => [c, minus(whole(named[c]), load[c])]));
    const left = minus(pool.left, total([...more.values()]));
    const room = rest.map((c) => {
      const most = whole(named[c] || caps[c]);
      return less(most, load[c]) ? load[c] : most;
    });
    if (less(total(rest.map((c, k) => minus(room[k], load[c]))), left)) return null;
    const level = levelOf(rest.map((c) => load[c]), room, left);
    rest.forEach((c, k) => {
      const gain = minus(less(level, room[k]) ? level : room[k], load[c]);
      more.set(c, less(gain, whole(0)) ? whole(0) : gain);
    });
    for (const [c, part] of more) {
      pool.share[c] = plus(pool.share[c], part);
      load[c] = plus(load[c], part);
    }
  }
  return { sizes: load, pools: asked };
}

// The even size of each class, the pools, and the bands of any students.
export function sharesOf(problem) {
  const students = problem.keys.length;
  const named = problem.sizes ?? problem.caps.map(() => 0);
  if (!problem.pools) {
    const sizes = namedSizes(students, problem.caps, named);
    return { sizes, pools: null, bands: (members) => bandsOf(members.length, students, sizes) };
  }
  const roomy = problem.caps.map((cap) => Math.max(cap, students));
  const { sizes, pools } =
    sharedOut(problem.pools, problem.caps, named) ?? sharedOut(problem.pools, roomy, named);
  const bands = (members) =>
    sizes.map((_, c) => {
      const [top, bottom] = total(
        pools.map((pool) => {
          const count = members.filter((s) => pool.members.has(s)).length;
          return times(pool.share[c], [BigInt(count), BigInt(pool.members.size)]);
        }),
      );
      return [Number(top / bottom), Number((top + bottom - 1n) / bottom)];
    });
  return { sizes, pools, bands };
}

// The bands of all quotas but the size, in the order of the tiers, and of that of all students.
export function bandsOfAll(problem, { sizes, bands }) {
  const even = problem.tiers.map((tier) => tier.map(bands));
  const named = problem.sizes ?? [];
  even[0][0] = sizeBands(sizes, problem.caps, problem.tolerance, problem.min_size).map((band, c) =>
    named[c] ? [named[c], named[c]] : band,
  );
  return even;
}

export function evenSizes(students, caps) {
  let left = BigInt(students);
  let open = BigInt(caps.length);
  for (const cap of [...caps].sort((a, b) => a - b).map(BigInt)) {
    if (cap * open >= left) break;
    left -= cap;
    open -= 1n;
  }
  return caps.map((cap) => (BigInt(cap) * open < left ? [BigInt(cap), 1n] : [left, open]));
}

export function bandsOf(members, students, sizes) {
  const share = sizes.map(([top, bottom]) => [BigInt(members) * top, BigInt(students) * bottom]);
  return share.map(([top, bottom]) => [
    Number(top / bottom),
    Number((top + bottom - 1n) / bottom),
  ]);
}

// How far a count is outside a band; where it may be missing whole, 0 is as good as within.
export function outside([low, high], count, orNone) {
  const far = Math.max(0, low - count, count - high);
  return orNone ? Math.min(far, count) : far;
}

export function sizeBands(sizes, caps, tolerance, minSize) {
  return sizes.map(([top, bottom], c) => {
    let low = Number(top / bottom);
    const rest = top % bottom;
    let high = low + (rest > 0n ? 1 : 0);
    if (tolerance === 2) {
      if (rest === 0n || 2n * rest < bottom) low -= 1;
      if (rest === 0n || 2n * rest >= bottom) high += 1;
    }
    return [Math.max(low, minSize, 1), Math.min(high, caps[c])];
  });
}

// 3. Lottery order

export function ordered(problem, seed) {
  const order = lot(seed, "student", problem.keys);
  const place = [];
  order.forEach((old, position) => (place[old] = position));
  const moved = (members) => members.map((old) => place[old]).sort((a, b) => a - b);
  const students = order.length;
  const shares = sharesOf(problem);
  const { sizes } = shares;
  const bands = bandsOfAll(problem, shares);
  const even = problem.tiers.flatMap((tier, k) =>
    tier.map((members, q) => ({ tier: k, members: moved(members), bands: bands[k][q] })),
  );
  const limits = problem.limits.map(([members, most]) => ({
    tier: 0,
    members: moved(members),
    bands: sizes.map(() => [0, most]),
  }));
  const numbers = (problem.numbers ?? []).map(([members, own]) => ({
    tier: 0,
    members: moved(members),
    bands: own.map(([low, high]) => [low, high]),
  }));
  const totals = (problem.totals ?? []).map(([tier, members]) => ({
    tier,
    members: moved(members),
    bands: shares.bands(members),
    isTotal: true,
  }));
  const together = (problem.at_least ?? []).map(([members, least]) => ({
    tier: 0,
    members: moved(members),
    bands: sizes.map(() => [Math.min(least, members.length), members.length]),
    orNone: true,
  }));
  const quotas = [...even, ...limits, ...together, ...numbers, ...totals];
  const wishes = (problem.friends ?? []).map(([tier, student, friends]) => ({
    tier,
    student: place[student],
    friends: new Set(moved(friends)),
  }));
  const pools = shares.pools?.map(({ members, share }) => ({ members: moved([...members]), share }));
  const reach = new Map(problem.reach.map(([old, classes]) => [place[old], classes]));
  return { order, students, sizes, pools, quotas, wishes, reach, blocks: problem.blocks.map(moved) };
}

export function unitsOf({ students, blocks, reach, quotas, wishes = [] }, classes) {
  const wishing = new Set(wishes.flatMap(({ student, friends }) => [student, ...friends]));
  const inside = new Set(blocks.flat());
  const singles = range(students).filter((s) => !inside.has(s)).map((s) => [s]);
  const quotasOf = range(students).map(() => []);
  quotas.forEach((quota, q) => quota.members.forEach((s) => quotasOf[s].push(q)));
  return [...blocks, ...singles].sort((x, y) => x[0] - y[0]).map((members) => {
    const open = range(classes).filter((c) =>
      members.every((s) => !reach.has(s) || reach.get(s).includes(c)),
    );
    const brings = new Map();
    for (const q of members.flatMap((s) => quotasOf[s])) brings.set(q, (brings.get(q) ?? 0) + 1);
    const sorted = [...brings].sort(([p], [q]) => p - q);
    const own = members.some((s) => wishing.has(s)) ? members[0] : null;
    const kind = JSON.stringify([sorted, open, own]);
    return { members, open: new Set(open), brings: sorted, kind };
  });
}
