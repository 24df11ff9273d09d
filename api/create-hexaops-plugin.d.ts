// The public API of create-hexaops-plugin: npm run api writes it.
