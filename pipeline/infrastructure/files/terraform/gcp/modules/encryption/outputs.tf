# What others need of the key.
output "key_id" {
  description = "The key."
  value       = google_kms_crypto_key.this.id

  depends_on = [google_kms_crypto_key_iam_member.services]
}
