// The pages that are read and answered with a button, and the forms.
import { make, tr } from "./look.js";

const page = document.getElementById("page");
let ticking = 0;

/** Show a page: title, body, buttons [words, act, main]. Enter presses the main one. */
export function showPage(title, body, buttons, { focus = true } = {}) {
  clearInterval(ticking);
  const foot = make("div", { class: "buttons" });
  for (const [words, act, main] of buttons) {
    foot.append(make("button", { type: "button", class: main ? "main" : "", onclick: act }, words));
  }
  const column = make("div", { class: "column" }, make("h1", {}, title), ...body, foot);
  page.replaceChildren(column);
  page.hidden = false;
  scrollTo(0, 0);
  const first = column.querySelector("select, input, .main:not(:disabled)");
  if (focus && first) first.focus({ preventScroll: true });
  return column;
}

export function hidePage() {
  clearInterval(ticking);
  page.hidden = true;
  page.replaceChildren();
}

const text = (words, kind = "") => make("p", { class: kind }, words);
const reader = (words) => (words.length <= 800
  ? text(words) : make("div", { class: "reader", tabindex: 0 }, text(words)));

export function askToComeIn(sentence, give) {
  const field = make("input", {
    type: "text", id: "code", maxlength: 12, autocomplete: "off", autocapitalize: "characters",
    spellcheck: "false", "aria-label": tr("Code of the room"),
  });
  const go = () => { if (field.value.trim()) give(field.value); };
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
  showPage(tr("Welcome"), [
    sentence ? text(sentence) : null,
    text(tr("Type the code of the room, or open the link you were given.")),
    field,
  ], [[tr("Continue"), go, true]]);
}

export function consent(doc, answer) {
  if (doc.waived) {
    showPage(tr("Welcome"), [text(doc.title)], [
      [tr("Leave"), () => answer(false)], [tr("Begin"), () => answer(true), true]]);
    return;
  }
  // No button has the focus: agreeing is never an accident.
  showPage(tr("Your consent"), [reader(doc.text), text(tr("Version %1", doc.version), "small")], [
    [tr("I do not agree"), () => answer(false)],
    [tr("I agree"), () => answer(true), true]], { focus: false });
}

const LABELS = {
  age_band: "Age", vision_test: "Test of visual acuity", correction: "Worn now",
  colour_vision: "Test of colour vision", expertise: "Experience with image quality",
};
const ANSWERS = {
  age_band: { "65+": "65 or older", "not stated": "prefer not to say" },
  vision_test: { "not tested": "not tested", passed: "tested, normal", failed: "tested, not normal" },
  colour_vision: { "not tested": "not tested", passed: "tested, normal", failed: "tested, not normal" },
  correction: { none: "nothing", glasses: "glasses", "contact lenses": "contact lenses" },
  expertise: { none: "none", some: "I work with pictures", expert: "I judge image quality for a living" },
};
const LIGHT = {
  dark: "dark (up to 5 lx)", dim: "dim (up to 20 lx)", ordinary: "ordinary room (20 to 200 lx)",
  bright: "bright (over 200 lx)",
};

function choice(id, label, values, words) {
  return make("select", { id, "aria-label": label },
    make("option", { value: "", selected: true, disabled: true }, tr("choose")),
    ...values.map((value) => make("option", { value }, words[value] ? tr(words[value]) : value)));
}

export function selfReport(doc, give) {
  const form = make("div", { class: "form" });
  const today = new Date().toISOString().slice(0, 7);
  const rows = doc.questions.map((question) => {
    const label = tr(LABELS[question.name]);
    const box = choice(question.name, label, question.answers, ANSWERS[question.name]);
    const month = question.undated === null ? null
      : make("input", { type: "month", max: today, value: today, hidden: true,
        pattern: "[0-9]{4}-[0-9]{2}", "aria-label": tr("Month of: %1", label) });
    form.append(make("label", { for: question.name }, label), make("div", { class: "pair" }, box, month));
    return { question, box, month };
  });
  const answers = () => Object.fromEntries(rows.map(({ question, box, month }) => [
    question.name,
    month === null || box.value === question.undated ? box.value : `${box.value} ${month.value}`]));
  const column = showPage(tr("About you"), [
    text(tr("Asked once, kept under your pseudonym only.")), form,
  ], [[tr("Continue"), () => give(answers()), true]]);
  const go = column.querySelector(".main");
  const look = () => {
    for (const { question, box, month } of rows) {
      if (month) month.hidden = !box.value || box.value === question.undated;
    }
    go.disabled = rows.some(({ box, month }) => !box.value || (month && !month.hidden && !month.value));
  };
  form.addEventListener("change", look);
  look();
}

