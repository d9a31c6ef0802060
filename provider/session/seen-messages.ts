/** What this process has already said: a resource that is replaced is checked twice and compared as well. */
export class SeenMessages {
  readonly #texts = new Set<string>();

  /** Whether the text is new for its resource; without a resource, whether it is new altogether. */
  isNew(text: string, urn?: string): boolean {
    const key = `${urn ?? ""} ${text}`;
    if (this.#texts.has(key) || (urn === undefined && this.#texts.has(text))) return false;
    this.#texts.add(key).add(text);
    return true;
  }
}
