/** Clients that look something up elsewhere, such as a tokeniser's tables, fail at once instead of after a time limit. */
export function loopbackOnly(): void {
  const fetchAnywhere = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input);
    if (hostname === "127.0.0.1") return fetchAnywhere(input, init);
    return Promise.reject(new TypeError(`Replay asks nobody but its own server, and not ${hostname}`));
  };
}
