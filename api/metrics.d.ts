// The public API of @hexaops/metrics: npm run api writes it.

// @hexaops/metrics
export {
  _default as default,
};

declare const _default: import("@hexaops/core").Plugin;
