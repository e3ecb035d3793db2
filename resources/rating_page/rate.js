// The rater's page: shows the step the server names, and tells it what the rater did.
import { showCard } from "./card.js";
import { randomName, tr, trSaid, useGrey } from "./look.js";
import { Refused, ask } from "./net.js";
import * as pages from "./pages.js";
import { Showing } from "./showing.js";
import * as stage from "./stage.js";

const me = randomName();
// Studies behind one proxy share an address, and keep apart what they keep by the path below it.
const own = (name) => `${name} ${new URL(document.baseURI).pathname}`;
const kept = {
  read: (name) => {
    try { return JSON.parse(localStorage.getItem(own(name))); } catch { return null; }
  },
  write: (name, value) => {
    try {
      if (value === null) localStorage.removeItem(own(name));
      else localStorage.setItem(own(name), JSON.stringify(value));
    } catch { /* a private window may keep nothing: the page itself still does */ }
  },
};
let study = null;
let showing = null;
let doc = null;
let busy = true;
let greySince = 0;
let noticed = {};
let changedScreen = false;
let pending = kept.read("answer");
// The screen as the server knows it.
let screenTold = "";
// What let this page in: a server that is started anew forgets who has not agreed yet.
let entered = null;
// What was said before the session: said again by itself when the server was started anew.
let said = null;

const notice = (kind) => { noticed[kind] = (noticed[kind] || 0) + 1; };
const mark = (name, value) => { document.body.dataset[name] = value; };

async function begin() {
  useGrey(128);
  study = await ask("api/about");
  document.title = tr("Rating");
  useGrey(study.background);
  showing = new Showing(study);
  stage.watchSize(sizeChanged);
  const [, kind, secret] = location.pathname.match(/\/(i|r)\/([^/]+)$/) || [];
  if (kind) {
    history.replaceState(null, "", document.baseURI);
    await comeIn(kind === "i" ? { invitation: secret } : { room: decodeURIComponent(secret) });
  } else {
    await hello();
  }
}

