// The grey on which pictures stand, pixel by pixel, and the keys below them.
import { make, tr } from "./look.js";

const stage = document.getElementById("stage");
const canvas = document.getElementById("canvas");
const keys = document.getElementById("keys");
const counter = document.getElementById("counter");
const bar = document.getElementById("bar");
const context = canvas.getContext("2d", { alpha: false });
const BAR = 48;
const COUNTER_FONT = 14;
const POINTER_MS = 2000;

export const touch = matchMedia("(any-pointer: coarse)").matches;
const size = { width: 0, height: 0 };
let pointerRest = 0;

/** Device pixels of the room for pictures and keys, and of the whole screen. */
export function measured() {
  const ratio = devicePixelRatio;
  return {
    width: size.width || Math.round(innerWidth * ratio),
    height: (size.height || Math.round(innerHeight * ratio)) - (touch ? Math.round(BAR * ratio) : 0),
    ratio,
    screen_width: Math.max(1, Math.round(screen.width * ratio)),
    screen_height: Math.max(1, Math.round(screen.height * ratio)),
    zoom: window.visualViewport ? visualViewport.scale : 1,
    touch,
  };
}

/** Device pixels of a length: what the browser counted, where it counted these and not others. */
function whole(length, counted) {
  const about = length * devicePixelRatio;
  return counted && Math.abs(counted - about) < 1 ? counted : Math.round(about);
}

/** Call changed() when the room is not what it was. */
export function watchSize(changed) {
  let before = JSON.stringify(measured());
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = JSON.stringify(measured());
      if (now !== before) {
        before = now;
        changed();
      }
    }, 200);
  };
  const observer = new ResizeObserver((entries) => {
    const exact = entries[0].devicePixelContentBoxSize;
    const { width, height } = entries[0].contentRect;
    size.width = whole(width, exact && exact[0].inlineSize);
    size.height = whole(height, exact && exact[0].blockSize);
    look();
  });
  // The page's own element is hidden now and then; this one always fills the window.
  const probe = make("div", { "aria-hidden": "true" });
  probe.style.cssText = "position:fixed;inset:0;visibility:hidden;pointer-events:none";
  document.body.append(probe);
  try {
    observer.observe(probe, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(probe);
  }
  addEventListener("resize", look);
  if (window.visualViewport) visualViewport.addEventListener("resize", look);
}

/** The next frame; gives its time. */
export const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });

/** Wait until a moment, and give the time of the frame that is drawn then. */
export async function frameAt(due, stop) {
  let before = await frame();
  let length = 16;
  for (let at = before; ; at = await frame()) {
    length = at > before ? Math.min(50, at - before) : length;
    before = at;
    if (stop() || at >= due - length / 2) return at;
  }
}

function fit() {
  const { width, height, ratio } = measured();
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.style.width = `${width / ratio}px`;
  canvas.style.height = `${height / ratio}px`;
}

/** Draw in this frame: grey, and each picture at its place without any scaling between pixels. */
export function draw(grey, pictures = []) {
  fit();
  context.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  for (const { bitmap, box } of pictures) {
    context.drawImage(bitmap, box.x, box.y, box.width, box.height);
  }
}

/** Place the keys and the line below them; nothing moves from one picture to the next. */
export function arrange(doc, study, pressed) {
  const ratio = devicePixelRatio;
  const put = (element, box) => {
    element.style.left = `${box.x / ratio}px`;
    element.style.top = `${box.y / ratio}px`;
    element.style.width = `${box.width / ratio}px`;
    element.style.height = `${box.height / ratio}px`;
  };
  if (keys.childElementCount !== study.keys.length) {
    keys.replaceChildren(...study.keys.map(({ sign, words }, place) => {
      const label = study.method === "pc" ? tr(words) : words;
      const button = make("button", { type: "button", tabindex: -1, "aria-label": `${sign} ${label}` },
        make("b", {}, sign), label);
      let kind = "click";
      button.addEventListener("pointerdown", (event) => {
        kind = event.pointerType === "touch" ? "touch" : "click";
        event.preventDefault();
      });
      button.addEventListener("click", (event) => pressed(place + 1, kind, event));
      return button;
    }));
  }
  doc.keys.forEach((box, place) => put(keys.children[place], box));
  keys.classList.toggle("narrow", doc.keys[0].width / ratio < 100);
  keys.classList.toggle("narrowest", doc.keys[0].width / ratio < 72);
  put(counter, doc.counter);
}

/** Buttons for fingers: there is no Backspace and no Escape on a tablet. */
export function showBar(undo, pause) {
  bar.hidden = !touch;
  if (touch && !bar.childElementCount) {
    bar.append(
      make("button", { type: "button", id: "undo", tabindex: -1, onclick: undo }, tr("Take back")),
      make("button", { type: "button", id: "pause", tabindex: -1, onclick: pause }, tr("Pause")),
    );
  }
}

export function setCounter(text) {
  counter.textContent = text;
  counter.style.fontSize = "";
  // One line is all there is, also on a telephone.
  const over = counter.scrollWidth / counter.clientWidth;
  if (over > 1) counter.style.fontSize = `${Math.floor(COUNTER_FONT / over)}px`;
}

export function setName(text) {
  canvas.setAttribute("aria-label", text);
  canvas.setAttribute("role", "img");
}

export function showStage(on) {
  stage.hidden = !on;
}

export function placeOf(event) {
  const ratio = devicePixelRatio;
  return { x: event.clientX * ratio, y: event.clientY * ratio };
}

export function onStage(kind, listener) {
  canvas.addEventListener(kind, listener);
}

stage.classList.add("still");
stage.addEventListener("pointermove", (event) => {
  if (event.pointerType === "touch" || Math.abs(event.movementX) + Math.abs(event.movementY) < 3) return;
  stage.classList.remove("still");
  clearTimeout(pointerRest);
  pointerRest = setTimeout(() => stage.classList.add("still"), POINTER_MS);
});
