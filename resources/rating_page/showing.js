// One showing in time: grey, perhaps the original, the picture, and when keys begin to count.
import { keepOnly, picture, wanted } from "./net.js";
import { draw, frame, frameAt } from "./stage.js";

export class Showing {
  constructor(study) {
    this.study = study;
    this.run = 0;
    this.reset();
  }

  reset() {
    this.doc = null;
    this.shown = 0;
    this.front = 0;
    this.seen = new Set();
    this.visible = false;
    this.bitmaps = [];
    this.late = false;
  }

  /** Stop what is under way, and grey; gives the moment. */
  cancel() {
    this.run += 1;
    this.reset();
    draw(this.study.background);
    return performance.now();
  }

  /** Show a step; resolves when the picture that is rated has been on a frame. */
  async begin(doc, greySince) {
    const run = (this.run += 1);
    const over = () => run !== this.run;
    this.reset();
    this.doc = doc;
    const own = doc.pictures.map((one) => one.address);
    keepOnly([...own, ...doc.following]);
    const waiting = Promise.all(own.map(picture));
    let ready = false;
    waiting.then(() => { ready = true; }, () => {});
    await frameAt(greySince + this.study.gap_ms, over);
    const late = !ready;
    const bitmaps = await wanted(waiting, over);
    if (over()) return false;
    this.late = late;
    this.bitmaps = bitmaps.map((bitmap, place) => ({ bitmap, box: doc.pictures[place] }));
    let rated = this.bitmaps;
    if (this.study.reference_ms > 0 && rated.length === 2) {
      draw(this.study.background, [rated[0]]);
      const at = await frame();
      await frameAt(at + this.study.reference_ms, over);
      if (over()) return false;
      draw(this.study.background);
      await frameAt((await frame()) + this.study.grey_ms, over);
      if (over()) return false;
      rated = rated.slice(1);
    } else if (this.study.toggle) {
      rated = rated.slice(0, 1);
    }
    await frame();
    if (over()) return false;
    draw(this.study.background, rated);
    const drawn = performance.now();
    // What was drawn in one frame is on the screen when the next one begins.
    const shown = await frame();
    if (over()) return false;
    this.shown = Math.max(drawn, shown);
    this.visible = true;
    this.seen = new Set([0]);
    if (this.study.exposure_ms > 0) this.hideAfter(this.shown + this.study.exposure_ms, over);
    doc.following.forEach((address) => { picture(address).catch(() => {}); });
    return true;
  }

  async hideAfter(due, over) {
    // Clearing is seen one frame later, as drawing was.
    await frameAt(due - 16, over);
    if (over()) return;
    this.visible = false;
    draw(this.study.background);
  }

  get on() {
    return this.shown > 0;
  }

  /** Whether an answer at this moment comes before the picture has been looked at. */
  tooEarly(at) {
    if (this.study.toggle && this.seen.size < 2) return true;
    return !this.on || at - this.shown < this.study.min_view_ms;
  }

  /** Show the other picture of a pair in place. */
  toggle() {
    if (!this.on || !this.study.toggle || !this.visible) return false;
    this.front = 1 - this.front;
    this.seen.add(this.front);
    draw(this.study.background, [this.bitmaps[this.front]]);
    return true;
  }

  /** The picture at a point of the canvas, from 1; 0 for none. */
  pictureAt({ x, y }) {
    return 1 + this.bitmaps.findIndex(({ box }) => (
      x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height));
  }
}
