# Where the state is kept: a bucket of your own, locked while a change runs; README.md says how its values are given.
terraform {
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
