const opening = /^\s*<(think(?:ing)?)>/i;
/** Enough to tell whether a text begins with a thought. */
const mayOpen = /^\s*(?:<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?)?$/i;

/**
 * What a model says, without the thoughts that some print before it between tags: they are no answer. Told piece by piece;
 * what it gives, one after the other, is the same wherever the text was cut.
 */
export class WithoutThoughts {
  /** Not decided yet, or thought: then all that may be the beginning of its end. */
  #kept = '';
  #state: 'beginning' | 'thought' | 'said' = 'beginning';
  #end = '';

  read(text: string): string {
    if (this.#state === 'said') return text;
    this.#kept += text;
    if (this.#state === 'beginning') {
      if (mayOpen.test(this.#kept)) return '';
      const [found, tag] = opening.exec(this.#kept) ?? [];
      if (found === undefined) return this.#say(this.#kept);
      this.#state = 'thought';
      this.#end = `</${tag?.toLowerCase()}>`;
      this.#kept = this.#kept.slice(found.length);
    }
    const at = this.#kept.toLowerCase().indexOf(this.#end);
    if (at !== -1) return this.#say(this.#kept.slice(at + this.#end.length));
    this.#kept = this.#kept.slice(1 - this.#end.length);
    return '';
  }

  /** What is left where the text ends: of a thought nothing. */
  end(): string {
    return this.#state === 'beginning' ? this.#say(this.#kept) : '';
  }

  #say(text: string): string {
    this.#state = 'said';
    this.#kept = '';
    return text;
  }
}
