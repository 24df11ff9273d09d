// The public API of @hexaops/alert-rules: npm run api writes it.

// @hexaops/alert-rules
export {
  _default as default,
};

declare const _default: import("@hexaops/core").Plugin;
