// Requests that are repeated until they are answered; what is sent twice is done once.
import { tr, trSaid } from "./look.js";

const banner = document.getElementById("banner");
const PATIENCE_MS = [300, 600, 1200, 2000];
/** A request of which nothing is heard for so long is given up: its connection may be dead. */
const SILENCE_MS = 15000;
/** Whoever waits for a picture for so long is told. */
const LATE_MS = 3000;

/** The server said no, in a sentence. */
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

const wait = (ms) => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});

function tell(text) {
  banner.textContent = text;
  banner.hidden = !text;
}

/** One request and its whole answer, which may take as long as something of it comes. */
async function heard(path, options) {
  const given = new AbortController();
  let limit = 0;
  const listen = () => {
    clearTimeout(limit);
    limit = setTimeout(() => given.abort(), SILENCE_MS);
  };
  listen();
  try {
    const answer = await fetch(path, { credentials: "same-origin", signal: given.signal, ...options });
    const parts = [];
    const reader = answer.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      listen();
      parts.push(part.value);
    }
    const body = new Blob(parts, { type: answer.headers.get("content-type") || "" });
    const json = async () => { try { return JSON.parse(await body.text()); } catch { return null; } };
    return { ok: answer.ok, status: answer.status, body, json };
  } finally {
    clearTimeout(limit);
  }
}

/**
 * Ask the server, again and again where the network or the server is away.
 * make: gives the body anew for each attempt, because it says when it was sent.
 */
export async function ask(path, make = null) {
  for (let attempt = 0; ; attempt += 1) {
    let slower = "";
    try {
      const answer = await heard(path, make === null ? {} : {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(make(attempt)),
      });
      const found = await answer.json();
      if (answer.ok && found !== null) {
        tell("");
        return found;
      }
      const away = [429, 500, 502, 504].includes(answer.status) || found === null;
      if (!away) {
        tell("");
        throw new Refused(answer.status, found.error || tr("This does not work"));
      }
      if (answer.status === 429 && found) slower = trSaid(found.error);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    if (slower) tell(slower);
    else if (attempt > 0) tell(tr("No connection. Your last answer is kept and will be sent."));
    await wait(PATIENCE_MS[Math.min(attempt, PATIENCE_MS.length - 1)]);
  }
}

const pictures = new Map();

/** A picture, fetched and decoded; asked for before it is wanted. */
export function picture(address) {
  if (!pictures.has(address)) pictures.set(address, fetchPicture(address));
  return pictures.get(address);
}

/** Let go of all pictures but these. */
export function keepOnly(addresses) {
  for (const [address, promise] of pictures) {
    if (!addresses.includes(address)) {
      pictures.delete(address);
      promise.then((bitmap) => bitmap.close(), () => {});
    }
  }
}

/** Wait for a picture that is wanted now; whoever looks at grey for long is told why. */
export async function wanted(coming, over) {
  let told = false;
  const timer = setTimeout(() => {
    told = !over();
    if (told) tell(tr("The picture takes long to come. It is asked for until it is here."));
  }, LATE_MS);
  try {
    return await coming;
  } finally {
    clearTimeout(timer);
    if (told) tell("");
  }
}

async function fetchPicture(address) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await heard(`p/${address}`, { cache: "no-store" });
      if (answer.ok) {
        const options = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
        return await createImageBitmap(answer.body, options);
      }
      if (answer.status < 500 && answer.status !== 429) {
        const found = await answer.json();
        throw new Refused(answer.status, (found && found.error) || tr("This does not work"));
      }
    } catch (error) {
      if (error instanceof Refused) {
        pictures.delete(address);
        throw error;
      }
    }
    await wait(PATIENCE_MS[Math.min(attempt, PATIENCE_MS.length - 1)]);
  }
}
