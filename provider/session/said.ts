/** What this process has told the person who runs Pulumi: a resource that is replaced is checked twice, and compared besides. */
export class Said {
  readonly #texts = new Set<string>();

  /** Whether the text is new, of its resource; one of no resource is new if none has said it. */
  isNew(text: string, urn?: string): boolean {
    const key = `${urn ?? ""} ${text}`;
    if (this.#texts.has(key) || (urn === undefined && this.#texts.has(text))) return false;
    this.#texts.add(key).add(text);
    return true;
  }
}
