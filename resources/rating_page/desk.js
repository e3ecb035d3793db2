// The experimenter's dashboard: people, minutes, invitations; nothing by system.
import { make, tr, trSaid } from "./look.js";

const page = document.getElementById("page");
const REFRESH_MS = 4000;
const STATES = {
  draft: "Nobody has begun", open: "Open", closed: "Closed", unblinded: "Unblinded",
};
document.title = tr("Dashboard");
let links = {};
let timer = 0;

async function ask(path, body) {
  let answer, found;
  try {
    answer = await fetch(`desk/${path}`, body === undefined ? {} : {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    found = await answer.json();
  } catch {
    throw new Error(tr("No connection to the server."));
  }
  if (answer.status === 401) { askPassword(""); throw new Error("401"); }
  if (!answer.ok) throw new Error(trSaid(found.error));
  return found;
}

function askPassword(sentence) {
  clearInterval(timer);
  const field = make("input", { type: "password", id: "password", "aria-label": tr("Password"),
    autocomplete: "off" });
  const go = async () => {
    try {
      await ask("login", { password: field.value });
      await refresh();
      timer = setInterval(look, REFRESH_MS);
    } catch (error) {
      if (error.message !== "401") askPassword(error.message);
    }
  };
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
  page.replaceChildren(make("h1", {}, tr("Dashboard")),
    make("p", {}, sentence || tr("The password was printed when the server was started.")),
    make("div", { class: "row" }, field,
      make("button", { class: "main", type: "button", onclick: go }, tr("Continue"))));
  field.focus();
}

const button = (id, words, act, main = false) => make("button", {
  id, type: "button", class: main ? "main" : "",
  onclick: () => act().then(refresh).catch((error) => { if (error.message !== "401") alert(error.message); }),
}, words);

function table(heads, rows) {
  return make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", {}, head)))),
    make("tbody", {}, ...rows.map((cells) => make("tr", {},
      ...cells.map((cell) => make("td", {}, cell)))))));
}

/** Where a rater is, as far as this server knows. */
function place(here) {
  return here ? tr("here, %1, %2; heard %3 s ago", here.browser, tr(here.device), here.seconds) : "";
}

function standing(one) {
  if (one.revoked) return tr("taken back");
  if (one.hours <= 0) return tr("expired");
  return one.used ? tr("used") : tr("good for %1 h", one.hours);
}

async function refresh() {
  const found = await ask("status");
  const raters = found.raters.map((rater) => [
    String(rater.number), rater.pseudonym,
    rater.withdrawn ? tr("withdrawn") : tr("%1 of %2", rater.rated, rater.planned),
    tr("%1 min", Math.round(rater.minutes)),
    place(rater.here),
    rater.flags.map(trSaid).join("; "),
  ]);
  const invitations = found.invitations.map((one) => [
    String(one.number),
    standing(one),
    make("span", { class: "link" }, links[one.number] || ""),
    one.revoked ? "" : button(`revoke-${one.number}`, tr("Take it back"), () => ask("revoke", { number: one.number })),
  ]);
  const invite = async (number) => {
    const made = await ask("invite", { number });
    links[made.number] = made.link;
  };
  const number = make("input", { type: "number", min: 1, max: 999999, id: "number", "aria-label": tr("Number"),
    placeholder: tr("next number"), value: document.getElementById("number")?.value || "" });
  const held = document.activeElement?.id;
  page.replaceChildren(
    make("h1", {}, found.title),
    make("p", { class: "small" }, tr("%1; %2 of %3 raters complete, %4 ratings in %5 minutes. Nothing here tells systems apart.",
      tr(STATES[found.state]), found.complete, found.raters_planned, found.ratings, found.minutes)),
    make("h2", {}, tr("Raters")),
    table([tr("No."), tr("Name"), tr("Rated"), tr("Time"), tr("In a browser"), tr("Flags")], raters),
    make("h2", {}, tr("Room")),
    found.room
      ? make("p", {}, make("span", { class: "code" }, found.room), " ", make("span", { class: "link" }, found.room_link))
      : make("p", {}, tr("Nobody can come in by a code.")),
    make("div", { class: "row" }, button("room-new", tr("New code"), () => ask("room", { open: true })),
      found.room ? button("room-close", tr("Close the room"), () => ask("room", { open: false })) : null),
    make("h2", {}, tr("Invitations")),
    make("p", { class: "small" }, tr("A link is shown once, after it was made. A new link for a number ends the one before.")),
    make("div", { class: "row" }, number,
      button("invite", tr("Invite"), async () => {
        // What is no number reads as nothing, and nothing means the next one.
        if (!number.checkValidity()) throw new Error(number.validationMessage);
        await invite(number.value ? Number(number.value) : null);
      }, true)),
    table([tr("No."), "", tr("Link"), ""], invitations),
  );
  // The page is made anew: who goes through it by keys stays where they are.
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

/** Refresh by itself, but not below somebody who types a number or marks a link to copy it. */
function look() {
  if (document.activeElement?.id !== "number" && getSelection().isCollapsed) {
    refresh().catch((error) => { if (error.message !== "401") tellStale(error.message); });
  }
}

/** Nobody must take what was known before for how things are. */
function tellStale(why) {
  const line = document.getElementById("stale")
    || make("p", { id: "stale", role: "status" });
  line.textContent = `${why} ${tr("What stands here is of before.")}`;
  if (!line.isConnected) page.prepend(line);
}

refresh()
  .then(() => { timer = setInterval(look, REFRESH_MS); })
  .catch((error) => { if (error.message !== "401") askPassword(error.message); });
