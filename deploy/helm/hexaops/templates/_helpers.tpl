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
{{- $plugins = append $plugins (dict "use" (printf "@hexaops/%s" $name) "config" ($plugin.config | default dict)) -}}
{{- end -}}
{{- end -}}
{{- $plugins = concat $plugins .Values.extraPlugins -}}
{{- $server := dict "port" (int .Values.service.port) "shutdownSeconds" (int .Values.shutdownSeconds) -}}
{{- $configuration := mergeOverwrite (deepCopy .Values.config) (dict "server" (merge (deepCopy (.Values.config.server | default dict)) $server) "plugins" $plugins) -}}
{{- if .Values.rules -}}
{{- $_ := set $configuration "rules" (append ($configuration.rules | default list) "/etc/hexaops/rules") -}}
{{- end -}}
{{- toYaml $configuration -}}
{{- end -}}
