{{/* The service's folder name: given, or the alias under which the umbrella lists this chart. */}}
{{- define "service.name" -}}
{{- .Values.name | default .Chart.Name -}}
{{- end -}}

{{- define "service.fullname" -}}
{{- printf "%s-%s" .Release.Name (include "service.name" .) | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "service.image" -}}
{{- $image := .Values.global.image -}}
{{- printf "%s:%s" $image.repository ($image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{- define "service.selector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/name: {{ include "service.name" . }}
{{- end -}}

{{- define "service.labels" -}}
{{ include "service.selector" . }}
app.kubernetes.io/part-of: crm
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* Where every service is found; a service's own address is where it listens. */}}
{{- define "service.environment" -}}
{{- $own := include "service.name" . -}}
{{- range .Values.global.services }}
- name: CRM_{{ upper . }}_ADDRESS
  value: {{ ternary "0.0.0.0:7100" (printf "%s-%s:7100" $.Release.Name .) (eq . $own) | quote }}
{{- end }}
- name: CRM_METRICS_PORT
  value: "9100"
- name: CRM_METRICS_HOST
  value: "0.0.0.0"
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
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}
