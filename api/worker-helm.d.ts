// The public API of @hexaops/worker-helm: npm run api writes it.

// @hexaops/worker-helm
export {
  Configuration,
  _default as default,
};

interface Configuration {
    readonly storage?: 'secret' | 'configmap';
}

declare const _default: import("@hexaops/core").Plugin;
