// The public API of @hexaops/surface-ui-stream: npm run api writes it.

// @hexaops/surface-ui-stream
export {
  _default as default,
  uiStream,
};

declare const _default: import("@hexaops/core").Plugin;

declare const uiStream: ChatProtocol;
