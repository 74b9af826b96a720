// Words in the language of the page, and the parts of it that they stand in.

import { ZH } from "./texts.mjs";

export const language = { is: "zh" };
export const $ = (id) => document.getElementById(id);

// A sentence in the language of the page; values may be sentences themselves.
export function say([english, values = {}]) {
  const text = language.is === "zh" ? (ZH[english] ?? english) : english;
  return text.replace(/\{(\w+)\}/g, (whole, key) => {
    if (!(key in values)) return whole;
    return Array.isArray(values[key]) ? say(values[key]) : String(values[key]);
  });
}
export function element(tag, text = "", look = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (look) made.className = look;
  return made;
}
export const fill = (id, ...children) => $(id).replaceChildren(...children);
export const item = (text, look) => element("li", say(text), look);
