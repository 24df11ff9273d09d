{{- define "hexaops.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "hexaops.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "hexaops.selector" -}}
app.kubernetes.io/name: {{ include "hexaops.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "hexaops.labels" -}}
{{ include "hexaops.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "hexaops.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* Whether the store is a server that replicas can share. */}}
{{- define "hexaops.hasSharedStore" -}}
{{- $store := index .Values.plugins "store-sql" | default dict -}}
{{- if and $store.enabled (($store.config | default dict).url) -}}true{{- end -}}
{{- end -}}

{{- define "hexaops.hasSeveralReplicas" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicas) 1) -}}true{{- end -}}
{{- end -}}

{{/* Environment variables that name a proxy; one with a password comes from `secrets`. */}}
{{- define "hexaops.proxy" -}}
{{- $given := dict "HTTPS_PROXY" .Values.proxy.https "HTTP_PROXY" .Values.proxy.http -}}
{{- $variables := dict -}}
{{- range $name, $url := $given -}}
{{- if hasKey $.Values.secrets $name -}}{{- $_ := set $variables $name "" -}}
{{- else if $url -}}{{- $_ := set $variables $name $url -}}{{- end -}}
{{- end -}}
{{- if $variables }}
- { name: NODE_USE_ENV_PROXY, value: '1' }
- { name: NO_PROXY, value: {{ .Values.proxy.noProxy | quote }} }
{{- range $name, $url := $variables }}
{{- if $url }}
- { name: {{ $name }}, value: {{ $url | quote }} }
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
What llm-ollama needs to know of the nodes of this release, and of its own replicas; what is configured goes before it.
*/}}
{{- define "hexaops.ollamaScheduler" -}}
{{- $known := dict "replicas" (int (ternary .Values.autoscaling.maxReplicas (max 1 .Values.replicas) .Values.autoscaling.enabled)) -}}
{{- $config := (index .Values.plugins "llm-ollama").config | default dict -}}
{{- if .Values.ollama.enabled -}}
{{- $server := .Values.ollama.server -}}
{{- $known = merge $known (dict "slots" (int $server.parallel) "modelsPerNode" (int $server.maximumModels) "contextTokens" (int $server.context)) -}}
{{- if not $config.nodes -}}
{{- $_ := set $known "service" (printf "ollama-nodes.%s.svc.cluster.local:11434" .Values.ollama.namespace) -}}
{{- end -}}
{{- range $key, $of := dict "slots" "parallel" "modelsPerNode" "maximumModels" -}}
{{- if gt (int (index $config $key | default 0)) (int (index $server $of)) -}}
{{- fail (printf "plugins.llm-ollama.config.%s is more than the nodes have: at most ollama.server.%s" $key $of) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $all := merge (deepCopy $config) $known -}}
{{- if and $all.service (or .Values.proxy.http (hasKey .Values.secrets "HTTP_PROXY")) -}}
{{- fail "proxy.http: the nodes of llm-ollama are called by their addresses, which noProxy cannot name: leave it empty, what is outside is asked by https" -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/*
The order in which plugins are started: what others need comes first. Those that are not named here follow by name.
*/}}
{{- define "hexaops.pluginOrder" -}}
{{- $first := list "auth-jwt" "control-plane" "store-sql" "jobs-postgres" "limits-redis" "lease-redis" "audit-clickhouse" "worker-kubernetes" -}}
{{- $present := keys .Values.plugins | sortAlpha -}}
{{- $order := list -}}
{{- range $first }}{{- if has . $present }}{{- $order = append $order . }}{{- end }}{{- end -}}
{{- range $present }}{{- if not (has . $first) }}{{- $order = append $order . }}{{- end }}{{- end -}}
{{- toJson $order -}}
{{- end -}}

{{/* hexaops.yaml, as the service reads it. */}}
{{- define "hexaops.configuration" -}}
{{- $plugins := list -}}
{{- range $name := include "hexaops.pluginOrder" . | fromJsonArray -}}
{{- $plugin := index $.Values.plugins $name -}}
{{- if $plugin.enabled -}}
{{- $config := $plugin.config | default dict -}}
{{- if eq $name "llm-ollama" -}}{{- $config = include "hexaops.ollamaScheduler" $ | fromYaml -}}{{- end -}}
{{- $plugins = append $plugins (dict "use" (printf "@hexaops/%s" $name) "config" $config) -}}
{{- end -}}
{{- end -}}
{{- $plugins = concat $plugins .Values.extraPlugins -}}
{{- $server := dict "port" (int .Values.service.port) "shutdownSeconds" (int .Values.shutdownSeconds) -}}
{{- $configuration := mergeOverwrite (deepCopy .Values.config) (dict "server" (mergeOverwrite (deepCopy (.Values.config.server | default dict)) $server) "plugins" $plugins) -}}
{{- if .Values.rules -}}
{{- $_ := set $configuration "rules" (append ($configuration.rules | default list) "/etc/hexaops/rules") -}}
{{- end -}}
{{- toYaml $configuration -}}
{{- end -}}