async function comeIn(secret) {
  let browser = kept.read("browser");
  if (!browser) {
    browser = randomName();
    kept.write("browser", browser);
  }
  try {
    await ask("api/enter", () => ({ browser, ...secret }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // Whoever is in already goes on, whatever became of the link.
    await hello(error.message);
    return;
  }
  entered = secret;
  await hello();
}

/** Tell the server that this page is there, and its screen. */
function tellScreen() {
  return ask("api/hello", () => {
    const screen = stage.measured();
    screenTold = JSON.stringify(screen);
    return { page: me, screen };
  });
}

async function hello(sentence = "") {
  busy = true;
  try {
    arrive(await tellScreen());
  } catch (error) {
    const out = error instanceof Refused && error.status === 401;
    if (out && entered && doc && doc.step === "consent") {
      const again = entered;
      entered = null;
      await comeIn(again);
    } else if (out) {
      stage.showStage(false);
      mark("step", "enter");
      pages.askToComeIn(trSaid(sentence), (room) => comeIn({ room }));
      busy = false;
    } else {
      refuse(error);
    }
  }
}

/** Tell the server what was done; it is said again until it has been heard. */
async function act(verb, more = {}, fresh = () => ({})) {
  if (busy) return;
  busy = true;
  const at = doc.at;
  try {
    // What comes next is laid out for the screen as it is now: turned, or the whole one.
    const next = verb === "screen" || verb === "read";
    if (next && JSON.stringify(stage.measured()) !== screenTold) await tellScreen();
    arrive(await ask(`api/${verb}`, (attempt) => ({ page: me, at, ...more, ...fresh(attempt) })));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 410 || error.status === 401) {
      await hello();
      return;
    }
    // What the server will not have is not sent again; the picture is shown again.
    if (verb === "answer" && (error.status === 400 || error.status === 409)) forget();
    refuse(error, verb);
  }
}

function refuse(error, verb = "") {
  busy = false;
  stage.showStage(false);
  mark("step", "trouble");
  const again = error.status === 503 && verb === "answer" ? resend : () => hello();
  pages.trouble(tr("This does not work"), trSaid(error.message), [
    [error.status === 423 ? tr("Go on here") : tr("Try again"), again, true]]);
}

function arrive(found) {
  doc = found;
  busy = false;
  if (pending && !(doc.step === "show" && doc.key === pending.key)) {
    // It is stored, or it is no longer asked for; before the session it has to wait.
    if (doc.step === "show" || doc.step === "finished") forget();
  }
  if (doc.step === "show") {
    if (pending) resend();
    else show();
    return;
  }
  showing.cancel();
  stage.showStage(false);
  mark("step", doc.step);
  mark("on", "");
  steps[doc.step]();
}

const steps = {
  consent: () => pages.consent(doc, (agreed) => act("consent", { agreed })),
  self_report: () => pages.selfReport(doc, (answers) => act("self_report", { answers })),
  room: () => {
    // After a night it is another sitting, whose room and screen nobody has looked at.
    if (doc.goes_on && said && said.live && said.room) { act("room", said.room); return; }
    pages.room(doc, (room) => { said = { room }; act("room", room); });
  },
  screen: () => {
    if (said && said.live && said.screen) { act("screen", said.screen); return; }
    showCard((screen) => { said = { ...said, screen }; act("screen", screen); });
  },
  read: () => {
    if (said) said.live = true;
    pages.read(doc, stage.touch, () => act("read"));
  },
  pause: () => pages.pause(changedScreen ? tr("The screen has changed. Go on when it is as it should be.") : "",
    () => { changedScreen = false; act("resume"); }, () => act("stop")),
  rest: () => { said = null; pages.rest(doc, () => act("rested"), () => act("stop")); },
  finished: () => { said = null; pages.finished(doc, study.contact, () => hello()); },
  unfit: () => pages.trouble(tr("This screen cannot be used"), trSaid(doc.words), [[tr("Try again"), () => hello(), true]]),
};

// Rating --------------------------------------------------------------------------------------

async function show() {
  if (said) said.live = true;
  pages.hidePage();
  stage.showStage(true);
  stage.arrange(doc, study, (place, kind, event) => pressed(place, kind, event.ctrlKey || event.altKey || event.metaKey));
  stage.showBar(takeBack, () => pause());
  mark("step", "show");
  mark("number", doc.number);
  mark("key", doc.key);
  mark("on", "");
  tellCounter();
  stage.setName(tr("Image %1 of %2", doc.number, doc.total));
  const own = doc;
  try {
    if (!greySince) greySince = showing.cancel();
    if (await showing.begin(doc, greySince)) {
      if (showing.late) notice("late_picture");
      setTimeout(() => { if (doc === own) mark("on", "1"); }, study.min_view_ms);
    }
  } catch (error) {
    if (!(error instanceof Refused) || doc !== own) return;
    // Whoever sits there anew has other pictures; a file that is gone does not come by asking.
    if ([401, 403].includes(error.status)) hello();
    else refuse(error);
  }
}

function tellCounter() {
  const plain = tr("%1 of %2", doc.number, doc.total);
  if (study.toggle) {
    const side = showing.front ? tr("second picture") : tr("first picture");
    const hint = stage.touch ? tr("Touch the picture: the other one") : tr("Space bar: the other one");
    stage.setCounter(`${plain}  ·  ${side}  ·  ${hint}`);
  } else if (doc.told !== null) {
    const { sign, words } = study.keys[doc.told - 1];
    const hint = words ? tr("This picture is a %1 (%2). Press %1.", sign, words)
      : tr("This picture is a %1. Press %1.", sign);
    stage.setCounter(`${plain}  ·  ${hint}`);
  } else {
    stage.setCounter(plain);
  }
}

function pressed(place, input, modified = false) {
  const at = performance.now();
  if (!doc || doc.step !== "show" || place < 1) return;
  if (modified) notice("modifier");
  else if (busy || showing.tooEarly(at)) notice("early_key");
  else if (place > study.keys.length) notice("other_key");
  else if (doc.told !== null && place !== doc.told) {
    notice("calibration_hint");
    stage.setCounter("");
    setTimeout(tellCounter, 120);
  } else {
    pending = {
      key: doc.key, place, input, shown: showing.shown, answered: at, attempt: doc.attempt,
      noticed, wall: Date.now(), page: me,
    };
    noticed = {};
    kept.write("answer", pending);
    greySince = showing.cancel();
    mark("on", "");
    resend();
  }
}

/** Send the answer that is kept; its key sees to it that it is stored once. */
function resend() {
  const answer = pending;
  const { key, place, input } = answer;
  act("answer", { key, place, input, attempt: answer.attempt },
    (attempt) => {
      const again = attempt > 0 || answer.page !== me ? { resent: attempt + 1 } : {};
      const told = { noticed: { ...answer.noticed, ...again } };
      if (answer.page === me) {
        return { shown: answer.shown, answered: answer.answered, sent: performance.now(), ...told };
      }
      // Another page's clock began elsewhere; how long things took is the same on both.
      const took = answer.answered - answer.shown;
      const ago = Math.min(Math.max(0, Date.now() - answer.wall), 86400000);
      return { shown: 0, answered: took, sent: took + ago, ...told };
    });
}

function forget() {
  pending = null;
  kept.write("answer", null);
}

function pause() {
  if (busy || doc.step !== "show") return;
  greySince = showing.cancel();
  mark("on", "");
  act("pause");
}

function sizeChanged() {
  if (!doc) return;
  if (doc.step === "show" && !busy) {
    changedScreen = true;
    greySince = showing.cancel();
    mark("on", "");
    act("pause").then(() => hello());
  } else if (doc.step === "show" || doc.step === "unfit" || doc.step === "pause") {
    hello();
  }
}

// What is pressed -----------------------------------------------------------------------------

const ARROWS = { ArrowLeft: 1, ArrowRight: 2, ArrowDown: 3 };

function digit(event) {
  if (/^[0-9]$/.test(event.key)) return event.key;
  const place = event.code.match(/^(?:Digit|Numpad)([0-9])$/);
  return place ? place[1] : "";
}

function takeBack() {
  // Where there is nothing to take back the picture stays: shown again it would be seen longer.
  if (busy || !doc.undo) return;
  greySince = showing.cancel();
  act("undo");
}

addEventListener("keydown", (event) => {
  if (!doc || doc.step !== "show") return;
  const keypad = event.code.startsWith("Numpad");
  const typed = digit(event);
  let place = 0;
  if (typed && study.method === "pc") place = Number(typed);
  else if (typed) place = 1 + study.keys.findIndex((one) => one.sign === typed);
  else if (study.method === "pc") place = ARROWS[event.key] || 0;
  const ours = place || typed || ["Backspace", "Escape", " "].includes(event.key);
  if (!ours) return;
  event.preventDefault();
  if (event.repeat) notice("auto_repeat");
  else if (event.key === "Escape") pause();
  else if (event.key === "Backspace") takeBack();
  else if (event.key === " ") { if (showing.toggle()) tellCounter(); }
  else pressed(place, keypad ? "keypad" : "key", event.ctrlKey || event.altKey || event.metaKey);
});

stage.onStage("pointerup", (event) => {
  if (!doc || doc.step !== "show") return;
  const place = showing.pictureAt(stage.placeOf(event));
  if (study.toggle && showing.toggle()) tellCounter();
  else if (study.choose_by_click && place) pressed(place, event.pointerType === "touch" ? "touch" : "click");
});

addEventListener("blur", () => { if (showing && showing.on) notice("focus_lost"); });
addEventListener("focus", () => { if (showing && showing.on) notice("focus_back"); });
document.addEventListener("visibilitychange", () => { if (document.hidden) pause(); });
addEventListener("contextmenu", (event) => { if (doc && doc.step === "show") event.preventDefault(); });

begin().catch((error) => refuse(error instanceof Refused ? error : new Refused(0, String(error))));
