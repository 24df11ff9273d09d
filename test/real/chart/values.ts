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
  'private models on GPUs': {
    ollama: { enabled: true, models: ['llama3.1:8b'] },
    plugins: { 'llm-ollama': { enabled: true } },
    config: { models: { default: 'ollama/llama3.1:8b' } },
  },
  'cut off, with everything elsewhere': {
    image: { repository: 'registry.example:5000/hexaops', pullSecrets: [{ name: 'registry' }] },
    replicas: 3,
    secrets: Object.fromEntries(
      ['DATABASE_URL', 'REDIS_URL', 'CLICKHOUSE_PASSWORD', 'LANGFUSE_SECRET_KEY', 'ALERTS_TOKEN', 'HTTPS_PROXY'].map(
        (name) => [name, { name: 'hexaops', key: name }],
      ),
    ),
    secretFiles: { 'clickhouse.pem': { name: 'clickhouse-tls', key: 'ca.crt' } },
    customCertificates: { configMap: 'company-certificates' },
    config: {
      models: { default: 'ollama/qwen3:8b' },
      server: { trustedProxies: ['10.0.0.0/8'] },
      alerts: { credentials: [{ token: '${env:ALERTS_TOKEN}' }], workspaceLabel: 'workspace' },
    },
    rules: { 'none.yaml': 'apiVersion: hexaops/v1\nkind: RuleSet\nstage: guard\nrules: []\n' },
    plugins: {
      'store-sql': { enabled: true, config: { url: '${env:DATABASE_URL}' } },
      'jobs-postgres': { enabled: true, config: { url: '${env:DATABASE_URL}' } },
      'limits-redis': { enabled: true, config: { url: '${env:REDIS_URL}' } },
      'lease-redis': { enabled: true, config: { url: '${env:REDIS_URL}' } },
      'audit-clickhouse': {
        enabled: true,
        config: {
          url: 'https://clickhouse.example:8443',
          password: '${env:CLICKHOUSE_PASSWORD}',
          caFile: '/etc/hexaops-secrets/clickhouse.pem',
        },
      },
      'trace-langfuse': {
        enabled: true,
        config: {
          baseUrl: 'https://langfuse.example',
          publicKey: 'pk-lf-1',
          secretKey: '${env:LANGFUSE_SECRET_KEY}',
        },
      },
      'alert-rules': { enabled: true },
      'llm-ollama': { enabled: true },
      playbooks: { enabled: true },
      'surface-ui-stream': { enabled: true },
      console: { enabled: true },
      'worker-clickhouse': {
        enabled: true,
        config: { url: 'https://clickhouse.example:8443', password: '${env:CLICKHOUSE_PASSWORD}' },
      },
      'worker-helm': { enabled: true },
      'worker-prometheus': { enabled: true, config: { url: 'http://prometheus.monitoring.svc:9090' } },
      'worker-storage': { enabled: true },
    },
    networkPolicy: {
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }] }],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    },
    ollama: {
      enabled: true,
      models: ['registry.example/library/qwen3:8b'],
      image: { repository: 'registry.example:5000/ollama', pullSecrets: [{ name: 'registry' }] },
      server: { parallel: 8, maximumModels: 3 },
      proxy: { https: 'http://proxy.example:3128' },
      customCertificates: { configMap: 'company-certificates' },
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 3128, protocol: 'TCP' }] }],
    },
  },
  'private models on processors': {
    ollama: {
      enabled: true,
      variant: 'cpu',
      models: ['smollm2:135m'],
      storage: { kind: 'local', storageClass: 'local' },
    },
  },
} as const;
