// The public API of @hexaops/llm-workspace: npm run api writes it.

// @hexaops/llm-workspace
export {
  _default as default,
};

declare const _default: import("@hexaops/core").Plugin;
