type Label = string | number | boolean | undefined;

/**
 * A trie whose keys are sequences of labels, with a value at each node. One look-up a label is cheaper than one key made of
 * all labels: that would be joined, hashed and compared anew each time.
 */
export class LabelTrie<Value> {
  value: Value | undefined;
  private readonly children = new Map<Label, LabelTrie<Value>>();

  /** The node below this one. */
  with(label: Label): LabelTrie<Value> {
    const known = this.children.get(label);
    if (known !== undefined) return known;
    const made = new LabelTrie<Value>();
    this.children.set(label, made);
    return made;
  }
}
