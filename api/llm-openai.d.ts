// The public API of @hexaops/llm-openai: npm run api writes it.

// @hexaops/llm-openai
export {
  Configuration,
  _default as default,
};

type Api = 'responses' | 'chat';

interface Configuration extends Server {
    readonly endpoints?: Readonly<Record<string, Server>>;
}

interface Server extends EndpointConfig {
    readonly api?: Api;
    readonly organization?: string;
    readonly project?: string;
}

declare const _default: import("@hexaops/core").Plugin;
