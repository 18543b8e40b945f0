/** Settles when what stands in the page now has been painted: at the second animation frame. */
export function painted(): Promise<void> {
  return new Promise((settle) => {
    requestAnimationFrame(() => requestAnimationFrame(() => settle()));
  });
}
