/**
 * What we need of OpenTelemetry's logger provider. Its types are in another package before API 1.10, and in none that
 * could serve both SDK lines.
 */
export interface LoggerProvider {
  getLogger(name: string): Logger;
}

export interface Logger {
  // A method, so that a logger of either line is one, whose records may hold more.
  emit(record: object): void;
}
