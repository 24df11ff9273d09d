// The public API of @hexaops/llm-google: npm run api writes it.

// @hexaops/llm-google
export {
  Configuration,
  _default as default,
};

type Configuration = EndpointConfig;

declare const _default: import("@hexaops/core").Plugin;
