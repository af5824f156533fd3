# Where the state is kept: a bucket of your own, which locks it while a change runs; README.md says how its values are given.
terraform {
  backend "gcs" {}
}
