// Runs in an isolated world of a page that nobody sees, while its pictures are taken: it moves the
// page, and paints a strip below what is seen whose colour tells which place has been painted.
globalThis.migmaShot = {
  prepare(strip, room) {
    const style = document.createElement("style");
    style.textContent = "html{scrollbar-width:none!important;scroll-behavior:auto!important}";
    document.head.append(style);
    const height = Math.ceil(
      Math.max(document.documentElement.getBoundingClientRect().height,
               document.body.scrollHeight, 1));
    const overflow = document.documentElement.scrollHeight;
    this.height = overflow > innerHeight ? Math.max(height, overflow) : height;
    this.strip = document.createElement("div");
    this.strip.style.cssText = "all:initial;position:fixed;left:0;right:0;bottom:0;" +
      `z-index:2147483647;height:${strip}px`;
    const end = document.createElement("div");
    end.style.cssText = `all:initial;position:absolute;left:0;width:1px;top:${this.height}px;` +
      `height:${room}px`;
    document.documentElement.append(end, this.strip);
    return this.height;
  },
  go(top, colour) {
    scrollTo(0, top);
    this.strip.style.background = colour;
    return scrollY;
  },
  loaded() {
    return [...document.images].every((image) => image.complete);
  },
};
