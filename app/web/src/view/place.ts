/**
 * Keeps the reader's place while messages come and go above and below. Browsers do this too, but not all of them, and
 * none when the list is scrolled to its very top.
 */
export class Place {
  private anchor: Element | null = null;
  private top = 0;
  private bottom = true;

  /** Call before the list changes. */
  take(scroller: HTMLElement, atBottom: boolean): void {
    const edge = scroller.getBoundingClientRect().top;
    this.bottom = atBottom;
    this.anchor = atBottom ? null : firstVisible(scroller.querySelectorAll('article'), edge);
    this.top = this.anchor?.getBoundingClientRect().top ?? 0;
  }

  /** Call after it has changed. */
  restore(scroller: HTMLElement): void {
    if (this.bottom) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (this.anchor?.isConnected) {
      scroller.scrollTop += this.anchor.getBoundingClientRect().top - this.top;
    }
  }
}

/** By halving: the list may hold thousands. */
function firstVisible(items: NodeListOf<Element>, edge: number): Element | null {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as Element).getBoundingClientRect().bottom > edge) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return items[low] ?? null;
}
