// The public API of @hexaops/playbooks: npm run api writes it.

// @hexaops/playbooks
export {
  _default as default,
};

declare const _default: import("@hexaops/core").Plugin;
