// The public API of @hexaops/console: npm run api writes it.

// @hexaops/console
export {
  createConsole,
  _default as default,
};

interface ConsoleConfig {
    readonly chat?: string;
    readonly settings?: string;
    readonly signIn?: string;
    readonly questions?: readonly SuggestedQuestion[];
    readonly embeddedBy?: readonly string[];
}

type SuggestedQuestion = string | {
    readonly ask: string;
    readonly about: string;
};

declare const _default: import("@hexaops/core").Plugin;

declare function createConsole(config?: ConsoleConfig): Surface;
