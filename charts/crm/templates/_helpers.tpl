{{- define "crm.image" -}}
{{- $image := .Values.global.image -}}
{{- printf "%s:%s" $image.repository ($image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{- define "crm.selector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/name: {{ .name }}
{{- end -}}

{{- define "crm.labels" -}}
{{ include "crm.selector" . }}
app.kubernetes.io/part-of: crm
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "crm.environment" -}}
{{- range .Values.global.services }}
- name: CRM_{{ upper . }}_ADDRESS
  value: {{ printf "%s-%s:7100" $.Release.Name . | quote }}
{{- end }}
- name: CRM_LOG_FORMAT
  value: json
- name: CRM_LOG_LEVEL
  value: {{ .Values.global.logLevel | default "info" | quote }}
- name: CRM_PUBLIC_URL
  value: {{ .Values.global.publicUrl | default "" | quote }}
{{- with .Values.global.otlpEndpoint }}
- name: CRM_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* What every pod of ours may and may not do. */}}
{{- define "crm.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "crm.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}
