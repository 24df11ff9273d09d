{{- define "ollama.selector" -}}
app.kubernetes.io/name: ollama
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ollama.labels" -}}
{{ include "ollama.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "ollama.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "ollama.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "ollama.environment" -}}
- { name: HOME, value: /tmp }
- { name: OLLAMA_MODELS, value: /models }
- { name: OLLAMA_NUM_PARALLEL, value: {{ .Values.server.parallel | quote }} }
- { name: OLLAMA_MAX_LOADED_MODELS, value: {{ .Values.server.maximumModels | quote }} }
- { name: OLLAMA_MAX_QUEUE, value: {{ .Values.server.maximumQueue | quote }} }
- { name: OLLAMA_CONTEXT_LENGTH, value: {{ .Values.server.context | quote }} }
- { name: OLLAMA_KEEP_ALIVE, value: {{ .Values.server.keepAlive | quote }} }
- { name: OLLAMA_LOAD_TIMEOUT, value: {{ .Values.server.loadTimeout | quote }} }
- { name: OLLAMA_FLASH_ATTENTION, value: {{ ternary "1" "0" .Values.server.flashAttention | quote }} }
- { name: OLLAMA_NOPRUNE, value: '1' }
{{- with .Values.proxy.https }}
- { name: HTTPS_PROXY, value: {{ . | quote }} }
- { name: NO_PROXY, value: {{ $.Values.proxy.noProxy | quote }} }
{{- end }}
{{- if .Values.customCertificates.configMap }}
# Beside the usual ones, which are a file.
- { name: SSL_CERT_DIR, value: /certificates }
{{- end }}
{{- end -}}

{{- define "ollama.mounts" -}}
- { name: models, mountPath: /models }
- { name: temporary, mountPath: /tmp }
{{- if .Values.customCertificates.configMap }}
- { name: certificates, mountPath: /certificates, readOnly: true }
{{- end }}
{{- end -}}

{{- define "ollama.scripts" -}}
- name: scripts
  configMap: { name: ollama-models }
{{- end -}}
