/** The same result with another stream. A new object: the SDK may hand out the original to others. */
export function withStream<R extends object>(result: R, stream: ReadableStream): R {
  const value = { value: stream, enumerable: true, configurable: true, writable: true };
  // Its other fields are handed on unread.
  return Object.create(Object.getPrototypeOf(result), { ...Object.getOwnPropertyDescriptors(result), stream: value });
}
