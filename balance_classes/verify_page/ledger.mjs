// What the lines of a ledger say one after the other.

import { H, seedOf } from "./chance.mjs";
import { CODE_GIVER } from "./words.mjs";

const same = (x, y) => H(x) === H(y);
export const seedValue = (seed, rehearsal) => seedOf({ words: seed.words.map(({ words }) => words), rehearsal });

// What a ledger could still say that no program would write after the lines before it.
export function faultsOf(lines) {
  const found = [];
  const state = { drawn: 0, results: {}, seal: null, begun: null, outcomes: 0, last: "" };
  const seedFault = (line, seed) => {
    const named = seed.words.map(({ giver }) => giver);
    const alone = same(named, [""]) || same(named, ["", CODE_GIVER]);
    if (seedValue(seed, false) !== seed.value) found.push([line, "The seed does not follow from its words."]);
    if (!seed.given && !alone) found.push([line, "The program drew the seed, and words of givers are told."]);
  };
  for (const { line, what } of lines) {
    if (what.event === "seal") state.seal = what;
    else if (what.event === "draw") {
      state.drawn += 1;
      const replaced = state.results[state.drawn - 1] ?? "";
      if (what.draw !== state.drawn || what.replaces !== state.drawn - 1 || what.replaced !== replaced) {
        found.push([line, "The draws are not numbered one after the other."]);
      }
      if ((what.replaces > 0) !== /[\p{L}\p{N}]/u.test(what.reason.replace(/[\u115f\u1160]/g, ""))) {
        found.push([line, "A draw that replaces another one has a reason, no other."]);
      }
      if (what.sealed !== (state.seal !== null) || (state.seal && what.fixed !== state.seal.fixed)) {
        found.push([line, "The draw is not that of the last seal before it."]);
      }
      seedFault(line, what.seed);
      [state.begun, state.outcomes] = [null, 0];
    } else if (what.event === "result") {
      if (what.draw !== state.drawn || what.draw in state.results) {
        found.push([line, "This result belongs to no draw before it."]);
      }
      state.results[what.draw] = state.last = what.record;
    } else if (what.event === "outcome") {
      const { begun } = state;
      if (begun === null || what.draw !== begun.draw || what.number !== begun.number) {
        found.push([line, "This outcome belongs to no event before it."]);
      }
      Object.assign(state, { begun: null, outcomes: what.number, last: what.digest });
    } else if (what.event !== "rehearsal") { // which may stand anywhere
      const follows = what.draw === state.drawn && what.number === state.outcomes + 1 && what.before === state.last;
      if (!(state.drawn in state.results) || !follows) {
        found.push([line, "This event does not follow from the result before it."]);
      }
      if (state.begun !== null) found.push([line, "The event before it came to no outcome."]);
      if (what.seed) seedFault(line, what.seed);
      state.begun = what;
    }
  }
  return found.map(([line, what]) => ["Line {line} of the ledger: {what}", { line, what: [what] }]);
}
