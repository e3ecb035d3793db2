// The check of the screen: a pattern of single pixels, and a card of nearly black and white steps.
import { make, tr } from "./look.js";
import { showPage } from "./pages.js";

const SIDE = 160;
const DARK = [0, 6, 12, 18, 26, 36];
const BRIGHT = [255, 249, 243, 237, 229, 219];

/** A canvas whose pixels are the screen's, at whole device pixels. */
function exact(width, height) {
  const canvas = make("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.style.width = `${width / devicePixelRatio}px`;
  canvas.style.height = `${height / devicePixelRatio}px`;
  return canvas;
}

function pattern() {
  const canvas = exact(SIDE, SIDE);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const image = context.createImageData(SIDE, SIDE);
  for (let place = 0; place < SIDE * SIDE; place += 1) {
    const level = ((place % SIDE) + Math.floor(place / SIDE)) % 2 ? 255 : 0;
    image.data.set([level, level, level, 255], 4 * place);
  }
  context.putImageData(image, 0, 0);
  // Some browsers change what is drawn to hide who they are; then the card says so.
  const back = context.getImageData(0, 0, SIDE, SIDE).data;
  return { canvas, same: back.every((value, place) => value === image.data[place]) };
}

function steps(levels) {
  const side = Math.round(52 * devicePixelRatio);
  const canvas = exact(levels.length * side, side);
  const context = canvas.getContext("2d");
  levels.forEach((level, place) => {
    context.fillStyle = `rgb(${level}, ${level}, ${level})`;
    context.fillRect(place * side, 0, side, side);
  });
  return canvas;
}

/** Put a canvas of a card where a device pixel begins. */
function align(canvas) {
  canvas.style.transform = "";
  const { left, top } = canvas.getBoundingClientRect();
  const off = (value) => (Math.round(value * devicePixelRatio) - value * devicePixelRatio) / devicePixelRatio;
  canvas.style.transform = `translate(${off(left + scrollX)}px, ${off(top + scrollY)}px)`;
}

/** Ask what is seen of both; give({even, steps_seen, read_back}). */
export function showCard(give) {
  const { canvas, same } = pattern();
  const seen = { even: null, steps_seen: null };
  const question = (words, name) => {
    const group = make("div", { class: "form" }, make("span", {}, words));
    const buttons = make("div", { class: "pair" });
    for (const [value, label] of [[true, tr("yes")], [false, tr("no")]]) {
      const button = make("button", { type: "button", id: `${name}-${value ? "yes" : "no"}`,
        "aria-pressed": "false" }, label);
      button.addEventListener("click", () => {
        seen[name] = value;
        for (const other of buttons.children) {
          other.classList.toggle("main", other === button);
          other.setAttribute("aria-pressed", String(other === button));
        }
        go.disabled = seen.even === null || seen.steps_seen === null;
      });
      buttons.append(button);
    }
    group.append(buttons);
    return group;
  };
  const whole = document.fullscreenEnabled
    ? [[tr("Use the whole screen"), () => document.documentElement.requestFullscreen().catch(() => {})]]
    : [];
  const column = showPage(tr("Test of the screen"), [
    make("div", { class: "card" }, canvas),
    question(tr("Is this square one even grey, without stripes or blocks?"), "even"),
    make("div", { class: "card" }, steps(DARK), steps(BRIGHT)),
    question(tr("Can you tell all six dark and all six bright steps apart?"), "steps_seen"),
    make("p", { class: "small" }, tr("If not, change the brightness or the contrast of the screen, or go on and say so.")),
  ], [...whole, [tr("Continue"), () => give({ ...seen, read_back: same }), true]], { focus: false });
  const go = column.querySelector(".buttons .main");
  go.disabled = true;
  requestAnimationFrame(() => align(canvas));
}
