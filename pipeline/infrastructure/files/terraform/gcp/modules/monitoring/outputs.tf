# What others need of monitoring.
output "channel_id" {
  description = "Where alarms go."
  value       = google_monitoring_notification_channel.email.id
}
