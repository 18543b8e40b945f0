/** Which rows of a long list to draw. Only numbers; VirtualGrid draws. */

export interface Range {
  /** First row to draw. */
  start: number;
  /** One past the last row to draw. */
  end: number;
}

/** Rows in view, with a few more on either side so that a quick scroll finds rows there. */
export function visibleRange(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  count: number,
  more = 8,
): Range {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const last = Math.ceil((Math.max(0, scrollTop) + viewHeight) / rowHeight);
  return {
    start: Math.min(Math.max(0, first - more), count),
    end: Math.min(last + more, count),
  };
}

/** Where to scroll so that a row is in view, moving as little as possible. */
export function scrollTopFor(
  index: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - viewHeight);
}
