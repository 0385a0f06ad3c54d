const MAX_CHARACTERS = 500_000;

/** What texts became. Names repeat all the time, and an agent sends its history anew with every turn. Bounded. */
export class Memo<T> {
  readonly #known = new Map<string, T>();
  #characters = 0;

  get(text: string): T | undefined {
    return this.#known.get(text);
  }

  set(text: string, value: T, characters: number = text.length): T {
    this.#characters += characters + 64;
    if (this.#characters > MAX_CHARACTERS) {
      this.#known.clear();
      this.#characters = characters;
    }
    this.#known.set(text, value);
    return value;
  }
}
