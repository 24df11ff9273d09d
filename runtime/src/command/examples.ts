/** Shown at the end of a command's help, by the command's name with those before it. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  hexaops: [
    'hexaops diagnose support-bundle.tar.gz',
    'hexaops diagnose --kubeconfig --namespace shop',
    'hexaops serve --config hexaops.yaml',
    'hexaops ask "why is checkout restarting?" --url https://control-plane.example',
  ],
  serve: ['hexaops serve --config hexaops.yaml', 'PORT=8081 hexaops serve', 'hexaops serve --set mode=readOnly'],
  ask: [
    'export HEXAOPS_AUTHORIZATION="Bearer ..."',
    'hexaops ask "what is wrong?" --url https://control-plane.example --workspace shop',
    'hexaops ask "scale checkout to 3" --url https://control-plane.example --json',
  ],
  follow: ['hexaops follow 20f02247d71c236041a596ccb9946d37'],
  approvals: ['hexaops approvals --workspace shop', 'hexaops approvals --json | jq .approvals[].approval.summary'],
  feedback: ['hexaops feedback 20f02247d71c236041a596ccb9946d37 bad --comment "it was the cart"'],
  diagnose: [
    'hexaops diagnose support-bundle.tar.gz',
    'hexaops diagnose ./support-bundle --namespace shop cart --minimum-confidence 80%',
    'hexaops diagnose --kubeconfig --context staging --json | jq .findings[0]',
    'hexaops diagnose bundle.tgz --exit-code || echo "something is wrong"',
  ],
  plugin: ['hexaops plugin dev', 'hexaops plugin dev --once --ask "are all services up?"', 'hexaops plugin check'],
  rules: [
    'hexaops rules show guard.system-namespaces',
    'hexaops rules list ./rules',
    'hexaops rules check ./rules',
    'hexaops rules test ./rules/guard.yaml --json',
  ],
  doctor: ['hexaops doctor --config hexaops.yaml'],
  audit: [
    'hexaops audit verify --config hexaops.yaml',
    'hexaops audit verify --workspace shop --json',
    'hexaops audit schema',
  ],
  datasets: ['hexaops datasets export --config hexaops.yaml > rated-runs.jsonl'],
  models: ['hexaops models list --config hexaops.yaml', 'hexaops models pull qwen3:8b'],
  config: ['hexaops config check --config hexaops.yaml', 'hexaops config print'],
  'token verify': ['hexaops token verify --jwks jwks.json --at 2026-01-31T12:00:00Z < tokens.txt'],
  'promql scope': [`echo 'sum(rate(http_requests_total[5m]))' | hexaops promql scope --matcher 'workspace_id="shop"'`],
};
