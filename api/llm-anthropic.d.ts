// The public API of @hexaops/llm-anthropic: npm run api writes it.

// @hexaops/llm-anthropic
export {
  Configuration,
  _default as default,
};

type Configuration = EndpointConfig;

declare const _default: import("@hexaops/core").Plugin;
