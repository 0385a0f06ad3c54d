export { IsospanCallbackHandler, type IsospanCallbackHandlerOptions } from "./callback-handler.ts";
