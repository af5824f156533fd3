{{- /* Pieces that the other templates share. */ -}}
{{- define "project.labels" -}}
app.kubernetes.io/name: {{ .Values.project | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end -}}
{{- define "part.selector" -}}
app.kubernetes.io/name: {{ .root.Values.project | quote }}
app.kubernetes.io/component: {{ .name | quote }}
{{- end -}}
{{- define "part.labels" -}}
{{ include "part.selector" (dict "root" .root "name" .part.name) }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | quote }}
{{- end -}}
{{- define "part.metadata" -}}
name: {{ .part.object | quote }}
namespace: {{ .root.Release.Namespace | quote }}
labels: {{- include "part.labels" . | nindent 2 }}
{{- end -}}
{{- define "project.image" -}}
{{ printf "%s:%s" .Values.image.repository .Values.image.tag | quote }}
{{- end -}}
{{- define "project.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}
{{- define "part.probe" -}}
{{- if .part.check -}}
exec:
  command: {{- toYaml .part.check | nindent 4 }}
{{- else -}}
httpGet:
  path: {{ .path | quote }}
  port: main
  httpHeaders:
    - name: Host
      value: localhost
{{- end }}
periodSeconds: {{ .period }}
timeoutSeconds: 3
failureThreshold: {{ .failures }}
{{- end -}}
