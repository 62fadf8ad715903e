/**
 * The item at an index that must be there. Tables are lists side by side; a cell that is missing
 * from one of them is a bug of the program and must not come out as a blank.
 */
export function at<Item>(items: readonly Item[], index: number): Item {
  if (!(index in items)) throw new RangeError(`no item ${index} in a list of ${items.length}`);
  return items[index] as Item;
}
