/** An option is wrong. Thrown where the object is made, never later. */
export class ConfigurationError extends Error {
  override readonly name: string = "ConfigurationError";
  /** The option that is wrong. */
  readonly field: string;

  constructor(field: string, problem: string, fix: string) {
    super(`${field}: ${problem}. ${fix}`);
    this.field = field;
  }
}