export function room(doc, give) {
  const light = choice("light", tr("Light in the room"), doc.light, LIGHT);
  const distance = make("input", { type: "number", id: "distance", min: 10, max: 500, value: 60 });
  const white = make("input", { type: "number", id: "white", min: 1, max: 2000,
    placeholder: tr("not measured") });
  const night = make("input", { type: "checkbox", id: "night" });
  const form = make("div", { class: "form" },
    make("label", { for: "light" }, tr("Light in the room")), light,
    make("label", { for: "distance" }, `${tr("Distance of the eyes")} (cm)`), distance,
    make("label", { for: "white" }, `${tr("White of the screen")} (cd/m²)`), white,
    make("label", { class: "wide" }, night, tr("Night light and automatic brightness are off")));
  const column = showPage(tr("Screen and room"), [
    text(tr("Set the zoom of the browser to 100 %, and leave the brightness as it is until the end.")),
    form,
    text(tr("Good: white of 100 to 200 cd/m² at 6500 K, at most 20 lx behind the screen, eyes 1 to 8 picture heights away."), "small"),
  ], [[tr("Continue"), () => give({
    light: light.value,
    distance_cm: distance.valueAsNumber,
    luminance_cd_m2: Number.isInteger(white.valueAsNumber) ? white.valueAsNumber : null,
    night_light_off: night.checked,
  }), true]]);
  const go = column.querySelector(".main");
  const look = () => {
    go.disabled = !light.value || !distance.checkValidity() || !white.checkValidity()
      || !Number.isInteger(distance.valueAsNumber);
  };
  form.addEventListener("input", look);
  look();
}

const READ = {
  training: ["Practice",
    "First a few pictures for practice, from the worst to the best you will see. Judge them as you would later; these ratings do not count."],
  calibration: ["The ends of the scale",
    "Now some pictures whose rating is told below them. Look at each, then press the key that is named."],
  test: ["Now the test begins",
    "From here on every rating counts. There is no right or wrong: your first impression is what we ask for."],
};

export function read(doc, touch, goOn) {
  const [title, words] = READ[doc.text] || ["What to do", ""];
  showPage(tr(title), [
    reader(doc.text === "instructions" ? doc.words : tr(words)),
    doc.text === "instructions" && touch
      ? text(tr("On this screen: touch the keys below the picture; “Take back” and “Pause” stand at the very bottom."))
      : null,
  ], [[tr("Continue"), goOn, true]]);
}

export function rest(doc, goOn, stop) {
  const left = text("");
  const until = performance.now() + 1000 * doc.seconds;
  const column = showPage(tr("Time for a break"), [
    text(tr("Everything you rated is kept. Get up and look into the distance: tired eyes see less.")),
    left,
  ], [[tr("Stop for today"), stop], [tr("Continue"), goOn, true]]);
  const go = column.querySelector(".main");
  const tell = () => {
    const seconds = Math.ceil(Math.max(0, until - performance.now()) / 1000);
    go.disabled = seconds > 0;
    const spoken = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    left.textContent = seconds > 0 ? tr("You may go on in %1.", spoken) : tr("You may go on.");
  };
  tell();
  ticking = setInterval(tell, 500);
}

export function pause(words, goOn, stop) {
  showPage(tr("Pause"), [text(words || tr("Take your time. The picture will be shown again."))],
    [[tr("Stop for today"), stop], [tr("Continue"), goOn, true]]);
}

export function finished(doc, contact, again) {
  const body = [];
  if (doc.reason === "refused") {
    body.push(text(tr("You did not agree, so nothing about you was written down.")));
  } else if (doc.reason === "done") {
    body.push(text(tr("You have rated every picture of this study.")));
  } else {
    body.push(text(tr("Everything you rated is kept. You can go on where you stopped.")));
  }
  if (doc.minutes >= 1) body.push(text(tr("This session took %1 minutes.", doc.minutes)));
  if (doc.completion) body.push(text(tr("Your completion code: %1", doc.completion)));
  if (doc.pseudonym) {
    body.push(text(tr("Your name in this study: %1", doc.pseudonym)));
    body.push(text(tr("To withdraw, now or later, tell this name to %1.",
      contact || tr("the person who runs the study")), "small"));
  }
  const titles = { done: "Thank you", stopped: "Until next time", refused: "Nothing was stored" };
  showPage(tr(titles[doc.reason]), body,
    doc.reason === "done" ? [] : [[tr("Go on rating"), again, true]]);
}

export function trouble(title, words, buttons) {
  showPage(title, [text(words)], buttons);
}
