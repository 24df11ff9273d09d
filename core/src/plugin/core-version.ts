import coreManifest from '../../package.json' with { type: 'json' };

/** The version of this package, against which plugins are checked. */
export const coreVersion: string = coreManifest.version;
