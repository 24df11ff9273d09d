/** What an operator may want, each a set of values of its own. */
export const variants = {
  'as it comes': {},
  'several replicas on one Postgres': {
    replicas: 3,
    secrets: { DATABASE_URL: { name: 'hexaops-database', key: 'url' } },
    plugins: {
      'store-sql': { enabled: true, config: { url: '${env:DATABASE_URL}' } },
      'jobs-postgres': { enabled: true, config: { url: '${env:DATABASE_URL}' } },
    },
    autoscaling: { enabled: true },
    serviceMonitor: { enabled: true, labels: { release: 'monitoring' } },
    proxy: { https: 'http://proxy.example:3128' },
    customCertificates: { configMap: 'company-certificates' },
    rules: { 'guard.yaml': 'apiVersion: hexaops/v1\nkind: RuleSet\nstage: guard\nrules: []\n' },
    config: { mode: 'readOnly', logging: { level: 'debug' } },
    networkPolicy: {
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 5432, protocol: 'TCP' }] }],
    },
  },
  'watched, with the console': {
    serviceMonitor: { enabled: true, labels: { release: 'monitoring' } },
    prometheusRule: { enabled: true, labels: { release: 'monitoring' } },
    dashboard: { enabled: true },
    plugins: {
      'surface-ui-stream': { enabled: true },
      console: { enabled: true, config: { signIn: '/sign-in' } },
    },
    ingress: { enabled: true, className: 'nginx', host: 'hks.example', tlsSecret: 'hks-example' },
  },
  'SQLite on a disk': { persistence: { enabled: true, storageClass: 'standard' } },
  'private models on GPUs': { ollama: { enabled: true, models: ['llama3.1:8b'] } },
  'private models on processors': {
    ollama: {
      enabled: true,
      variant: 'cpu',
      models: ['smollm2:135m'],
      storage: { kind: 'local', storageClass: 'local' },
    },
  },
} as const;
