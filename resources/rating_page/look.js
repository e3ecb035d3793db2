// Words in the study's language, colours from its grey, and small helpers to build a page with.
import { words } from "./words.js";

/** A sentence in the study's language; %1, %2 are filled in order. */
export function tr(text, ...values) {
  let said = words[text] || text;
  values.forEach((value, place) => { said = said.replaceAll(`%${place + 1}`, String(value)); });
  return said;
}

/** A sentence of the server's in the study's language: its numbers are filled in again. */
export function trSaid(sentence) {
  const numbers = [];
  const text = sentence.replace(/\d+(?:\.\d+)?/g, (number) => `%${numbers.push(number)}`);
  return words[text] ? tr(text, ...numbers) : sentence;
}

/** Colours that can be read on a grey of 0 to 255, the same as on the desk. */
export function useGrey(grey) {
  const light = grey >= 118;
  const level = (value) => {
    const one = Math.max(0, Math.min(255, value));
    return `rgb(${one}, ${one}, ${one})`;
  };
  const set = (name, value) => document.documentElement.style.setProperty(`--${name}`, value);
  set("grey", level(grey));
  set("ink", light ? "#0c0c0c" : "#f4f4f4");
  set("paper", light ? "#f4f4f4" : "#0c0c0c");
  set("dim", level(light ? grey - 98 : grey + 110));
  set("raised", level(grey + (light ? 14 : -14)));
  set("focus", light ? "#0b2f5c" : "#a9cdf5");
}

/** An element with attributes, and texts or elements in it. */
export function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one != null));
  return made;
}

export function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
