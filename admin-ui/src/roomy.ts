import type { LitElement, ReactiveController } from 'lit';

/** Knows how wide its host is, and shows it anew when that changes. */
export class Roomy implements ReactiveController {
  readonly #host: LitElement;
  readonly #observer: ResizeObserver;
  #width: number | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    this.#observer = new ResizeObserver(([entry]) => this.#become(entry?.contentRect.width));
    host.addController(this);
  }

  hostConnected() {
    this.#observer.observe(this.#host);
  }

  hostDisconnected() {
    this.#observer.disconnect();
  }

  has(rem: number): boolean {
    const pixels = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#width ??= this.#host.getBoundingClientRect().width;
    return this.#width >= rem * pixels;
  }

  #become(width = this.#width) {
    if (width === this.#width) return;
    this.#width = width;
    // In the next frame: what changes its own size while it is measured is complained of.
    requestAnimationFrame(() => this.#host.requestUpdate());
  }
}
