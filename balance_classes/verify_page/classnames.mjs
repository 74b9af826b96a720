// Names of classes as people write them.

export const plainName = (name) => name.normalize("NFKC").replace(/\s/gu, "").toLowerCase();
const NUMERALS = "一二三四五六七八九";
function spelt(written) {
  const found = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?班$/.exec(written);
  if (!found || !(found[1] || found[2] || found[3])) return "";
  const [, tens, ten, ones] = found;
  if (!ten) return tens && ones ? "" : String(NUMERALS.indexOf(tens ?? ones) + 1);
  return String(10 * (tens ? NUMERALS.indexOf(tens) + 1 : 1) + (ones ? NUMERALS.indexOf(ones) + 1 : 0));
}
// Which class is meant: by its name, or by the one number in it; -1 where none is.
export function findClass(written, names) {
  const plain = names.map(plainName);
  const at = plain.indexOf(plainName(written));
  if (at >= 0) return at;
  const found = /^\(?0*(\d+)\)?班?$/.exec(plainName(written));
  const number = found ? found[1] : spelt(plainName(written));
  const numbers = plain.map((one) => (one.match(/\d+/g) ?? [""]).pop());
  return number && numbers.filter((one) => one === number).length === 1 ? numbers.indexOf(number) : -1;
}
