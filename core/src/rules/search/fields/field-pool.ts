import type { Path } from '../../condition/path.ts';

/** One field of a kind for each path that rules name. */
export class FieldPool<F> {
  readonly #fields = new Map<string, F>();
  readonly #create: (path: Path) => F;

  constructor(create: (path: Path) => F) {
    this.#create = create;
  }

  at(path: Path): F {
    const name = JSON.stringify(path);
    const field = this.#fields.get(name) ?? this.#create(path);
    this.#fields.set(name, field);
    return field;
  }

  get all(): readonly F[] {
    return [...this.#fields.values()];
  }
}
