// Requests that are repeated until they are answered; what is sent twice is done once.
import { tr } from "./look.js";

const banner = document.getElementById("banner");
const PATIENCE_MS = [300, 600, 1200, 2000];

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

/**
 * Ask the server, again and again where the network or the server is away.
 * make: gives the body anew for each attempt, because it says when it was sent.
 */
export async function ask(path, make = null) {
  for (let attempt = 0; ; attempt += 1) {
    let answer = null;
    const given = new AbortController();
    const limit = setTimeout(() => given.abort(), 15000);
    try {
      answer = await fetch(path, make === null
        ? { credentials: "same-origin", signal: given.signal }
        : {
          method: "POST",
          credentials: "same-origin",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(make(attempt)),
          signal: given.signal,
        });
      const found = await answer.json().catch(() => null);
      if (answer.ok && found !== null) {
        tell("");
        return found;
      }
      const away = [429, 500, 502, 504].includes(answer.status) || found === null;
      if (!away) {
        tell("");
        throw new Refused(answer.status, found.error || tr("This does not work"));
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
    } finally {
      clearTimeout(limit);
    }
    if (attempt > 0) tell(tr("No connection. Your last answer is kept and will be sent."));
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

async function fetchPicture(address) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(`p/${address}`, { credentials: "same-origin", cache: "no-store" });
      if (answer.ok) {
        const options = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
        return await createImageBitmap(await answer.blob(), options);
      }
      if (answer.status < 500 && answer.status !== 429) {
        const found = await answer.json().catch(() => ({}));
        throw new Refused(answer.status, found.error || "");
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
