// The experimenter's dashboard: people, minutes, invitations; nothing by system.
import { make } from "./look.js";

const page = document.getElementById("page");
const REFRESH_MS = 4000;
let links = {};
let timer = 0;

async function ask(path, body) {
  const answer = await fetch(`desk/${path}`, body === undefined ? {} : {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const found = await answer.json();
  if (answer.status === 401) { askPassword(""); throw new Error("401"); }
  if (!answer.ok) throw new Error(found.error);
  return found;
}

function askPassword(sentence) {
  clearInterval(timer);
  const field = make("input", { type: "password", id: "password", "aria-label": "Password",
    autocomplete: "off" });
  const go = async () => {
    try {
      await ask("login", { password: field.value });
      await refresh();
      timer = setInterval(() => refresh().catch(() => {}), REFRESH_MS);
    } catch (error) {
      if (error.message !== "401") askPassword(error.message);
    }
  };
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
  page.replaceChildren(make("h1", {}, "Dashboard"),
    make("p", {}, sentence || "The password was printed when the server was started."),
    make("div", { class: "row" }, field,
      make("button", { class: "main", type: "button", onclick: go }, "Continue")));
  field.focus();
}

const button = (words, act, main = false) => make("button", {
  type: "button", class: main ? "main" : "",
  onclick: () => act().then(refresh).catch((error) => alert(error.message)),
}, words);

function table(heads, rows) {
  return make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", {}, head)))),
    make("tbody", {}, ...rows.map((cells) => make("tr", {},
      ...cells.map((cell) => make("td", {}, cell)))))));
}

async function refresh() {
  const found = await ask("status");
  const raters = found.raters.map((rater) => [
    String(rater.number), rater.pseudonym,
    rater.withdrawn ? "withdrawn" : `${rater.rated} of ${rater.planned}`,
    `${Math.round(rater.minutes)} min`,
    rater.here ? `here, ${rater.here.browser}, ${rater.here.device}; heard ${rater.here.seconds} s ago` : "",
    rater.flags.join("; "),
  ]);
  const invitations = found.invitations.map((one) => [
    String(one.number),
    one.revoked ? "taken back" : one.hours <= 0 ? "expired" : one.used ? "used" : `good for ${one.hours} h`,
    make("span", { class: "link" }, links[one.number] || ""),
    one.revoked ? "" : button("Take back", () => ask("revoke", { number: one.number })),
  ]);
  const invite = async (number) => {
    const made = await ask("invite", { number });
    links[made.number] = made.link;
  };
  const number = make("input", { type: "number", min: 1, id: "number", "aria-label": "Number",
    placeholder: "next number", value: document.getElementById("number")?.value || "" });
  page.replaceChildren(
    make("h1", {}, found.title),
    make("p", { class: "small" }, `${found.state}; ${found.complete} of ${found.raters_planned} raters complete, ${found.ratings} ratings in ${found.minutes} minutes. Nothing here tells systems apart.`),
    make("h2", {}, "Raters"),
    table(["No.", "Name", "Rated", "Time", "In a browser", "Flags"], raters),
    make("h2", {}, "Room"),
    found.room
      ? make("p", {}, make("span", { class: "code" }, found.room), " ", make("span", { class: "link" }, found.room_link))
      : make("p", {}, "Nobody can come in by a code."),
    make("div", { class: "row" }, button("New code", () => ask("room", { open: true })),
      found.room ? button("Close the room", () => ask("room", { open: false })) : null),
    make("h2", {}, "Invitations"),
    make("p", { class: "small" }, "A link is shown once, after it was made. A new link for a number ends the one before."),
    make("div", { class: "row" }, number,
      button("Invite", () => invite(number.value ? Number(number.value) : null), true)),
    table(["No.", "", "Link", ""], invitations),
  );
}

refresh()
  .then(() => { timer = setInterval(() => refresh().catch(() => {}), REFRESH_MS); })
  .catch((error) => { if (error.message !== "401") askPassword(error.message); });
